/// Wilcoxon's signed-rank test of change, with the matched rank-biserial correlation.
///
/// Pratt, "Remarks on Zeros and Ties in the Wilcoxon Signed Rank Procedures" (1959), ranks the
/// unchanged with the others and drops them afterwards; Wilcoxon (1945) drops them first. Kerby,
/// "The Simple Difference Formula" (2014), for the correlation.
package struct WilcoxonSignedRank: Hashable, Sendable {
  /// What is done with families that did not change.
  package enum Zeros: String, CaseIterable, Sendable {
    /// They are ranked and then dropped.
    case pratt
    /// They are dropped before ranking.
    case dropped = "dropZeros"
  }

  /// How many families there are.
  package let n: Int
  /// How many changed.
  package let changed: Int
  /// The sum of the ranks of those that rose.
  package let rankSumUp: Double
  /// The sum of the ranks of those that fell.
  package let rankSumDown: Double
  /// The normal deviate without continuity correction.
  package let z: Double
  /// Its two-sided chance.
  package let p: Double
  /// The normal deviate with a correction of one half.
  package let zCorrected: Double
  /// Its two-sided chance.
  package let pCorrected: Double
  /// The two-sided chance over all signs that the same ranks could have; `nil` beyond
  /// ``exactMax`` families that changed.
  package let pExact: Double?
  /// Ranks up less ranks down, as a share of all.
  package let rankBiserial: Double

  /// Up to so many families that changed the exact chance is reckoned.
  package static let exactMax = 60

  /// Tests changes.
  ///
  /// Differences are compared to nine decimals, so that equal changes between points such as 0.1 and
  /// 0.3 are ties.
  ///
  /// - Parameters:
  ///   - changes: Last less first, family by family.
  ///   - zeros: What is done with families that did not change.
  /// - Throws: ``UndefinedReason/noData`` without families,
  ///   ``UndefinedReason/noNonzeroDifferences`` when none changed.
  package init(_ changes: [Double], zeros: Zeros = .pratt) throws(UndefinedReason) {
    guard !changes.isEmpty else { throw .noData }
    let rounded = changes.map { ($0 * 1e9).rounded() }
    let ranked = zeros == .pratt ? rounded : rounded.filter { $0 != 0 }
    let ranks = RankCorrelation.midRanks(ranked.map(\.magnitude))
    var signed: [(rank: Double, isUp: Bool)] = []
    for (change, rank) in zip(ranked, ranks) where change != 0 {
      signed.append((rank, change > 0))
    }
    guard !signed.isEmpty else { throw .noNonzeroDifferences }
    var up = 0.0
    var down = 0.0
    var squares = 0.0
    for (rank, isUp) in signed {
      if isUp { up += rank } else { down += rank }
      squares += rank * rank
    }
    n = changes.count
    changed = signed.count
    rankSumUp = up
    rankSumDown = down
    rankBiserial = (up - down) / (up + down)
    let distance = up - (up + down) / 2
    let deviation = (squares / 4).squareRoot()
    let shift = distance == 0 ? 0 : distance > 0 ? 0.5 : -0.5
    z = distance / deviation
    zCorrected = (distance - shift) / deviation
    p = Self.twoSided(z)
    pCorrected = Self.twoSided(zCorrected)
    pExact =
      signed.count <= Self.exactMax ? Self.exact(signed.map { Int(2 * $0.rank) }, up: up) : nil
  }

  private static func twoSided(_ z: Double) -> Double {
    min(1, 2 * NormalDistribution.upperTail(z.magnitude))
  }

  /// The chance, with every sign as likely as the other, of a rank sum as far from its mean.
  ///
  /// Adds one family after the other to the distribution of the doubled rank sum, which is whole.
  private static func exact(_ doubled: [Int], up: Double) -> Double? {
    let total = doubled.reduce(0, +)
    guard total <= cellsMax else { return nil }
    var chances = Array(repeating: 0.0, count: total + 1)
    chances[0] = 1
    var reached = 0
    for rank in doubled {
      for sum in stride(from: reached, through: 0, by: -1) where chances[sum] > 0 {
        chances[sum] /= 2
        chances[sum + rank] += chances[sum]
      }
      reached += rank
    }
    // In fourths of a rank the distances are whole too, and compare without rounding.
    let distance = abs(2 * Int(2 * up) - total)
    var chance = 0.0
    for (sum, value) in chances.enumerated() where abs(2 * sum - total) >= distance {
      chance += value
    }
    return min(1, chance)
  }

  private static let cellsMax = 4_000_000
}
