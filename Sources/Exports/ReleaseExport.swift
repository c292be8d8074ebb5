import Casework
import Instruments
package import Reconciliation
import WireFormat

/// The export set `release`: which way the common outcomes went, by district, for readers outside the
/// partnership; small numbers are hidden under the policy in force.
package struct ReleaseExport {
  /// The name of the set.
  package static let set = "release"
  /// What stands in the place of a hidden number, for people.
  package static let hiddenSign = "[c]"

  /// The families behind each row, for the comparison with earlier releases.
  package let cohort: ReleasedCohort
  private let progress: Progress
  private let policy: DisclosurePolicyVersion
  private let context: ExportContext
  private let rows: [Row]

  /// One district or one whole authority, with one instrument and one outcome.
  private struct Row {
    let group: ProgressGroup
    let grouping: ProgressGrouping
    let outcome: String
    let counts: [Int?]
    let percents: [Int?]
    let total: Int?
    let needsCare: Bool
    let basis: CrosswalkBasis?
  }

  /// Makes the set.
  ///
  /// - Parameters:
  ///   - progress: The figures.
  ///   - policy: The policy in force.
  ///   - context: What else the manifest names.
  package init(progress: Progress, policy: DisclosurePolicyVersion, context: ExportContext) {
    self.progress = progress
    self.policy = policy
    self.context = context
    let reference = ReconciledReference(progress)
    let counts = progress.outcomeCounts(by: .district).filter(\.isMeasured)
    let tables = Dictionary(grouping: counts) { row in
      [row.group.authority, row.group.instrument, row.layer, row.outcome]
    }
    rows = tables.sorted { $0.key.lexicographicallyPrecedes($1.key) }.flatMap { _, districts in
      Self.rows(districts, policy.rule, reference)
    }
    cohort = ReleasedCohort(of: progress)
  }

  /// The districts of an authority and, as their columns' totals, the authority: one table, so that no
  /// hidden number of a district can be reckoned out of the authority's.
  private static func rows(
    _ districts: [OutcomeCounts],
    _ rule: DisclosureRule,
    _ reference: ReconciledReference
  ) -> [Row] {
    let counts = districts.map { row in
      OutcomeDirection.allCases.map { row.directions[$0] ?? 0 }
    }
    guard let first = districts.first, let table = try? CountTable(counts),
      let released = released(table, under: rule)
    else { return [] }
    let whole = ProgressGroup(
      authority: first.group.authority,
      instrument: first.group.instrument,
      group: nil
    )
    let total = Row(
      group: whole,
      grouping: .all,
      outcome: first.outcome,
      counts: released.columnTotals,
      percents: released.columnTotals.map { cell in
        guard let cell, let all = released.grandTotal, all > 0 else { return nil }
        return (200 * cell + all) / (2 * all)
      },
      total: released.grandTotal,
      needsCare: (released.grandTotal ?? 0) < released.policy.careBelow,
      basis: reference.basis(of: whole, by: .all)
    )
    return [total]
      + districts.enumerated().map { index, row in
        Row(
          group: row.group,
          grouping: .district,
          outcome: row.outcome,
          counts: released.cells[index],
          percents: released.rowPercents[index],
          total: released.rowTotals[index],
          needsCare: released.rowNeedsCare[index],
          basis: reference.basis(of: row.group, by: .district)
        )
      }
  }

  /// The files.
  package var folder: ExportFolder {
    let table = ExportTable("outcomes", columns: columns, rows: rows)
    let tables = [table]
    let files = (tables + [.dictionary(of: tables)]).map(\.file)
    let manifest: JSON = [
      "set": .string(Self.set), "generatedBy": .string(context.generatedBy),
      "asOf": ["seq": .int(context.asOfSeq)], "epoch": .string(context.epoch),
      "from": progress.from.map { .string($0.description) } ?? .null,
      "to": progress.to.map { .string($0.description) } ?? .null,
      "disclosure": [
        "id": .string(policy.id), "version": .string(policy.version),
        "rule": .string(policy.rule.rawValue), "title": .string(policy.title),
        "contentHash": .string(contentHash(of: policy.json)),
      ],
      "crosswalks": .array(
        progress.crosswalksUsed.map { crosswalk in
          [
            "name": .string(crosswalk.name), "label": .string(crosswalk.label),
            "contentHash": .string(crosswalk.contentHash),
          ]
        }
      ),
      "files": .manifestEntries(of: files),
      "notes": .array(notes.map { .string($0) }),
    ]
    return ExportFolder(
      files: files + [
        ExportFile(name: "manifest.json", bytes: Array((manifest.pretty + "\n").utf8))
      ]
    )
  }

  private var notes: [String] {
    [
      "\(Self.hiddenSign) stands for a number that is hidden under the policy \(policy.title).",
      "Percentages are whole and of rounded counts: a true 29 % may read 33 %.",
      "Totals are rounded from true totals and need not be the sum of what is shown.",
      "Different tools: how much of a difference between two instruments is the tool's own is unknown.",
    ] + Set(progress.packsNamed.compactMap(\.assumptionNotice)).sorted()
  }

  private var columns: [TableColumn<Row>] {
    @Sendable func shown(_ number: Int?) -> String { number.map { String($0) } ?? Self.hiddenSign }
    let directions = OutcomeDirection.allCases.enumerated().flatMap { index, direction in
      [
        TableColumn<Row>(
          direction.rawValue,
          .text,
          "Families whose outcome is \(direction.rawValue), or \(Self.hiddenSign)"
        ) { shown($0.counts[index]) },
        TableColumn<Row>(
          "\(direction.rawValue)_percent",
          .text,
          "Whole percent of the rounded total; empty where either is hidden or the total zero"
        ) { $0.percents[index].map { String($0) } },
      ]
    }
    return [
      TableColumn("authority", .text, "Authority that holds the families") { $0.group.authority },
      TableColumn("grouping", .code, "all or district") { $0.grouping.rawValue },
      TableColumn("district", .text, "The district; empty for all") { $0.group.group },
      TableColumn("instrument", .code, "Id of the instrument; never added up with another") {
        $0.group.instrument
      },
      TableColumn("outcome", .code, "Id of the outcome; outcomes are never added up") {
        $0.outcome
      },
      TableColumn("crosswalk", .code, "Crosswalks behind the figures, id@version") {
        $0.basis?.names
      },
      TableColumn("crosswalk_state", .code, "PROPOSED until both authorities have signed it off") {
        $0.basis?.state
      },
      TableColumn("total", .text, "Families with a direction, or \(Self.hiddenSign)") {
        shown($0.total)
      },
    ] + directions + [
      TableColumn("interpret_with_care", .flag, "The row rests on fewer than 20 families") {
        flag($0.needsCare)
      }
    ]
  }
}
