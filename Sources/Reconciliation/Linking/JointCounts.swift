/// How many families stand at each pair of points of two scales.
///
/// Points are named by their position from the worst: what a scale calls them, and which end it
/// calls better, is settled before.
package struct JointCounts: Hashable, Sendable {
  /// How many points the source scale has; they are the rows.
  package let sourcePoints: Int
  /// How many points the target scale has; they are the columns.
  package let targetPoints: Int
  /// The counts, row by row.
  package private(set) var cells: [Int]

  /// A table without families.
  ///
  /// - Parameters:
  ///   - sourcePoints: Points of the source scale; every point counts, whether used or not.
  ///   - targetPoints: Points of the target scale.
  package init(sourcePoints: Int, targetPoints: Int) {
    self.sourcePoints = max(0, sourcePoints)
    self.targetPoints = max(0, targetPoints)
    cells = Array(repeating: 0, count: self.sourcePoints * self.targetPoints)
  }

  /// Counts pairs of positions; a pair that lies outside the scales is left out.
  package init(sourcePoints: Int, targetPoints: Int, pairs: some Sequence<(Int, Int)>) {
    self.init(sourcePoints: sourcePoints, targetPoints: targetPoints)
    for (source, target) in pairs { add(source, target) }
  }

  /// Takes a table that was counted elsewhere.
  ///
  /// There is none without cells, for rows of unequal length, for a negative count and for more than
  /// a million million families.
  ///
  /// - Parameter table: The counts, row by row.
  package init?(_ table: [[Int]]) {
    guard let counts = try? CountTable(table) else { return nil }
    self.init(sourcePoints: counts.cells.count, targetPoints: counts.columnTotals.count)
    cells = table.flatMap { $0 }
  }

  /// Adds one family; nothing happens outside the scales.
  package mutating func add(_ source: Int, _ target: Int) {
    guard (0..<sourcePoints).contains(source), (0..<targetPoints).contains(target) else { return }
    cells[source * targetPoints + target] += 1
  }

  /// Takes one family out; nothing happens where there is none.
  mutating func remove(_ source: Int, _ target: Int) {
    guard (0..<sourcePoints).contains(source), (0..<targetPoints).contains(target) else { return }
    let cell = source * targetPoints + target
    cells[cell] = max(0, cells[cell] - 1)
  }

  /// How many families there are.
  package var total: Int { cells.reduce(0, +) }

  /// Families at each point of the source scale.
  package var sourceCounts: [Int] {
    (0..<sourcePoints).map { row in
      cells[row * targetPoints..<(row + 1) * targetPoints].reduce(0, +)
    }
  }

  /// Families at each point of the target scale.
  package var targetCounts: [Int] {
    (0..<targetPoints).map { column in
      stride(from: column, to: cells.count, by: targetPoints).reduce(0) { $0 + cells[$1] }
    }
  }

  /// A table of other counts on the same scales.
  func replacing(cells other: [Int]) -> Self {
    var copy = self
    copy.cells = other
    return copy
  }
}
