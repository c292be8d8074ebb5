import Instruments
import Intake
import Reconciliation
import WireFormat

/// The links of the pairs of areas that a study lists, from families scored with both instruments.
///
/// A link says which score of one instrument stands where a score of the other stands, for groups of
/// families only. Places on a scale run from its worst to its best point, and are told as numbers of
/// that scale rising with improvement, whichever way its own numbers run.
struct LinkFigures {
  private let study: Study
  private let instruments: [String]
  private let families: [StudyScores]
  /// How many rows, of any occasion, lie too far apart in time.
  private let tooFarApart: Int

  /// Finds the families of the first study with both instruments, at their first occasion; `nil` when
  /// there is no such study.
  init?(_ study: Study) {
    guard let source = study.profile.mapping.sources.first(where: { $0.kind == .dual }),
      source.pair.count == 2
    else { return nil }
    let rows = study.rows(.dual).filter { $0.row.file == source.file }
    let timely = rows.filter { scores in
      guard let one = scores.day("date"), let other = scores.day("date2") else { return false }
      return abs(one - other) <= study.profile.policy.dualMaxDays
    }
    let first = rows.parts.first
    families = timely.filter { $0.row.part == first }
    tooFarApart = rows.count - timely.count
    instruments = source.pair
    self.study = study
  }

  /// The section.
  var json: JSON {
    let policy = study.profile.policy
    let excluded = tooFarApart > 0 ? ["more_than_\(policy.dualMaxDays)_days": tooFarApart] : [:]
    return [
      "design": "single_group", "excluded": .counts(excluded),
      "seed": Int64(exactly: policy.bootstrapSeed).map { .int($0) }
        ?? .string("\(policy.bootstrapSeed)"),
      "replicates": .count(policy.bootstrapReplicates), "note": "group-level only",
      "links": .object(
        Dictionary(policy.linkPairs.map { ($0.id, link($0)) }) { first, _ in first }
      ),
    ]
  }

  /// The columns over whose groups a link must be the same.
  private static let groupings = ["authority", "ageBand", "tier"]

  private func link(_ pair: LinkPair) -> JSON {
    guard let source = LinkScale(instruments[0], pair.source, study),
      let target = LinkScale(instruments[1], pair.target, study)
    else { return .null }
    let scores = families.compactMap { scores -> DualScore? in
      guard let one = scores.code(instruments[0], pair.source).flatMap(source.position),
        let other = scores.code(instruments[1], pair.target).flatMap(target.position)
      else { return nil }
      let rater = scores.value("rater")
      return DualScore(
        source: one,
        target: other,
        rater: rater,
        isSameRater: rater == scores.value("rater2"),
        groups: Dictionary(Self.groupings.map { ($0, scores.value($0)) }) { first, _ in first }
      )
    }
    let link = LinkStudy(
      scores,
      sourcePoints: source.axis.values.count,
      targetPoints: target.axis.values.count,
      relationship: pair.relationship,
      isSignedOff: pair.crosswalkState.isSignedOff,
      groupings: Self.groupings,
      policy: LinkPolicy(
        replicates: study.profile.policy.bootstrapReplicates,
        seed: study.profile.policy.bootstrapSeed
      )
    )
    var members: [String: JSON] = [
      "areas": [.string(pair.source), .string(pair.target)],
      "relationship": .string(pair.relationship.rawValue),
      "n": .count(link.counts.total),
      "status": .string(link.gate.status.rawValue),
      "reasons": .array(link.gate.reasons.map { .string($0.rawValue) }),
    ]
    if LinkGate.permitsLinking(pair.relationship) {
      members.merge(link.members(from: source, to: target)) { first, _ in first }
    }
    return .object(members)
  }
}
