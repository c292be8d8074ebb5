import Foundation

/// Measured times of one thing, with the bar it is held to.
struct Figure {
  let title: String
  let unit: String
  /// The highest value that is good enough.
  let bar: Double
  private(set) var values: [Double] = []

  init(_ title: String, unit: String, bar: Double) {
    self.title = title
    self.unit = unit
    self.bar = bar
  }

  mutating func add(_ value: Double) {
    values.append(value)
  }

  /// The value below which a share of the measurements lies; zero when there are none.
  func quantile(_ share: Double) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    let position = Int((share * Double(sorted.count - 1)).rounded())
    return sorted[min(max(position, 0), sorted.count - 1)]
  }

  /// A row of the table.
  var row: String {
    func text(_ value: Double) -> String { String(format: "%.2f", value) }
    let verdict = quantile(0.5) <= bar ? "met" : "NOT MET"
    return "| \(title) | \(values.count) | \(text(quantile(0))) | \(text(quantile(0.5))) | "
      + "\(text(quantile(0.95))) | \(text(quantile(1))) | ≤ \(text(bar)) \(unit) | \(verdict) |"
  }

  /// The head of the table.
  static let head = [
    "| what | runs | min | p50 | p95 | max | bar (p50) | |",
    "|---|---|---|---|---|---|---|---|",
  ]
}

/// Milliseconds that some work took.
func milliseconds(_ work: () throws -> Void) rethrows -> Double {
  let clock = ContinuousClock()
  let duration = try clock.measure(work)
  return milliseconds(in: duration)
}

/// A duration in milliseconds.
func milliseconds(in duration: Duration) -> Double {
  Double(duration.components.seconds) * 1000
    + Double(duration.components.attoseconds) / 1_000_000_000_000_000
}
