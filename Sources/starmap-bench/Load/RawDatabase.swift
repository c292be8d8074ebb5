import GRDBSQLite

/// A database as SQLite's own interface has it, with nothing between.
final class RawDatabase {
  /// Rows that were read and wait to be written.
  struct Rows {
    let insert: String
    /// The values of each row; each is SQLite's own and must be freed.
    let values: [[OpaquePointer?]]

    func free() {
      for row in values { for value in row { sqlite3_value_free(value) } }
    }
  }

  private var connection: OpaquePointer?
  private var statements: [String: OpaquePointer] = [:]

  /// Opens a ledger's file with the settings that the server has.
  init(_ path: String) throws {
    try check(sqlite3_open_v2(path, &connection, SQLITE_OPEN_READWRITE, nil))
    for setting in SettingsOfLedger.all { try run("PRAGMA \(setting)") }
    guard try number("PRAGMA synchronous") == 2 else {
      throw BenchFailure(message: "the database is not set to survive power cuts")
    }
  }

  deinit {
    for statement in statements.values { sqlite3_finalize(statement) }
    sqlite3_close(connection)
  }

  /// Runs a statement to its end.
  func run(_ sql: String) throws {
    let statement = try prepared(sql)
    defer { sqlite3_reset(statement) }
    while try step(statement) {}
  }

  /// The number that a query gives.
  func number(_ sql: String) throws -> Int64 {
    let statement = try prepared(sql)
    defer { sqlite3_reset(statement) }
    return try step(statement) ? sqlite3_column_int64(statement, 0) : 0
  }

  /// The rows of a seq, to be written by a statement.
  func rows(_ sql: String, seq: Int64, insert: String) throws -> Rows {
    let statement = try prepared(sql)
    defer { sqlite3_reset(statement) }
    try check(sqlite3_bind_int64(statement, 1, seq))
    var values: [[OpaquePointer?]] = []
    while try step(statement) {
      values.append(
        (0..<sqlite3_column_count(statement)).map {
          sqlite3_value_dup(sqlite3_column_value(statement, $0))
        }
      )
    }
    return Rows(insert: insert, values: values)
  }

  /// Writes rows.
  func insert(_ rows: Rows) throws {
    let statement = try prepared(rows.insert)
    for row in rows.values {
      for (index, value) in row.enumerated() {
        try check(sqlite3_bind_value(statement, Int32(index + 1), value))
      }
      _ = try step(statement)
      sqlite3_reset(statement)
    }
  }

  private func prepared(_ sql: String) throws -> OpaquePointer? {
    if let statement = statements[sql] { return statement }
    var statement: OpaquePointer?
    try check(sqlite3_prepare_v2(connection, sql, -1, &statement, nil))
    statements[sql] = statement
    return statement
  }

  private func step(_ statement: OpaquePointer?) throws -> Bool {
    switch sqlite3_step(statement) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code:
      try check(code)
      return false
    }
  }

  private func check(_ code: Int32) throws {
    guard code == SQLITE_OK else {
      let message = sqlite3_errmsg(connection).map { String(cString: $0) } ?? "\(code)"
      throw BenchFailure(message: "SQLite: \(message)")
    }
  }
}

/// The settings of the server's writing connection.
private enum SettingsOfLedger {
  static let all = [
    "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "trusted_schema = OFF",
    "cell_size_check = ON", "mmap_size = 0", "temp_store = MEMORY",
  ]
}
