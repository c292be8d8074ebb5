import Reconciliation
import WireFormat

extension JSON {
  /// A count.
  static func count(_ number: Int) -> JSON { .int(Int64(number)) }

  /// A number with six decimals; `null` for none, and for one that is not finite.
  static func figure(_ number: Double?) -> JSON {
    guard let number, number.isFinite else { return .null }
    let scaled = (number * 1_000_000).rounded()
    return .number(scaled.isFinite ? scaled / 1_000_000 : number)
  }

  /// Text, or `null`.
  static func text(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }

  /// Counts by name.
  static func counts(_ counts: [String: Int]) -> JSON { .object(counts.mapValues { .count($0) }) }
}

extension Proportion {
  /// `n`, `x`, `share` and the limits of its interval.
  var json: JSON { .object(fields) }

  /// The members of ``json``.
  var fields: [String: JSON] {
    [
      "n": .count(n), "x": .count(x), "share": .figure(share), "low": .figure(low),
      "high": .figure(high),
    ]
  }
}

extension NetImprovement {
  /// The counts, the raw difference, the adjusted estimate and the limits of its interval.
  var json: JSON {
    [
      "n": .count(n), "up": .count(up), "down": .count(down), "raw": .figure(raw),
      "estimate": .figure(estimate), "low": .figure(low), "high": .figure(high),
    ]
  }
}

extension [Int] {
  /// Quantiles by linear interpolation between order statistics, type 7 of Hyndman and Fan,
  /// "Sample quantiles in statistical packages" (1996).
  ///
  /// - Parameter shares: Shares from 0 to 1.
  /// - Returns: A quantile for each share; none when there is no number.
  func quantiles(_ shares: [Double]) -> [Double] {
    let sorted = self.sorted()
    guard let last = sorted.indices.last else { return [] }
    return shares.map { share in
      let place = Double(last) * Swift.min(Swift.max(share, 0), 1)
      let below = Int(place)
      let above = Swift.min(below + 1, last)
      let fraction = place - Double(below)
      return Double(sorted[below]) + fraction * (Double(sorted[above]) - Double(sorted[below]))
    }
  }
}
