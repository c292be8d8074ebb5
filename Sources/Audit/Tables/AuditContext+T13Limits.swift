import Exports
import Instruments
import Reconciliation

extension AuditContext {
  /// T13: everything that cannot be compared, why, and what data would be needed.
  func limits(of tables: [AuditTable]) -> AuditTable {
    var seen: Set<AuditGap> = []
    var gaps: [AuditGap] = []
    for gap in laterGaps + standingGaps + tables.flatMap(\.gaps) where seen.insert(gap).inserted {
      gaps.append(gap)
    }
    for table in tables where table.hiddenCount > 0 {
      gaps.append(
        AuditGap(
          table: "T\(table.number)",
          code: "suppressed",
          subject: table.name,
          sentence: table.hiddenCount == 1
            ? "One figure is hidden because it rests on few families. Those who may see it find it "
              + "in the internal audit."
            : "\(table.hiddenCount) figures are hidden because they rest on few families. Those who "
              + "may see them find them in the internal audit."
        )
      )
    }
    return AuditTable(
      number: 13,
      name: "T13-limits",
      title: "What cannot be compared, and why",
      introduction:
        "This list is made from every refusal, gap and hidden figure of this audit. Each "
        + "sentence says what would be needed.",
      columns: [
        AuditColumn("table", "Table"), AuditColumn("subject", "What"),
        AuditColumn("reason", "Why, and what is needed"), AuditColumn("code", "Code"),
      ],
      rows: gaps.map {
        AuditRow(cells: [.text($0.table), .text($0.subject), .text($0.sentence), .text($0.code)])
      }
    )
  }

  /// Versions that were withdrawn after the moment of the figures.
  private var laterGaps: [AuditGap] {
    later.sentences.map { sentence in
      AuditGap(
        table: "all",
        code: "withdrawn_since",
        subject: "reference data of these figures",
        sentence: sentence
          + " The figures are as they were; ask for the audit as of now, and for the "
          + "restatement of the export, to see what changed."
      )
    }
  }

  /// Tools with a point at which some families have reached the end, which nothing records.
  private var endPointGaps: [AuditGap] {
    groups.compactMap { group, _ in
      let points = (pack(group.instrument)?.scales ?? []).compactMap(\.endPoint)
      guard let point = points.first else { return nil }
      return AuditGap(
        table: "T7",
        code: "no_agreed_end_point",
        subject: title(ofInstrument: group.instrument),
        sentence:
          "For some families point \(point) is the agreed end. Which families is not recorded, "
          + "so one that began there counts as having room to improve; the directions do not depend "
          + "on it. It would need the agreed end point of each family."
      )
    }
  }

  /// What no data of this study could change.
  private var standingGaps: [AuditGap] {
    var gaps = endPointGaps
    let words = Set(instruments.compactMap { study.reference.definitions.perspectives[$0] })
    if words.count > 1 {
      gaps.append(
        AuditGap(
          table: "T2",
          code: "different_perspectives",
          subject: words.sorted().joined(separator: ", "),
          sentence: "Parents, children and whole families are different informants. Their results "
            + "are told apart and never pooled; no data would change that."
        )
      )
    }
    let shared = mappedOutcomes.filter { entry in
      sides.allSatisfy { coverage($0.instrument, entry.outcome.id)?.primary.isEmpty == false }
    }
    if sides.count == 2 {
      let others = mappedOutcomes.count - shared.count
      gaps.append(
        AuditGap(
          table: "T2",
          code: "comparable_set",
          subject: "outcomes that both main tools measure",
          sentence: shared.isEmpty
            ? "There is none: the main tools have no outcome in common."
            : "Only \(shared.map { title(ofOutcome: $0.outcome.id) }.joined(separator: ", ")); the "
              + "other \(others) of the framework cannot be compared. It would need tools that are "
              + "about them in both authorities."
        )
      )
    }
    gaps.append(
      AuditGap(
        table: "T7",
        code: "no_family_score",
        subject: "one score for a family",
        sentence:
          "There is none, on purpose: outcomes are not added up, and points of a scale have "
          + "no known distance from each other."
      )
    )
    gaps.append(
      AuditGap(
        table: "T9",
        code: "no_cause",
        subject: "who does better work",
        sentence: "Nothing here says so. Families were not allotted by chance, and whatever is not "
          + "recorded before the first reading is not taken into account."
      )
    )
    return gaps
  }
}
