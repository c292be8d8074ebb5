import Foundation
import GRDBSQLite
import SQLiteStorage
import Storage
import SyncProtocol

/// What SQLite alone takes for the rows of a push: the bound of every server that stores them.
///
/// One device pushes to the server as in `push-1`; then the very rows that the server wrote are written to an
/// empty ledger of the same schema, with its triggers, by prepared statements, one transaction a push at
/// `synchronous = FULL`, with nothing judged and nothing answered.
enum RawRun {
  /// Measures once.
  static func run(_ plan: LoadPlan) throws -> [LoadRow] {
    let world = try LoadWorld(seeds: plan.seeds, families: 500, devices: 1)
    defer { world.server.remove() }
    let pushed = try PushRun(plan, name: "push-1-of-raw", devices: 1).run(in: world)
    world.server.stop()
    let copy = world.server.directory + "/raw"
    try SQLiteLedger(directory: copy, epoch: Epoch(prefix: 1, suffix: 1)).close()
    let source = try RawDatabase(world.server.directory + "/server/" + SQLiteLedger.fileName)
    let target = try RawDatabase(copy + "/" + SQLiteLedger.fileName)
    let tables = try RawTable.all(in: source)
    let head = try source.number("SELECT head FROM sync_clock")
    let first = try source.number(
      "SELECT min(version) FROM record WHERE type = 'reading'"
    )
    var lasted: [Double] = []
    var rowCount = 0
    for seq in 1...max(head, 1) {
      let rows = try tables.map { try source.rows($0.select, seq: seq, insert: $0.insert) }
      let began = ContinuousClock.now
      try target.run("BEGIN IMMEDIATE")
      for batch in rows { try target.insert(batch) }
      try target.run(
        """
        UPDATE sync_clock SET head = head + 1,
          chain = (SELECT chain FROM commit_log WHERE seq = head + 1)
        """
      )
      try target.run("COMMIT")
      if seq >= first {
        lasted.append(milliseconds(in: .now - began))
        rowCount += rows.reduce(0) { $0 + $1.values.count }
      }
      for batch in rows { batch.free() }
    }
    let readings = Double(try source.number("SELECT count(*) FROM record WHERE type = 'reading'"))
    let wall = lasted.reduce(0, +)
    var row = LoadRow("raw")
    row.add("readings/s", readings / wall * 1000)
    row.add(times: lasted)
    row.add("rows/reading", Double(rowCount) / readings)
    return [pushed, row]
  }
}

/// A table whose rows a push writes, with how they are read by their seq and written again.
private struct RawTable {
  let select: String
  let insert: String

  private init(
    _ name: String,
    seq: String,
    orReplace: Bool = false,
    in database: RawDatabase
  ) throws {
    let columns = try database.number("SELECT count(*) FROM pragma_table_info('\(name)')")
    select = "SELECT * FROM \(name) WHERE \(seq) = ?1"
    let values = (1...columns).map { "?\($0)" }.joined(separator: ", ")
    insert = "INSERT \(orReplace ? "OR REPLACE " : "")INTO \(name) VALUES (\(values))"
  }

  /// In the order in which a commit writes them.
  static func all(in database: RawDatabase) throws -> [RawTable] {
    [
      try RawTable("change", seq: "seq", in: database),
      try RawTable("record", seq: "version", in: database),
      try RawTable("principal_head", seq: "seq", orReplace: true, in: database),
      try RawTable("op_result", seq: "seq", in: database),
      try RawTable("activity", seq: "seq", in: database),
      try RawTable("commit_log", seq: "seq", in: database),
    ]
  }
}
