import Casework
import Storage
import SyncProtocol

extension SQLiteReader {
  /// Changes in the families of a scope.
  ///
  /// A put is served as the record's present row, and only where it is the newest change of the record up
  /// to `through`; a record that has since left the family or the visible classes follows as its
  /// departure, at its own seq.
  func changes(
    after: Int64,
    through: Int64,
    limit: Int,
    in scope: AccessScope
  ) throws -> [LedgerChange] {
    let after = max(after, 0)
    guard after < through, !scope.families.isEmpty else { return [] }
    if let few = try fewChanges(after: after, through: through, limit: limit, in: scope) {
      return few
    }
    let visible = scope.blob
    let last = try lastWholeSeq(after: after, through: through, limit: limit, visible: visible)
    return try session.rows(
      """
      \(VisibleFamilies.table)
      SELECT change.seq, change.effect, change.record, change.type, change.family,
        \(StoredRecord.columns)
      \(Self.deliveredChanges)
      ORDER BY change.seq, change.idx
      """,
      [visible, after, last, through]
    ) { row throws(StorageError) in
      let effect: LedgerChange.Effect = try row.code(1)
      return LedgerChange(
        seq: try row.integer(0),
        effect: effect,
        id: try row.id(2),
        type: try row.code(3),
        family: try row.id(4),
        record: effect == .put ? try StoredRecord(row, at: 5) : nil
      )
    }
  }

  /// The changes, when there are at most `limit` in all families together; `nil` when there are more.
  ///
  /// They are read in the order of the sequence and chosen here: a device that asks often finds a few, and
  /// should not ask for each of its families.
  private func fewChanges(
    after: Int64,
    through: Int64,
    limit: Int,
    in scope: AccessScope
  ) throws -> [LedgerChange]? {
    let most = min(max(limit, 1), 1000)
    let count = try session.first(
      "SELECT count(*) FROM (SELECT 1 FROM change WHERE seq > ?1 AND seq <= ?2 LIMIT ?3)",
      [after, through, most + 1]
    ) { row throws(StorageError) in try row.int(0) }
    guard let count, count <= most else { return nil }
    let changes = try session.rows(
      """
      SELECT change.seq, change.effect, change.record, change.type, change.family, change.class,
        \(StoredRecord.columns)
      FROM change LEFT JOIN record
        ON change.effect = 'put' AND record.id = change.record AND record.family = change.family
        AND record.deleted = 0
      WHERE change.seq > ?1 AND change.seq <= ?2 AND (
        change.effect <> 'put' OR (record.id IS NOT NULL AND \(Self.isNewest("?2")))
      )
      ORDER BY change.seq, change.idx
      """,
      [after, through]
    ) { row throws(StorageError) -> LedgerChange? in
      let effect: LedgerChange.Effect = try row.code(1)
      let family: FamilyID = try row.id(4)
      guard scope.includes(family, try row.recordClass(5)) else { return nil }
      let record = effect == .put ? try StoredRecord(row, at: 6) : nil
      if let record, !scope.includes(family, record.recordClass) { return nil }
      return LedgerChange(
        seq: try row.integer(0),
        effect: effect,
        id: try row.id(2),
        type: try row.code(3),
        family: family,
        record: record
      )
    }
    return changes.compactMap(\.self)
  }

  /// Whether no later change of the record follows up to a seq.
  private static func isNewest(_ through: String) -> String {
    """
    NOT EXISTS (
      SELECT 1 FROM change AS later
      WHERE later.record = change.record AND later.seq <= \(through)
        AND (later.seq, later.idx) > (change.seq, change.idx)
    )
    """
  }

  /// The seq of the `limit`-th change, or `through` when there are fewer.
  ///
  /// It looks at a widening window, so that a long way to catch up is not sorted again for each page.
  private func lastWholeSeq(
    after: Int64,
    through: Int64,
    limit: Int,
    visible: [UInt8]
  ) throws -> Int64 {
    let limit = Int64(min(max(limit, 1), 1_000_000))
    var span = limit / 8 + 1
    while true {
      let end = through - after > span ? after + span : through
      let found = try session.first(
        """
        \(VisibleFamilies.table)
        SELECT change.seq \(Self.deliveredChanges)
        ORDER BY change.seq, change.idx LIMIT 1 OFFSET ?5
        """,
        [visible, after, end, through, limit - 1]
      ) { row throws(StorageError) in try row.integer(0) }
      if let found { return found }
      if end == through { return through }
      span = span > .max / 4 ? .max : span * 4
    }
  }

  /// Scope `?1`, seqs above `?2` up to `?3`, of a reading that ends at `?4`.
  private static let deliveredChanges = """
    FROM visible CROSS JOIN change
      ON change.family = visible.family AND change.seq > ?2 AND change.seq <= ?3
      AND change.class & visible.mask
    LEFT JOIN record
      ON change.effect = 'put' AND record.id = change.record
      AND record.family = change.family AND record.class & visible.mask AND record.deleted = 0
    WHERE change.effect <> 'put' OR (
      record.id IS NOT NULL AND \(isNewest("?4"))
    )
    """
}
