import Casework
package import Instruments
package import WireFormat

/// Which readings make a pair and what counts as measured: all of it policy, none of it code.
package struct ProgressPolicy: Hashable, Sendable {
  /// The id.
  package var id: String
  /// The version.
  package var version: String
  /// How many days before the opening a first reading may lie.
  package var baselineBeforeDays: Int
  /// How many days after the opening a first reading may lie.
  package var baselineWindowDays: Int
  /// How many days must lie between the first and the last reading, at least.
  package var minGapDays: Int
  /// How many days after the closing a last reading may lie.
  package var afterEndDays: Int
  /// What becomes of readings that were scored later for an earlier date.
  package var retrospective: RetrospectivePolicy
  /// How much of an outcome's weight must have a pair of scores, in millionths.
  package var minCoveragePerMillion: Int
  /// What *no issue* counts as, whatever the instrument's own policy says.
  package var noIssuePolicy: NoIssuePolicy
  /// The common framework.
  package var framework: FrameworkKey
  /// The instrument by which each authority is judged: its id by the authority's title.
  package var mainInstrument: [String: String]

  /// The policy that the partnership starts with.
  package static let standard = ProgressPolicy(
    id: "progress",
    version: "1",
    baselineBeforeDays: 14,
    baselineWindowDays: 42,
    minGapDays: 28,
    afterEndDays: 28,
    retrospective: .exclude,
    minCoveragePerMillion: 500_000,
    noIssuePolicy: .exclude,
    framework: FrameworkKey(id: "cp-early-help-2021", version: "0.1.0-proposed"),
    mainInstrument: [
      "Peterborough": "family-star-plus", "Cambridgeshire": "map-assumed",
    ]
  )

  /// How much of an outcome's weight must have a pair of scores, in whole hundredths.
  package var minCoveragePercent: Int {
    get { minCoveragePerMillion / 10_000 }
    set { minCoveragePerMillion = newValue * 10_000 }
  }

  /// The same policy with *no issue* counted as the best point, for the sensitivity table.
  package var withNoIssueAsTop: ProgressPolicy {
    var policy = self
    policy.noIssuePolicy = .top
    return policy
  }

  /// The policy as a file holds it.
  package var json: JSON {
    [
      "id": .string(id),
      "version": .string(version),
      "baselineBeforeDays": .int(Int64(baselineBeforeDays)),
      "baselineWindowDays": .int(Int64(baselineWindowDays)),
      "minGapDays": .int(Int64(minGapDays)),
      "afterEndDays": .int(Int64(afterEndDays)),
      "retrospective": .string(retrospective.rawValue),
      "minCoveragePercent": .int(Int64(minCoveragePercent)),
      "noIssuePolicy": .string(noIssuePolicy.rawValue),
      "framework": ["id": .string(framework.id), "version": .string(framework.version)],
      "mainInstrument": .object(mainInstrument.mapValues(JSON.string)),
    ]
  }

  /// SHA-256 of the canonical JSON of ``json``.
  package var contentHash: String { Reconciliation.contentHash(of: json) }
}

/// What becomes of retrospective readings.
package enum RetrospectivePolicy: String, CaseIterable, Sendable {
  /// They are kept and exported and make no pair.
  case exclude
  /// They count like any other.
  case include
}

extension ProgressPolicy {
  /// The instrument that an authority is judged by, however its title is spelt.
  package func mainInstrument(of authority: String) -> String? {
    if let main = mainInstrument[authority] { return main }
    let code = Authority.code(ofTitle: authority)
    return mainInstrument.sorted { $0.key < $1.key }
      .first { Authority.code(ofTitle: $0.key) == code }?.value
  }
}
