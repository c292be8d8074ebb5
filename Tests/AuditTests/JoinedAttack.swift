import Audit
import Exports

/// Someone who has a whole released audit and joins its tables and the figures behind its plots.
///
/// The model: every count is a whole number within the bounds that its printing leaves, the rounding of
/// a shown one, 1 to 7 for one that is hidden for its own sake, anything for one that is hidden to
/// protect others. Which of the two it is, the attacker is told, but for tables of which every cell is
/// hidden: there any may be zero. Counts of the same families in
/// several tables are one count, and sums hold exactly. Bounds are narrowed through the sums until
/// nothing changes any more. What is left is what such an attacker is sure of; enumerating would at
/// times find more.
struct JoinedAttack {
  /// What is known of each count, by what it counts.
  private(set) var known: [String: ClosedRange<Int>] = [:]
  /// The counts that are hidden for their own sake.
  private(set) var small: Set<String> = []
  private var sums: [(whole: String, parts: [String])] = []
  /// Counts that were found in several places.
  private(set) var sharedCount = 0

  private var cells: [(table: String, name: String, shown: String, truth: Int)] = []

  /// Notes a cell of a table as it is printed.
  mutating func learn(_ name: String, in table: String, shown: String, truth: Int) {
    cells.append((table, name, shown, truth))
  }

  /// Takes in the cells of all tables.
  mutating func closeTables() {
    for (_, cells) in Dictionary(grouping: cells, by: \.table) {
      let isDark = cells.allSatisfy { $0.shown == "[c]" }
      for cell in cells {
        if !isDark {
          learn(cell.name, shown: cell.shown, truth: cell.truth)
        } else {
          known[cell.name] = known[cell.name] ?? 0...1_000_000
          if (1...7).contains(cell.truth) { small.insert(cell.name) }
        }
      }
    }
    cells = []
  }

  /// Notes a count as it is printed.
  mutating func learn(_ name: String, shown: String, truth: Int) {
    let isSmall = (1...7).contains(truth)
    var range = 0...1_000_000
    if let number = Int(shown) {
      range = number == 0 ? 0...0 : max(8, number - 2)...(number + 2)
    } else if isSmall {
      range = 1...7
    }
    if isSmall { small.insert(name) }
    if known[name] != nil { sharedCount += 1 }
    known[name] = known[name].map { $0.clamped(to: range) } ?? range
  }

  /// Notes that a count is the sum of others; ones that no table prints may be among them.
  mutating func add(_ whole: String, _ parts: [String]) {
    for name in parts + [whole] where known[name] == nil { known[name] = 0...1_000_000 }
    sums.append((whole, parts))
  }

  /// Narrows everything through the sums.
  mutating func narrow() {
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for (whole, parts) in sums {
        let ranges = parts.map { known[$0] ?? 0...0 }
        let low = ranges.reduce(0) { $0 + $1.lowerBound }
        let high = ranges.reduce(0) { $0 + $1.upperBound }
        let all = known[whole] ?? 0...0
        hasChanged = set(whole, low, high) || hasChanged
        for (name, range) in zip(parts, ranges) {
          let isNarrower = set(
            name,
            all.lowerBound - (high - range.upperBound),
            all.upperBound - (low - range.lowerBound)
          )
          hasChanged = isNarrower || hasChanged
        }
      }
    }
  }

  private mutating func set(_ name: String, _ low: Int, _ high: Int) -> Bool {
    guard let range = known[name] else { return false }
    let lower = max(range.lowerBound, low)
    let narrower = lower...max(lower, min(range.upperBound, high))
    known[name] = narrower
    return narrower != range
  }
}
