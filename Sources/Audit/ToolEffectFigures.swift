import Instruments
import Intake
import Reconciliation
import WireFormat

/// How much more often one instrument says *improved* than another about the same families.
struct ToolEffectFigures {
  /// The rows of ``table``.
  let first: String
  /// Its columns.
  let second: String
  /// The outcome.
  let outcome: String
  /// How many families have both outcomes, by the direction of each.
  let table: [[AuditedDirection: Int]]
  /// How many families were scored with both in time and lack an outcome.
  let notBothMeasured: Int
  /// How many families it needs.
  let minN: Int

  /// Counts the families of the first study with both instruments; `nil` when there is none.
  init?(_ study: Study) {
    let policy = study.profile.policy
    guard let source = study.profile.mapping.sources.first(where: { $0.kind == .dual }),
      source.pair.count == 2
    else { return nil }
    let rows = study.rows(.dual).filter { $0.row.file == source.file }
    let parts = rows.parts
    first = source.pair[0]
    second = source.pair[1]
    outcome = policy.comparisonOutcome
    minN = policy.toolEffectMinN
    var table = Array(
      repeating: Dictionary(uniqueKeysWithValues: AuditedDirection.allCases.map { ($0, 0) }),
      count: AuditedDirection.allCases.count
    )
    var notBothMeasured = 0
    for family in rows.families {
      guard let pair = Occasions(family, parts, policy) else { continue }
      let measured = source.pair.map { instrument in
        pair.first.direction(instrument, of: pair.first.areas(instrument, to: pair.second))
      }
      guard let one = measured[0], let other = measured[1] else {
        notBothMeasured += 1
        continue
      }
      table[AuditedDirection(one).place][AuditedDirection(other), default: 0] += 1
    }
    self.table = table
    self.notBothMeasured = notBothMeasured
  }

  /// How many families have both outcomes.
  var n: Int { table.reduce(0) { $0 + $1.values.reduce(0, +) } }

  /// The effect; `nil` without families.
  private var effect: ToolEffect? {
    let cells = AuditedDirection.allCases.map { row in
      AuditedDirection.allCases.map { table[row.place][$0] ?? 0 }
    }
    return JointCounts(cells).flatMap { try? ToolEffect($0) }
  }

  /// The difference, first minus second, with its limits; `nil` below the least number of families.
  var estimate: EstimateWithLimits? {
    guard n >= minN, let effect = effect?.effect, let raw = effect.raw, let low = effect.low,
      let high = effect.high
    else { return nil }
    return EstimateWithLimits(raw, low: low, high: high)
  }

  /// The section.
  var json: JSON {
    let estimate = estimate
    let agreed = effect.map { Double($0.sameDirection) / Double($0.n) }
    let rows = AuditedDirection.allCases.map { row in
      let counts = Dictionary(table[row.place].map { ($0.rawValue, $1) }) { first, _ in first }
      return (row.rawValue, JSON.counts(counts))
    }
    var members: [String: JSON] = [
      "outcome": .string(outcome), "nDual": .count(n),
      "excludedNotBothMeasured": .count(notBothMeasured),
      "table_rows_\(first)_cols_\(second)": .object(Dictionary(rows) { first, _ in first }),
      "status": estimate == nil ? "refused" : "ok",
      "tau": .figure(estimate?.estimate), "low": .figure(estimate?.low),
      "high": .figure(estimate?.high), "exactAgreement": .figure(estimate.flatMap { _ in agreed }),
    ]
    if estimate == nil { members["sentence"] = .string(ToolEffect.unknown) }
    return .object(members)
  }

  /// Two occasions of one family, both with both instruments in time.
  private struct Occasions {
    let first: StudyScores
    let second: StudyScores

    init?(_ family: [StudyScores], _ parts: [String], _ policy: StudyPolicy) {
      guard parts.count > 1, let first = family.first(where: { $0.row.part == parts[0] }),
        let second = family.first(where: { $0.row.part == parts[1] }),
        let oneBefore = first.day("date"), let oneAfter = second.day("date"),
        let otherBefore = first.day("date2"), let otherAfter = second.day("date2"),
        abs(oneBefore - otherBefore) <= policy.dualMaxDays,
        abs(oneAfter - otherAfter) <= policy.dualMaxDays,
        oneAfter - oneBefore >= policy.progress.minGapDays,
        otherAfter - otherBefore >= policy.progress.minGapDays
      else { return nil }
      self.first = first
      self.second = second
    }
  }
}

/// A direction as tables print it: *maintained at the top* is *maintained*, *mixed* stays apart.
enum AuditedDirection: String, CaseIterable {
  case improved, maintained, declined, mixed

  init(_ direction: OutcomeDirection) {
    self =
      switch direction {
      case .improved: .improved
      case .maintained, .maintainedAtTop: .maintained
      case .declined: .declined
      case .mixed: .mixed
      }
  }

  /// Its row in a table.
  var place: Int {
    switch self {
    case .improved: 0
    case .maintained: 1
    case .declined: 2
    case .mixed: 3
    }
  }
}
