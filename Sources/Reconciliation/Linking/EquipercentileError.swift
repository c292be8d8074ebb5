/// The large-sample standard error of an unsmoothed equipercentile link between two independent
/// samples.
///
/// Lord, "The Standard Error of Equipercentile Equating" (1982), as in Kolen and Brennan, "Test
/// Equating, Scaling, and Linking" (2004), 7.3. It holds for neither smoothed links nor families
/// scored with both tools; those have the bootstrap.
///
/// - Parameters:
///   - source: Members of the one sample at each point; none negative.
///   - target: Members of the other sample at each point.
/// - Returns: The standard error at each source point; `nil` where the link has no value.
package func equipercentileStandardErrors(
  from source: [Double],
  to target: [Double]
) -> [Double?] {
  let sourceSize = source.reduce(0, +)
  let targetSize = target.reduce(0, +)
  let links = equipercentile(from: source, to: target)
  guard sourceSize > 0, targetSize > 0 else { return links.map { _ in nil } }
  var shares: [Double] = []
  var running = 0.0
  for count in target {
    running += count
    shares.append(running / targetSize)
  }
  var below = 0.0
  return zip(source, links).map { count, link -> Double? in
    let rank = (below + count / 2) / sourceSize
    below += count
    guard link != nil, let upper = shares.firstIndex(where: { $0 > rank }) else { return nil }
    let lower = upper > 0 ? shares[upper - 1] : 0
    let width = shares[upper] - lower
    let sampling = rank * (1 - rank) * (sourceSize + targetSize) / (sourceSize * targetSize)
    let inside = (shares[upper] - rank) * (rank - lower) / (targetSize * width)
    return max(0, sampling - inside).squareRoot() / width
  }
}

/// How far a link between two independent samples moves when both are drawn anew.
///
/// As ``LinkBootstrap``, but each sample is drawn from itself, source first.
///
/// - Parameters:
///   - source: Members of the one sample at each point.
///   - target: Members of the other sample at each point.
///   - moments: How many moments a log-linear smoothing of each keeps; `nil` leaves them as drawn.
///   - replicates: How many draws are made.
///   - seed: Where the stream of SplitMix64 starts.
/// - Returns: The standard error at each source point; `nil` where fewer than two draws have a value.
package func equipercentileBootstrapErrors(
  from source: [Int],
  to target: [Int],
  moments: Int?,
  replicates: Int,
  seed: UInt64
) -> [Double?] {
  var generator = SplitMix64(seed: seed)
  func drawn(_ counts: [Int]) -> [Double]? {
    let members = counts.enumerated().flatMap {
      Array(repeating: $0.offset, count: max(0, $0.element))
    }
    guard !members.isEmpty else { return nil }
    var drawn = Array(repeating: 0.0, count: counts.count)
    for _ in members.indices { drawn[members[generator.index(below: members.count)]] += 1 }
    guard let moments else { return drawn }
    return LinkSmoothing.univariate(drawn, moments: moments)?.fitted
  }
  var columns = Array(repeating: [Double](), count: source.count)
  for _ in 0..<min(max(0, replicates), LinkBootstrap.replicatesMax) {
    guard let from = drawn(source), let to = drawn(target) else { continue }
    for (point, value) in equipercentile(from: from, to: to).enumerated() {
      if let value { columns[point].append(value) }
    }
  }
  return columns.map { Moments($0).standardDeviation }
}
