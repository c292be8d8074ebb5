import Instruments
import Intake
import Reconciliation
import WireFormat

/// A signed-off table of a link beside what the families of the study give now.
///
/// A point agrees when the present value lies within 1.96 of the table's own standard errors of the
/// table's value; the table agrees when every point does that both have.
struct StoredLink {
  /// One point of the first scale.
  struct Point {
    let code: String
    /// The readings on which the table's value rests.
    let support: Int
    let value: Double?
    let standardError: Double?
    /// What the families give now; `nil` without support.
    let now: Double?
    /// The families that it rests on.
    let supportNow: Int

    /// Whether the two agree; `nil` where one of them has no value or the table states no error.
    var agrees: Bool? {
      guard let value, let standardError, let now else { return nil }
      // Half a millionth is what rounding to whole millionths may take.
      return abs(now - value) <= Self.normalQuantile * standardError + 0.000_000_5
    }

    private static let normalQuantile = 1.959963984540054
  }

  /// The table.
  let table: LinkTable
  /// The link of the audit; `nil` when no families give one now.
  let link: JSON?
  /// The points of the table.
  let points: [Point]

  init(_ table: LinkTable, _ link: JSON?, target: LinkScale?) {
    self.table = table
    self.link = link
    let rows = Dictionary(
      (link?["rows"]?.array ?? []).map { ($0["code"]?.string ?? "", $0) }
    ) { first, _ in first }
    let ends = target.flatMap { scale in
      scale.axis.values.first.flatMap { low in scale.axis.values.last.map { low...max(low, $0) } }
    }
    let held = { (value: Double) in
      ends.map { min(max(value, $0.lowerBound), $0.upperBound) } ?? value
    }
    points = table.rows.map { row in
      let now = rows[row.point]
      return Point(
        code: row.point,
        support: row.support,
        value: row.valueMillionths.map { held(Double($0) / 1_000_000) },
        standardError: row.errorMillionths.map { Double($0) / 1_000_000 },
        now: now?["clipped"]?.number,
        supportNow: now?["supportN"]?.int.flatMap { Int(exactly: $0) } ?? 0
      )
    }
  }

  /// In a word, whether the table and the families agree.
  var verdict: String {
    let judged = points.compactMap(\.agrees)
    if judged.isEmpty { return link == nil ? "no_data_now" : "not_comparable" }
    return judged.allSatisfy { $0 } ? "agrees" : "differs"
  }

  /// `id@version`.
  var name: String { "\(table.id)@\(table.version)" }

  /// SHA-256 of the table as it is stored.
  var contentHash: String { ReferenceDocument.linkTable(table).contentHash }
}

extension AuditContext {
  /// The signed-off tables, each beside every link that it is meant for, or alone where there is none.
  var storedLinks: [StoredLink] {
    study.evidence.linkTables.flatMap { table -> [StoredLink] in
      let meant = links.map(\.json).filter { isMeant(table, for: $0) }
      if meant.isEmpty { return [StoredLink(table, nil, target: nil)] }
      return meant.map { StoredLink(table, $0, target: LinkScale.target(of: $0, study)) }
    }
  }

  /// Whether a table is one of the two areas: by their ids, or else by their scales, and always by the
  /// crosswalk of one of the instruments.
  private func isMeant(_ table: LinkTable, for link: JSON) -> Bool {
    let areas = (link["areas"]?.array ?? []).compactMap(\.string)
    let pair = study.profile.mapping.sources.first { $0.kind == .dual }?.pair ?? []
    guard areas.count == 2, pair.count == 2,
      pair.contains(where: { crosswalk($0)?.name == table.crosswalk })
    else { return false }
    guard table.areas.isEmpty else { return table.areas == areas }
    let scales = zip(pair, areas).map { pack($0)?.scale(ofArea: $1)?.id }
    return scales == [table.sourceScale, table.targetScale]
  }
}
