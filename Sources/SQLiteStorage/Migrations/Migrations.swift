import GRDB
import Storage

/// One step of the schema.
///
/// A step that has been released is never changed: what comes later is another step, in a file of its own.
struct Migration: Sendable {
  /// Its name in `grdb_migrations`.
  let name: String
  /// What it does.
  let sql: String
}

/// The steps of the schema, and the way through them.
enum Migrations {
  /// Every step, oldest first; the version of a store is how many of them it has.
  static let all: [Migration] = [
    .firstLedger, .imports, .past, .lineage, .readingDays, .references, .deletions,
    .erasures, .rights, .consents, .handingIn,
  ]

  /// "Star", by which `file` and this program know the format.
  static let applicationID = 0x5374_6172

  /// Brings a store to the newest version, each step in a transaction of its own.
  ///
  /// - Parameters:
  ///   - database: The store.
  ///   - keep: Is given the version of a store that holds something, before it is changed.
  /// - Throws: ``StorageError`` with `tooNew` for a store of a newer program, and what `keep` throws, before
  ///   anything changed.
  static func bringUpToDate(
    _ database: any DatabaseWriter,
    keep: (_ version: Int) throws -> Void
  ) throws {
    let version = try database.writeWithoutTransaction(check)
    if version > 0, version < all.count { try keep(version) }
    var migrator = DatabaseMigrator()
    for (index, migration) in all.enumerated() {
      migrator.registerMigration(migration.name) { connection in
        try connection.execute(sql: migration.sql)
        try connection.execute(sql: "PRAGMA user_version = \(index + 1)")
      }
    }
    try migrator.migrate(database)
  }

  /// The version of the store, when it is one that this program can bring up to date.
  private static func check(_ connection: Database) throws -> Int {
    let version = try Int.fetchOne(connection, sql: "PRAGMA user_version") ?? 0
    let application = try Int.fetchOne(connection, sql: "PRAGMA application_id") ?? 0
    let tableCount = try Int.fetchOne(connection, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
    guard application == applicationID || (application == 0 && tableCount == 0) else {
      throw StorageError(
        .failed,
        "The database in this directory is not one of Starmap's; choose another --data directory."
      )
    }
    guard version <= all.count else {
      throw StorageError(
        .tooNew,
        "The database has version \(version), and this program knows versions up to \(all.count); "
          + "install the newer program again."
      )
    }
    return version
  }
}
