/// How many episodes made positive progress, of one authority, instrument and group.
///
/// *Positive* means that at least one outcome of the headline layer improved and none declined;
/// *mixed* is neither. *Strictly positive* allows no mixed outcome either, the rule of the Child
/// Outcomes Research Consortium. *Negative* means that at least one declined and none improved.
package struct PositiveCounts: Hashable, Sendable {
  /// What the row is about.
  package let group: ProgressGroup
  /// How many episodes closed, paired or not.
  package let closed: Int
  /// How many are paired; those without a measurable outcome are among them, as not positive.
  package let paired: Int
  /// How many paired ones had room to improve: in an outcome of the layer that could be measured, a
  /// primary area that both readings score stood below the best unit at the first.
  package let withRoom: Int
  /// The positive ones.
  package let positive: Int
  /// The strictly positive ones.
  package let strictPositive: Int
  /// The negative ones.
  package let negative: Int
  /// The positive ones of those with room.
  package let positiveWithRoom: Int
  /// The strictly positive ones of those with room.
  package let strictPositiveWithRoom: Int
  /// The negative ones of those with room.
  package let negativeWithRoom: Int
}

extension Progress {
  /// Counts positive progress over the outcomes of one layer, in the order of authorities and
  /// instruments.
  ///
  /// - Parameters:
  ///   - layer: The id of the headline layer.
  ///   - grouping: How to split the rows.
  /// - Returns: A row for each authority, instrument and group that has an episode.
  package func positiveCounts(
    layer: String,
    by grouping: ProgressGrouping = .all
  ) -> [PositiveCounts] {
    grouped(by: grouping).map { group, episodes in
      let paired = episodes.map(\.progress).filter { $0.status == .paired }
        .map { Headline($0, layer: layer) }
      let roomy = paired.filter(\.hasRoom)
      return PositiveCounts(
        group: group,
        closed: episodes.count,
        paired: paired.count,
        withRoom: roomy.count,
        positive: paired.count(where: \.isPositive),
        strictPositive: paired.count(where: \.isStrictlyPositive),
        negative: paired.count(where: \.isNegative),
        positiveWithRoom: roomy.count(where: \.isPositive),
        strictPositiveWithRoom: roomy.count(where: \.isStrictlyPositive),
        negativeWithRoom: roomy.count(where: \.isNegative)
      )
    }
  }
}

/// What the outcomes of one layer say about one paired episode together.
private struct Headline {
  let isPositive: Bool
  let isStrictlyPositive: Bool
  let isNegative: Bool
  let hasRoom: Bool

  init(_ episode: InstrumentProgress, layer: String) {
    let directions = episode.outcomes.filter { $0.layer == layer }.compactMap(\.direction)
    let isUp = directions.contains(.improved)
    let isDown = directions.contains(.declined)
    isPositive = isUp && !isDown
    isStrictlyPositive = isPositive && !directions.contains(.mixed)
    isNegative = isDown && !isUp
    hasRoom = episode.pairedSubjects.flatMap(\.outcomes).contains { outcome in
      outcome.layer == layer && outcome.status == .ok && outcome.hasRoom
    }
  }
}
