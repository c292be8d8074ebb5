import Intake
import Reconciliation
package import WireFormat

/// The aggregates of a study: counts, shares with their limits, and refusals; no person's record.
///
/// Names of members are fixed; below them stand the study's own authorities, instruments, areas and
/// outcomes. Shares and limits have six decimals, `null` is what cannot be computed, and the same
/// study gives the same bytes.
package struct Aggregates: Sendable {
  /// Everything, by section.
  package let json: JSON

  /// Computes the aggregates of a study.
  package init(_ study: Study) {
    let headlines = HeadlineFigures(study)
    let noise = NoiseFloorFigures.all(study)
    let effect = ToolEffectFigures(study)
    json = [
      "schema": "early-help-reference/1",
      "labels": Self.labels(study),
      "policy": study.profile.policy.json,
      "import": Self.intake(study),
      "crosswalks": Self.crosswalks(study),
      "authorities": .object(
        Dictionary(study.profile.authorities.map { ($0, AuthorityFigures($0, study).json) }) {
          first,
          _ in first
        }
      ),
      "pairing": headlines.pairing,
      "areas": headlines.areas,
      "outcomes": headlines.outcomes,
      "attritionBaselineBand": headlines.attrition,
      "positiveProgress": headlines.positiveProgress,
      "noiseFloor": .object(noise.mapValues(\.json)),
      "toolEffect": effect?.json ?? .null,
      "crossAuthority": AuthorityComparison(study, effect)?.json ?? .null,
      "link": LinkFigures(study)?.json ?? .null,
      "release": ReleaseFigures(study).json,
      "tolerance": Self.tolerance,
    ]
  }

  /// How closely another computation of the same study should agree: counts and texts exactly, a
  /// number with decimals within its last one, and what an iteration or a bootstrap gives a little
  /// less closely.
  private static let tolerance: JSON = [
    "counts": 0, "shares_limits": .number(1e-6), "link.values": .number(1e-6),
    "link.deviance_bic": .number(1e-5), "link.bootstrap_se_limits": .number(1e-5),
    "strings": "exact",
  ]

  /// The words that must stand on every output of the study.
  private static func labels(_ study: Study) -> JSON {
    let used = study.reference.crosswalks.values.compactMap(\.usable)
    let isSignedOff = !used.isEmpty && used.allSatisfy(\.state.isSignedOff)
    return [
      "crosswalkState": isSignedOff ? "APPROVED" : "PROPOSED",
      "mapDefinition": .text(study.reference.assumptionNotice),
      "level": "A/B unless stated",
      "data": .string(study.profile.policy.dataLabel),
    ]
  }

  private static func intake(_ study: Study) -> JSON {
    var files: [String: JSON] = [:]
    for report in study.intake.files {
      var counts: [String: JSON] = [
        "rows": .count(report.rowCount), "byReason": .counts(report.reasonCounts),
      ]
      for (disposition, count) in report.allCounts { counts[disposition.rawValue] = .count(count) }
      files[report.source] = .object(counts)
    }
    return .object(files)
  }

  private static func crosswalks(_ study: Study) -> JSON {
    let outcomes = study.reference.framework?.mappableLayers.flatMap(\.outcomes).map(\.id) ?? []
    return .object(
      study.reference.crosswalks.mapValues { crosswalk in
        let draft = crosswalk.draft
        return [
          "status": .string(crosswalk.problems.isEmpty ? draft.state.rawValue : "refused"),
          "id": .string(draft.id), "version": .string(draft.version),
          "problems": .array(crosswalk.problems.map { .string($0.code) }),
          "primaryAreas": .object(
            Dictionary(
              outcomes.map { outcome in
                let areas = draft.crosswalk?.primaryAreas(of: outcome) ?? []
                return (outcome, .array(areas.map { .string($0) }))
              }
            ) { first, _ in first }
          ),
        ]
      }
    )
  }
}
