import Reconciliation
import WireFormat

/// The difference between the first two authorities in one outcome: crude, standardised to the bands
/// in which families began, and adjusted for the effect of their instruments.
struct AuthorityComparison {
  private let outcome: String
  private let sides: [Side]
  private let effect: EstimateWithLimits?
  private let isSameTool: Bool

  /// One of the two.
  struct Side {
    let authority: String
    let instrument: String
    /// Which way the outcome went, over paired episodes.
    let counts: OutcomeCounts
    /// The episodes with a direction, and those that improved, by the band in which they began.
    let strata: [Int: Stratum]
  }

  /// The episodes of one side that began in one band.
  struct Stratum: Hashable {
    var n = 0
    var improved = 0
  }

  /// Compares; `nil` when there are not two authorities with a main instrument that measures the
  /// outcome.
  init?(_ study: Study, _ effect: ToolEffectFigures?) {
    let policy = study.profile.policy
    let outcome = policy.comparisonOutcome
    let sides = study.profile.authorities.prefix(2).compactMap { Side($0, outcome, study) }
    guard sides.count == 2 else { return nil }
    self.outcome = outcome
    self.sides = sides
    let tools = sides.map(\.instrument)
    isSameTool = tools[0] == tools[1]
    // An effect is that of the first instrument against the second, whichever way round they stand.
    switch effect {
    case let effect? where tools == [effect.first, effect.second]: self.effect = effect.estimate
    case let effect? where tools == [effect.second, effect.first]:
      self.effect = effect.estimate.map {
        EstimateWithLimits(-$0.estimate, low: -$0.high, high: -$0.low)
      }
    default: self.effect = nil
    }
  }

  private var sentence: String {
    if isSameTool { return "same_tool" }
    return effect == nil ? ToolEffect.unknown : "adjusted_for_tool_effect"
  }

  /// The section.
  var json: JSON {
    let shares = sides.compactMap { EstimateWithLimits($0.counts.improvedShare) }
    let crude = shares.count == 2 ? shares[0].subtracting(shares[1]) : nil
    let adjusted = effect.flatMap { effect in crude?.subtracting(effect) }
    return [
      "outcome": .string(outcome),
      "first": sides[0].json,
      "second": sides[1].json,
      "crude": crude?.json ?? .null,
      "adjusted": isSameTool ? .null : adjusted?.json ?? .null,
      "sentence": .string(sentence),
      "standardised": StandardisedShares(sides)?.json ?? .null,
      "levelA": levelA,
    ]
  }

  private var levelA: JSON {
    var bands: [String: JSON] = [:]
    for (name, counts) in [("first", \OutcomeCounts.firstBands), ("last", \.lastBands)] {
      let one = sides[0].counts[keyPath: counts].thresholds
      let other = sides[1].counts[keyPath: counts].thresholds
      for (left, right) in zip(one, other) {
        let word = left.isDistinguishable(from: right) ? "different" : "not_distinguishable"
        bands["\(name)>=\(left.band)"] = .string(word)
      }
    }
    return .object(bands)
  }
}

extension AuthorityComparison.Side {
  init?(_ authority: String, _ outcome: String, _ study: Study) {
    guard let main = study.profile.policy.progress.mainInstrument(of: authority),
      let crosswalk = study.reference.crosswalks[main]?.usable,
      !crosswalk.primaryAreas(of: outcome).isEmpty
    else { return nil }
    let group = ProgressGroup(authority: authority, instrument: main, group: nil)
    let episodes = (study.progress.grouped(by: .all).first { $0.group == group }?.episodes ?? [])
      .map(\.progress)
    var strata: [Int: AuthorityComparison.Stratum] = [:]
    for episode in episodes where episode.status == .paired {
      let direction = episode.outcomes.first { $0.outcome == outcome }?.direction
      let bands = episode.pairedSubjects.flatMap(\.outcomes)
        .filter { $0.outcome == outcome }.compactMap { $0.bandFirst?.lo }
      guard let direction, let band = bands.min() else { continue }
      strata[band, default: AuthorityComparison.Stratum()].n += 1
      if direction == .improved {
        strata[band, default: AuthorityComparison.Stratum()].improved += 1
      }
    }
    self.init(
      authority: authority,
      instrument: main,
      counts: OutcomeCounts(
        group: group,
        perspective: nil,
        outcome: outcome,
        layer: "",
        isMeasured: true,
        episodes: episodes
      ),
      strata: strata
    )
  }

  fileprivate var json: JSON {
    var members = counts.improvedShare.fields
    members["authority"] = .string(authority)
    members["instrument"] = .string(instrument)
    return .object(members)
  }
}
