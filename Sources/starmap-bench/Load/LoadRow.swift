import Foundation
import WireFormat

/// What one run of one workload measured.
struct LoadRow {
  /// The workload, such as `push-8`.
  let workload: String
  /// Values by name, in the order in which they are shown; the unit is the last word of a name.
  private(set) var values: [(name: String, value: Double)] = []

  init(_ workload: String) {
    self.workload = workload
  }

  mutating func add(_ name: String, _ value: Double) {
    values.append((name, value))
  }

  /// Adds the middle and the end of some times.
  mutating func add(times: [Double]) {
    add("p50 ms", Self.quantile(times, 0.5))
    add("p99 ms", Self.quantile(times, 0.99))
  }

  /// One line of JSON.
  var json: JSON {
    var object: [String: JSON] = ["workload": .string(workload)]
    for (name, value) in values { object[name] = .number(value) }
    return .object(object)
  }

  /// The value below which a share of the values lies; zero when there are none.
  static func quantile(_ values: [Double], _ share: Double) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    let position = Int((share * Double(sorted.count - 1)).rounded())
    return sorted[min(max(position, 0), sorted.count - 1)]
  }

  /// A table with a line for each value: the middle of the runs, and the range.
  static func table(_ rows: [LoadRow]) -> [String] {
    var lines = ["| workload | value | median | min | max | runs |", "|---|---|---|---|---|---|"]
    var workloads: [String] = []
    for row in rows where !workloads.contains(row.workload) { workloads.append(row.workload) }
    for workload in workloads {
      let runs = rows.filter { $0.workload == workload }
      for name in runs.first?.values.map(\.name) ?? [] {
        let values = runs.compactMap { run in run.values.first { $0.name == name }?.value }
        let shown = [0.5, 0, 1].map { text(quantile(values, $0)) }.joined(separator: " | ")
        lines.append("| \(workload) | \(name) | \(shown) | \(values.count) |")
      }
    }
    return lines
  }

  private static func text(_ value: Double) -> String {
    String(format: value.magnitude >= 100 ? "%.0f" : "%.3g", value)
  }
}
