import GRDB
import Storage

/// Runs SQL on one connection: the one place where values are bound and the engine's errors become ours.
///
/// It never outlives the closure in which the connection was lent.
final class Session {
  private let connection: Database
  /// What spoiled the whole transaction; nothing can follow it.
  private(set) var failure: StorageError?

  init(_ connection: Database) {
    self.connection = connection
  }

  /// Runs a statement that returns nothing.
  ///
  /// - Returns: How many rows it changed.
  @discardableResult
  func run(_ sql: String, _ arguments: StatementArguments = []) throws(StorageError) -> Int {
    if let failure { throw failure }
    do {
      try connection.cachedStatement(sql: sql).execute(arguments: arguments)
      return connection.changesCount
    } catch {
      throw noted(error)
    }
  }

  /// Every row of a query, decoded.
  func rows<Value>(
    _ sql: String,
    _ arguments: StatementArguments = [],
    _ decode: (Columns) throws(StorageError) -> Value
  ) throws(StorageError) -> [Value] {
    if let failure { throw failure }
    do {
      let cursor = try Row.fetchCursor(
        connection.cachedStatement(sql: sql),
        arguments: arguments
      )
      var values: [Value] = []
      while let row = try cursor.next() { values.append(try decode(Columns(row))) }
      return values
    } catch {
      throw noted(error)
    }
  }

  /// The first row of a query, decoded; `nil` when there is none.
  func first<Value>(
    _ sql: String,
    _ arguments: StatementArguments = [],
    _ decode: (Columns) throws(StorageError) -> Value
  ) throws(StorageError) -> Value? {
    if let failure { throw failure }
    do {
      let cursor = try Row.fetchCursor(
        connection.cachedStatement(sql: sql),
        arguments: arguments
      )
      guard let row = try cursor.next() else { return nil }
      return try decode(Columns(row))
    } catch {
      throw noted(error)
    }
  }

  /// Runs a part that leaves nothing behind when it throws; the part's own errors pass unchanged.
  func savepoint<Value>(_ body: () throws -> Value) throws -> Value {
    if let failure { throw failure }
    var value: Value?
    do {
      try connection.inSavepoint {
        value = try body()
        return .commit
      }
    } catch let error as DatabaseError {
      throw noted(error)
    }
    if let failure { throw failure }
    guard let value else { throw StorageError(.failed, "A part of the commit gave no value.") }
    return value
  }

  private func noted(_ error: any Error) -> StorageError {
    let translated = StorageError(engine: error)
    if let error = error as? DatabaseError, StorageError.isFatal(error) { failure = translated }
    return translated
  }
}
