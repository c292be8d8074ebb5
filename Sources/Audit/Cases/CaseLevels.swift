import Reconciliation
import WireFormat

/// The points of a scale as a case lists them, from the worst to the best.
struct CaseLevels {
  /// The points, as they are written.
  let points: [JSON]
  private let positions: [Key: Int]

  private enum Key: Hashable {
    case number(Double)
    case text(String)

    init?(_ json: JSON) {
      switch json {
      case .string(let text): self = .text(text)
      case .int, .number:
        guard let number = json.number else { return nil }
        self = .number(number)
      default: return nil
      }
    }
  }

  /// How many points a scale may have.
  static let pointsMax = 200

  /// Reads the points that a member lists.
  init(_ input: CaseInput, _ name: String) throws(CaseProblem) {
    try self.init(try input.list(name), name)
  }

  /// Takes points.
  init(_ points: [JSON], _ name: String) throws(CaseProblem) {
    guard points.count <= Self.pointsMax else { throw .tooLarge(name) }
    var positions: [Key: Int] = [:]
    for (position, point) in points.enumerated() {
      guard let key = Key(point), positions.updateValue(position, forKey: key) == nil
      else { throw .unreadable(name) }
    }
    guard !points.isEmpty else { throw .unreadable(name) }
    self.points = points
    self.positions = positions
  }

  /// How many points there are.
  var count: Int { points.count }

  /// The values of the points; their positions where a point is no number.
  var values: [Double] {
    points.enumerated().map { $0.element.number ?? Double($0.offset) }
  }

  /// Whether every point is a number.
  var areNumbers: Bool { points.allSatisfy { $0.number != nil } }

  /// The scores of positions.
  var axis: ScaleAxis { ScaleAxis(values) }

  /// The position of a score.
  func position(of score: JSON, _ name: String) throws(CaseProblem) -> Int {
    guard let position = Key(score).flatMap({ positions[$0] }) else { throw .notOnScale(name) }
    return position
  }

  /// The positions of the scores that a member lists, null where one is missing.
  func positions(_ input: CaseInput, _ name: String) throws(CaseProblem) -> [Int?] {
    try positions(of: try input.list(name), name)
  }

  /// The positions of scores, null where one is missing.
  func positions(of scores: [JSON], _ name: String) throws(CaseProblem) -> [Int?] {
    var found: [Int?] = []
    for score in scores { found.append(score.isNull ? nil : try position(of: score, name)) }
    return found
  }

  /// The ratings of each family from lists by rater, missing ones left out.
  func ratings(_ input: CaseInput, _ name: String) throws(CaseProblem) -> [[Int]] {
    var families: [[Int]] = []
    for (rater, row) in try input.list(name).enumerated() {
      guard let row = row.array else { throw .unreadable(name) }
      guard row.count <= CaseInput.elementsMax else { throw .tooLarge(name) }
      if rater == 0 { families = Array(repeating: [], count: row.count) }
      guard row.count == families.count else { throw .lengthsDiffer(name) }
      for (family, position) in try positions(of: row, name).enumerated() {
        if let position { families[family].append(position) }
      }
    }
    return families
  }
}
