/// The equipercentile function: which place on one scale has the same percentile rank as each point
/// of another.
///
/// Kolen and Brennan, "Test Equating, Scaling, and Linking" (2004), 2.5: the percentile rank of a
/// point is the share below it and half the share at it; its equivalent is the mean of the upper and
/// of the lower percentile point. Ranks are rounded to ten decimals before they are compared, so
/// that a tie in theory is a tie in the last digit too.
///
/// - Parameters:
///   - source: Families at each point of the source scale, counted or smoothed; none negative.
///   - target: The same for the target scale.
/// - Returns: For each source point its place on the target scale in positions from 0, from -0.5 to
///   half a point beyond the last; `nil` where a point has no rank of its own, below the first or
///   above the last score that anyone has, and everywhere when a scale has no families.
package func equipercentile(from source: [Double], to target: [Double]) -> [Double?] {
  let sourceTotal = source.reduce(0, +)
  let targetTotal = target.reduce(0, +)
  guard sourceTotal > 0, targetTotal > 0, sourceTotal.isFinite, targetTotal.isFinite
  else { return source.map { _ in nil } }
  var shares: [Double] = [0]
  shares.reserveCapacity(target.count + 1)
  var running = 0.0
  for count in target {
    running += count
    shares.append(roundedRank(running / targetTotal))
  }
  var below = 0.0
  return source.map { count in
    let rank = roundedRank((below + count / 2) / sourceTotal)
    below += count
    return percentilePoint(rank, shares: shares)
  }
}

/// Where a percentile rank lies; `shares` are the cumulative shares, beginning with 0.
private func percentilePoint(_ rank: Double, shares: [Double]) -> Double? {
  guard rank > 0, rank < 1,
    let above = shares.firstIndex(where: { $0 > rank }), above > 0,
    let below = shares.lastIndex(where: { $0 < rank }), below + 1 < shares.count
  else { return nil }
  let upper = Double(above) - 1.5 + fraction(rank, shares[above - 1], shares[above])
  let lower = Double(below) - 0.5 + fraction(rank, shares[below], shares[below + 1])
  return (upper + lower) / 2
}

private func fraction(_ rank: Double, _ low: Double, _ high: Double) -> Double {
  (rank - low) / (high - low)
}

private func roundedRank(_ rank: Double) -> Double { (rank * 1e10).rounded() / 1e10 }
