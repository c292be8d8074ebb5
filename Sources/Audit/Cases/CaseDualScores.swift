import Reconciliation
import WireFormat

/// Families scored with both tools, as a case lists them, with both scales running from worst to
/// best.
struct CaseDualScores {
  /// The points of the Star.
  let star: CaseLevels
  /// The points of the other tool; a reversed scale is turned round by its ends, 6 less the score for
  /// 0 to 6, so that position and point rise together.
  let map: CaseLevels
  /// The positions of each family that has both scores, in the order of the rows.
  let pairs: [(Int, Int)]
  /// The row that each of them stands in.
  let rows: [Int]
  /// How many rows there are.
  let rowCount: Int
  /// Their table.
  let counts: JointCounts

  /// Reads scores.
  init(_ input: CaseInput) throws(CaseProblem) {
    star = try CaseLevels(input, "starLevels")
    map = try CaseLevels(input, "mapLevels")
    let isStarReversed = !(try input.flag("starHigherIsBetter", default: true))
    let isMapReversed = !(try input.flag("mapHigherIsBetter", default: true))
    let left = try star.positions(input, "star")
    let right = try map.positions(input, "map")
    guard left.count == right.count else { throw .lengthsDiffer("map") }
    var pairs: [(Int, Int)] = []
    var rows: [Int] = []
    for (row, (first, second)) in zip(left, right).enumerated() {
      guard let first, let second else { continue }
      pairs.append(
        (
          isStarReversed ? star.count - 1 - first : first,
          isMapReversed ? map.count - 1 - second : second
        )
      )
      rows.append(row)
    }
    self.pairs = pairs
    self.rows = rows
    rowCount = left.count
    counts = JointCounts(sourcePoints: star.count, targetPoints: map.count, pairs: pairs)
  }

  /// Spearman's correlation of the positions.
  var spearman: Double? {
    RankCorrelation.spearman(pairs.map { Double($0.0) }, pairs.map { Double($0.1) })
  }

  /// Pearson's correlation of the scores.
  var pearson: Double? {
    let (x, y) = (star.values, map.values)
    return RankCorrelation.pearson(pairs.map { x[$0.0] }, pairs.map { y[$0.1] })
  }

  /// A smoothed table; `nil` when the model has no solution.
  func smooth(_ model: LogLinearModel) -> SmoothedTable? {
    LinkSmoothing(model, sourcePoints: star.count, targetPoints: map.count).fit(counts)
  }

  /// What makes links of these scales.
  func linker(_ method: LinkMethod, _ direction: LinkDirection) -> Linker {
    Linker(method, direction, sourcePoints: star.count, targetPoints: map.count)
  }

  /// Positions as scores of the scale that a link leads to.
  func json(_ positions: [Double?], _ direction: LinkDirection) -> JSON {
    .optionals((direction == .forward ? map.axis : star.axis).values(at: positions))
  }

  /// The families by a name that each row has, names in the order of their bytes.
  func grouped(
    by labels: [JSON],
    _ field: String
  ) throws(CaseProblem) -> [(name: String, families: [Int])] {
    guard labels.count == rowCount else { throw .lengthsDiffer(field) }
    var groups: [String: [Int]] = [:]
    for (family, row) in rows.enumerated() {
      groups[labels[row].string ?? labels[row].canonicalText, default: []].append(family)
    }
    return groups.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { ($0.key, $0.value) }
  }
}
