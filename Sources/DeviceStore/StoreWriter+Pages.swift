import Casework
import Foundation
import GRDB
package import SyncProtocol

#if Mutations
import Mutations
#endif

extension StoreWriter {
  /// Applies a pull page to the rows and moves the cursor, which the caller's transaction keeps
  /// together.
  ///
  /// A record is taken only over an older version. An eviction removes the family's rows and leaves
  /// the outbox alone.
  ///
  /// - Parameter page: A whole page.
  /// - Returns: How many changes were taken.
  /// - Throws: ``DeviceStoreError``.
  package func apply(_ page: PullPage) throws -> Int {
    var arriving = try reader.arrivingFamilies()
    var known = try reader.families()
    var count = 0
    for line in page.lines {
      switch line {
      case .evict(let family):
        try evict(family)
        arriving.remove(family)
        known.remove(family)
      case .ready(let family):
        arriving.remove(family)
      case .put(let record):
        if beginsBackfill(record, known: known) { arriving.insert(record.family) }
        if record.type == .family { known.insert(record.family) }
        if try take(record) { count += 1 }
      case .gone(let version, let type, let record, let family):
        if type == RecordType.family.rawValue { try erase(family) }
        try database.cachedStatement(
          sql: "DELETE FROM row WHERE id = ? AND tbl = ? AND ver <= ?"
        ).execute(arguments: [record.blob, type, version])
        count += database.changesCount
      case .page:
        break
      }
    }
    let text = arriving.sorted().map(\.description).joined(separator: " ")
    try set(.arriving, to: text.isEmpty ? nil : text)
    if page.end.seq > 0 {
      try set(.firstHead, to: nil)
    } else if try reader.text(.firstHead) == nil {
      try set(.firstHead, to: page.end.head)
    }
    try note(page.end)
    try set(.cursor, to: page.end.cursor)
    try remember(place: page.end.cursor, seq: page.end.head)
    if count > 0 || page.lines.contains(where: \.isEviction) { try countReviews() }
    return count
  }

  /// Remembers what a page's end tells about the server.
  func note(_ end: PullEnd) throws {
    try set(.seq, to: end.seq)
    try set(.head, to: end.head)
    try set(.epoch, to: end.epoch)
    try set(.backupSeq, to: end.backupSeq)
  }

  func countReviews() throws {
    let open = try reader.records(ofType: RecordType.review.rawValue)
      .count { $0.reviewItem?.isOpen == true }
    try set(.openReviews, to: Int64(open))
  }

  private func take(_ record: PulledRecord) throws -> Bool {
    #if Mutations
    if Mutation.olderRowTaken.isPlanted {
      try database.execute(
        sql: "DELETE FROM row WHERE id = ? AND tbl = ?",
        arguments: [record.record.blob, record.typeName]
      )
    }
    #endif
    try database.cachedStatement(
      sql: """
        INSERT INTO row (id, tbl, ver, payload) VALUES (?, ?, ?, ?)
        ON CONFLICT (id, tbl) DO UPDATE SET ver = excluded.ver, payload = excluded.payload
        WHERE excluded.ver > row.ver
        """
    ).execute(arguments: [
      record.record.blob, record.typeName, record.version, Data(record.line),
    ])
    return database.changesCount > 0
  }

  /// A record of a family whose own record is not here yet; a tray has none.
  private func beginsBackfill(_ record: PulledRecord, known: Set<FamilyID>) -> Bool {
    record.family != .reference && record.type != .review && !known.contains(record.family)
  }

  /// Removes the rows of a family.
  private func evict(_ family: FamilyID) throws {
    #if Mutations
    if Mutation.evictBeforePush.isPlanted {
      for (id, _) in try rows(of: family, in: "row") {
        try database.execute(sql: "DELETE FROM outbox WHERE rec = ?", arguments: [id])
      }
    }
    #endif
    try removeRows(of: family, from: "row")
  }

  /// Removes the rows of a family from a table.
  func removeRows(of family: FamilyID, from table: String) throws {
    for (id, type) in try rows(of: family, in: table) {
      try database.cachedStatement(sql: "DELETE FROM \(table) WHERE id = ? AND tbl = ?")
        .execute(arguments: [id, type])
    }
  }

  /// The rows of a family in a table, each by its id and type.
  func rows(of family: FamilyID, in table: String) throws -> [(id: Data, type: String)] {
    let rows = try Row.fetchCursor(database, sql: "SELECT id, tbl, payload FROM \(table)")
    var found: [(id: Data, type: String)] = []
    while let row = try rows.next() {
      let payload: Data = row[2]
      guard try (familyNamed(in: payload) ?? reader.decoded(payload).family) == family else {
        continue
      }
      found.append((row[0], row[1]))
    }
    return found
  }
}

extension PullLine {
  fileprivate var isEviction: Bool {
    if case .evict = self { return true }
    return false
  }
}
