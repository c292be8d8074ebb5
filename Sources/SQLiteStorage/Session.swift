import GRDB
import GRDBSQLite
import Storage

/// Runs SQL on one connection: the one place where values are bound and the engine's errors become ours.
///
/// The statements are compiled and kept by GRDB and driven through SQLite's own interface, which takes a
/// third of the time: a reading on its way in needs a dozen of them. It never outlives the closure in which
/// the connection was lent.
final class Session {
  private let connection: Database
  /// Compiled statements by the length of their texts: there are few, and each is looked for thousands of
  /// times a second.
  private var statements = [[(sql: String, statement: Statement)]](
    repeating: [],
    count: Session.shelfCount
  )
  /// What spoiled the whole transaction; nothing can follow it.
  private(set) var failure: StorageError?

  init(_ connection: Database) {
    self.connection = connection
  }

  /// Runs a statement that returns nothing.
  ///
  /// - Returns: How many rows it changed.
  @discardableResult
  func run(
    _ sql: String,
    _ arguments: [(any SQLBindable)?] = []
  ) throws(StorageError) -> Int {
    let statement = try start(sql, arguments)
    defer { sqlite3_reset(statement) }
    while try step(statement) {}
    return Int(sqlite3_changes(connection.sqliteConnection))
  }

  /// Every row of a query, decoded.
  func rows<Value>(
    _ sql: String,
    _ arguments: [(any SQLBindable)?] = [],
    _ decode: (Columns) throws(StorageError) -> Value
  ) throws(StorageError) -> [Value] {
    let statement = try start(sql, arguments)
    defer { sqlite3_reset(statement) }
    var values: [Value] = []
    while try step(statement) { values.append(try decode(Columns(statement))) }
    return values
  }

  /// The first row of a query, decoded; `nil` when there is none.
  func first<Value>(
    _ sql: String,
    _ arguments: [(any SQLBindable)?] = [],
    _ decode: (Columns) throws(StorageError) -> Value
  ) throws(StorageError) -> Value? {
    let statement = try start(sql, arguments)
    defer { sqlite3_reset(statement) }
    return try step(statement) ? try decode(Columns(statement)) : nil
  }

  /// Runs a part that leaves nothing behind when it throws; the part's own errors pass unchanged.
  func savepoint<Value>(_ body: () throws -> Value) throws -> Value {
    try run("SAVEPOINT part")
    let value: Value
    do {
      value = try body()
    } catch {
      // After a fatal failure SQLite may have ended the transaction, and with it every savepoint.
      if failure == nil {
        try run("ROLLBACK TO part")
        try run("RELEASE part")
      }
      throw error
    }
    try run("RELEASE part")
    return value
  }

  /// A compiled statement with its values, ready to be stepped through.
  private func start(
    _ sql: String,
    _ arguments: [(any SQLBindable)?]
  ) throws(StorageError) -> OpaquePointer {
    if let failure { throw failure }
    let statement = try compiled(sql)
    guard sqlite3_bind_parameter_count(statement) == arguments.count else {
      throw StorageError(.failed, "A statement was given another number of values than it takes.")
    }
    var index: Int32 = 0
    for argument in arguments {
      index += 1
      let code =
        argument?.bind(to: statement, at: index) ?? sqlite3_bind_null(statement, index)
      guard code == SQLITE_OK else { throw noted(code) }
    }
    return statement
  }

  private static let shelfCount = 64

  private func compiled(_ sql: String) throws(StorageError) -> OpaquePointer {
    let shelf = sql.utf8.count % Self.shelfCount
    if let known = statements[shelf].first(where: { $0.sql == sql }) {
      return known.statement.sqliteStatement
    }
    do {
      let statement = try connection.cachedStatement(sql: sql)
      statements[shelf].append((sql, statement))
      return statement.sqliteStatement
    } catch {
      throw noted(error)
    }
  }

  /// Goes on to the next row; false when there is none.
  private func step(_ statement: OpaquePointer) throws(StorageError) -> Bool {
    switch sqlite3_step(statement) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw noted(code)
    }
  }

  private func noted(_ code: Int32) -> StorageError {
    noted(
      DatabaseError(
        resultCode: ResultCode(rawValue: code),
        message: sqlite3_errmsg(connection.sqliteConnection).map { String(cString: $0) }
      )
    )
  }

  private func noted(_ error: any Error) -> StorageError {
    let translated = StorageError(engine: error)
    if let error = error as? DatabaseError, StorageError.isFatal(error) { failure = translated }
    return translated
  }
}
