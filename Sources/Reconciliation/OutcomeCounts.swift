package import Casework

/// Which way one outcome went, over the paired episodes of one authority, instrument and group.
package struct OutcomeCounts: Hashable, Sendable {
  /// What the row is about.
  package let group: ProgressGroup
  /// Whom the instrument is about; perspectives are never added up.
  package let perspective: Subject?
  /// The outcome's id.
  package let outcome: String
  /// The id of its layer.
  package let layer: String
  /// Whether the instrument has a primary source for it; when not, no number here means anything.
  package let isMeasured: Bool
  /// How many episodes are paired.
  package let paired: Int
  /// How many episodes went each way; every direction is there.
  package let directions: [OutcomeDirection: Int]
  /// How many episodes have too little coverage.
  package let insufficientCoverage: Int
  /// How many episodes have no area that applies.
  package let notApplicable: Int
  /// The bands at the first reading, over subjects.
  package let firstBands: BandCounts
  /// The bands at the last reading, over subjects.
  package let lastBands: BandCounts

  /// How many have a direction: the denominator of every share.
  package var n: Int { directions.values.reduce(0, +) }

  /// The share that improved.
  package var improvedShare: Proportion { share(.improved) }

  /// The share that declined.
  package var declinedShare: Proportion { share(.declined) }

  /// The share that declined when mixed counts as declined.
  package var declinedStrictShare: Proportion {
    Proportion(x: (directions[.declined] ?? 0) + (directions[.mixed] ?? 0), n: n)
  }

  /// Improved minus declined; mixed is neither.
  package var net: NetImprovement {
    NetImprovement(up: directions[.improved] ?? 0, down: directions[.declined] ?? 0, n: n)
  }

  private func share(_ direction: OutcomeDirection) -> Proportion {
    Proportion(x: directions[direction] ?? 0, n: n)
  }
}

extension Progress {
  /// Counts outcomes, in the order of authorities and instruments and the framework's own order.
  ///
  /// An outcome that an instrument does not measure has one row, and none when the rows are split.
  package func outcomeCounts(by grouping: ProgressGrouping = .all) -> [OutcomeCounts] {
    let outcomes = outcomesByInstrument
    return grouped(by: grouping).flatMap { group, episodes in
      let listed = outcomes[InstrumentOfAuthority(group)] ?? []
      return listed.filter { $0.isMeasured || grouping == .all }.map { outcome in
        OutcomeCounts(
          group: group,
          perspective: subjects[group.instrument],
          outcome: outcome.outcome,
          layer: outcome.layer,
          isMeasured: outcome.isMeasured,
          episodes: episodes.map(\.progress)
        )
      }
    }
  }

  /// The outcomes of each instrument of an authority, whether or not a group has a pair.
  private var outcomesByInstrument: [InstrumentOfAuthority: [ListedOutcome]] {
    var listed: [InstrumentOfAuthority: [ListedOutcome]] = [:]
    for (group, episodes) in grouped(by: .all) {
      let all = episodes.flatMap(\.progress.outcomes)
      let measured = Set(all.filter { $0.status != .notMeasured }.map(\.outcome))
      let order = episodes.map(\.progress.outcomes).first { !$0.isEmpty } ?? []
      listed[InstrumentOfAuthority(group)] = order.map {
        ListedOutcome(
          outcome: $0.outcome,
          layer: $0.layer,
          isMeasured: measured.contains($0.outcome)
        )
      }
    }
    return listed
  }
}

private struct InstrumentOfAuthority: Hashable {
  let authority: String
  let instrument: String

  init(_ group: ProgressGroup) {
    authority = group.authority
    instrument = group.instrument
  }
}

private struct ListedOutcome {
  let outcome: String
  let layer: String
  let isMeasured: Bool
}

extension OutcomeCounts {
  /// Counts one outcome over episodes of one authority, instrument and group.
  ///
  /// - Parameters:
  ///   - group: What the row is about.
  ///   - perspective: Whom the instrument is about.
  ///   - outcome: The outcome's id.
  ///   - layer: The id of its layer.
  ///   - isMeasured: Whether the instrument has a primary source for it.
  ///   - all: The episodes; those without a pair are not counted.
  package init(
    group: ProgressGroup,
    perspective: Subject?,
    outcome: String,
    layer: String,
    isMeasured: Bool,
    episodes all: [InstrumentProgress]
  ) {
    let episodes = all.filter { $0.status == .paired }
    let combined = episodes.compactMap { episode in
      episode.outcomes.first { $0.outcome == outcome }
    }
    let subjects = episodes.flatMap(\.pairedSubjects).compactMap { subject in
      subject.outcomes.first { $0.outcome == outcome }
    }
    var directions = Dictionary(uniqueKeysWithValues: OutcomeDirection.allCases.map { ($0, 0) })
    for direction in combined.compactMap(\.direction) { directions[direction, default: 0] += 1 }
    self.group = group
    self.perspective = perspective
    self.outcome = outcome
    self.layer = layer
    self.isMeasured = isMeasured
    paired = episodes.count
    self.directions = directions
    insufficientCoverage = combined.count { $0.status == .insufficientCoverage }
    notApplicable = combined.count { $0.status == .notApplicable }
    firstBands = BandCounts(subjects.compactMap(\.bandFirst))
    lastBands = BandCounts(subjects.compactMap(\.bandLast))
  }
}
