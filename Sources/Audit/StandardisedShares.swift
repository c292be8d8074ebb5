import Reconciliation
import WireFormat

/// The shares of two authorities as they would be if families began alike in both: directly
/// standardised to the bands in which the families of both began, taken together.
struct StandardisedShares {
  private let authorities: [String]
  private let strata: [Merged]
  private let merges: [[String]]

  /// Neighbouring bands that count as one.
  private struct Merged {
    var bands: ClosedRange<Int>
    var sides: [AuthorityComparison.Stratum]

    var name: String {
      bands.count == 1
        ? "\(bands.lowerBound)" : "\(bands.lowerBound)-\(bands.upperBound)"
    }

    var n: Int { sides.reduce(0) { $0 + $1.n } }
  }

  /// The least number of families of each side in a stratum.
  private static let minN = 5

  /// Merges what is too small: the first such stratum with the next one up, the last with the one
  /// below. `nil` when a side has no family.
  init?(_ sides: [AuthorityComparison.Side]) {
    var merges: [[String]] = []
    let bands = Set(sides.flatMap(\.strata.keys)).sorted()
    var strata = bands.map { band in
      Merged(
        bands: band...band,
        sides: sides.map { $0.strata[band] ?? AuthorityComparison.Stratum() }
      )
    }
    while strata.count > 1,
      let small = strata.firstIndex(where: { $0.sides.contains { $0.n < Self.minN } })
    {
      let below = small + 1 < strata.count ? small : small - 1
      let lower = strata[below]
      let upper = strata[below + 1]
      merges.append([lower.name, upper.name])
      strata[below] = Merged(
        bands: lower.bands.lowerBound...upper.bands.upperBound,
        sides: zip(lower.sides, upper.sides).map { one, other in
          AuthorityComparison.Stratum(n: one.n + other.n, improved: one.improved + other.improved)
        }
      )
      strata.remove(at: below + 1)
    }
    guard !strata.isEmpty, strata.allSatisfy({ $0.sides.allSatisfy { $0.n > 0 } }) else {
      return nil
    }
    authorities = sides.map(\.authority)
    self.strata = strata
    self.merges = merges
  }

  /// The section.
  var json: JSON {
    var members: [String: JSON] = [
      "strata": .array(strata.map { .string($0.name) }),
      "merged": .array(merges.map { .array($0.map { .string($0) }) }),
    ]
    let shares = authorities.indices.map { share(of: $0) }
    for (authority, share) in zip(authorities, shares) {
      members[authority] = [
        "share": .figure(share.interval.share), "nEff": .figure(share.size),
        "low": .figure(share.interval.low), "high": .figure(share.interval.high),
      ]
    }
    let difference = ShareDifference(shares[0].interval, shares[1].interval)
    members["difference"] = .figure(difference.value)
    members["low"] = .figure(difference.low)
    members["high"] = .figure(difference.high)
    return .object(members)
  }

  /// The standardised share of a side, and how many families would tell a crude share as well.
  private func share(of side: Int) -> (interval: ShareInterval, size: Double) {
    let total = Double(strata.reduce(0) { $0 + $1.n })
    var share = 0.0
    var variance = 0.0
    for stratum in strata {
      let weight = Double(stratum.n) / total
      let own = stratum.sides[side]
      let part = Double(own.improved) / Double(own.n)
      share += weight * part
      variance += weight * weight * part * (1 - part) / Double(own.n)
    }
    let crude = Double(strata.reduce(0) { $0 + $1.sides[side].n })
    let size = variance > 0 ? share * (1 - share) / variance : crude
    return (ShareInterval(share: share, size: size), size)
  }
}
