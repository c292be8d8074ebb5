import Casework
import Foundation
import GRDB
package import SyncProtocol

extension StoreWriter {
  /// Begins to read everything again, beside the old rows, which stay readable throughout.
  package func beginReplacement() throws {
    try database.execute(sql: "DELETE FROM staging")
    try set(.stagingCursor, to: nil)
    try set(.replacing, to: "1")
  }

  /// Puts a page beside the old rows; the last one takes their place.
  ///
  /// - Parameter page: A whole page of a pull that began without a cursor.
  /// - Returns: How many records the page held.
  /// - Throws: ``DeviceStoreError``.
  package func stage(_ page: PullPage) throws -> Int {
    var count = 0
    for line in page.lines {
      switch line {
      case .put(let record):
        try database.cachedStatement(
          sql: """
            INSERT INTO staging (id, tbl, ver, payload) VALUES (?, ?, ?, ?)
            ON CONFLICT (id, tbl) DO UPDATE SET ver = excluded.ver, payload = excluded.payload
            WHERE excluded.ver > staging.ver
            """
        ).execute(arguments: [
          record.record.blob, record.typeName, record.version, Data(record.line),
        ])
        count += 1
      case .gone(let version, let type, let record, let family):
        if type == RecordType.family.rawValue { try erase(family) }
        try database.execute(
          sql: "DELETE FROM staging WHERE id = ? AND tbl = ? AND ver <= ?",
          arguments: [record.blob, type, version]
        )
      case .evict(let family):
        try removeRows(of: family, from: "staging")
      case .ready, .page:
        break
      }
    }
    try set(.stagingCursor, to: page.end.cursor)
    try remember(place: page.end.cursor, seq: page.end.head)
    if !page.end.isMore { try finishReplacement(page.end) }
    return count
  }

  /// Swaps: rows that were not served again go, unless something waits to be sent for them.
  ///
  /// Those that stay count as saved here only, so that they go once their operations are settled.
  private func finishReplacement(_ end: PullEnd) throws {
    try database.execute(
      sql: """
        DELETE FROM row
        WHERE NOT EXISTS (SELECT 1 FROM staging s WHERE s.id = row.id AND s.tbl = row.tbl)
          AND id NOT IN (SELECT rec FROM outbox WHERE state IN ('pending', 'sent', 'acked'));
        UPDATE row SET ver = 0, dirty = 1
        WHERE NOT EXISTS (SELECT 1 FROM staging s WHERE s.id = row.id AND s.tbl = row.tbl);
        INSERT INTO row (id, tbl, ver, payload) SELECT id, tbl, ver, payload FROM staging WHERE true
        ON CONFLICT (id, tbl) DO UPDATE SET ver = excluded.ver, payload = excluded.payload;
        DELETE FROM staging;
        """
    )
    try note(end)
    try set(.cursor, to: end.cursor)
    try set(.stagingCursor, to: nil)
    try set(.replacing, to: nil)
    try set(.shared, to: nil)
    try set(.arriving, to: nil)
    try countReviews()
  }
}
