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

extension EstimateWithLimits {
  /// A difference with the limits of its interval.
  var json: JSON {
    ["difference": .figure(estimate), "low": .figure(low), "high": .figure(high)]
  }
}
