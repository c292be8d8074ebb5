import Reconciliation

extension AuditContext {
  /// T3: how far those who drew the crosswalks agreed.
  ///
  /// A crosswalk says who drew each edge and on what it rests; it brings no votes of single mappers,
  /// so agreement is said to be unknown, never to be zero.
  var mappers: AuditTable {
    var gaps: [AuditGap] = []
    let rows = instruments.compactMap { instrument -> AuditRow? in
      guard let crosswalk = crosswalk(instrument) else { return nil }
      let authors = Set(crosswalk.edges.map(\.author)).sorted()
      let kinds = EdgeJustification.allCases.compactMap { kind -> String? in
        let count = crosswalk.edges.count { $0.justification == kind }
        return count > 0 ? "\(Self.words(of: kind)) \(count)" : nil
      }
      gaps.append(
        AuditGap(
          table: "T3",
          code: "no_votes",
          subject: crosswalk.name,
          sentence: "How far mappers agree is unknown. It needs two people of each authority who "
            + "judge every pair of area and outcome independently, in rounds, with every vote kept."
        )
      )
      return AuditRow(
        cells: [
          .text(title(ofInstrument: instrument)), .text(crosswalk.name),
          .count(.shown(crosswalk.edges.count)), .count(.shown(authors.count)),
          .text(kinds.joined(separator: "; ")), .missing("no_votes"), .missing("no_votes"),
        ],
        labels: labels(instrument, level: "B", reconciled: true)
      )
    }
    return AuditTable(
      number: 3,
      name: "T03-mapper-agreement",
      title: "How far the mappers agree",
      introduction: "A crosswalk is a judgement. Two people who judge alike without seeing each "
        + "other’s work are the evidence for it.",
      columns: [
        AuditColumn("tool", "Tool"), AuditColumn("crosswalk", "Crosswalk"),
        AuditColumn("links", "Links drawn", .count), AuditColumn("authors", "Authors", .count),
        AuditColumn("justification", "Rests on"),
        AuditColumn("agreement", "Percent agreement", .percent),
        AuditColumn("ac1", "Gwet’s AC1", .figureWithLimits(2)),
      ],
      rows: rows,
      gaps: gaps
    )
  }

  private static func words(of justification: EdgeJustification) -> String {
    switch justification {
    case .expertDraft: "expert draft"
    case .twoMappersAgreed: "two mappers agreed"
    case .adjudicated: "adjudicated"
    case .publisherMapping: "publisher’s mapping"
    case .dataSupported: "supported by data"
    }
  }
}
