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

  /// Merges what is too small: the first such stratum with the next one up, the last with the one below.
  ///
  /// It is `nil` when a side has no family.
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
    let shares = authorities.indices.compactMap { share(of: $0) }
    guard shares.count == 2 else { return .null }
    for (authority, share) in zip(authorities, shares) {
      members[authority] = [
        "share": .figure(share.standardised),
        "nEff": .figure(share.effectiveSize),
        "low": .figure(share.limits.low), "high": .figure(share.limits.high),
      ]
    }
    let difference = shares[0].estimate.subtracting(shares[1].estimate)
    members["difference"] = .figure(difference.estimate)
    members["low"] = .figure(difference.low)
    members["high"] = .figure(difference.high)
    return .object(members)
  }

  private func share(of side: Int) -> StandardisedProportion? {
    try? StandardisedProportion(
      strata.map { stratum in
        let own = stratum.sides[side]
        return StandardisedProportion.Stratum(
          n: own.n,
          x: own.improved,
          weight: Double(stratum.n)
        )
      }
    )
  }
}
