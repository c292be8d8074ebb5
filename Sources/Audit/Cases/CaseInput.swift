import Reconciliation
import WireFormat

/// The input of one case, read member by member; what is not as it should be is a problem that names
/// the member.
struct CaseInput {
  /// The members.
  let members: [String: JSON]
  /// The whole input, as it stands in the file.
  let json: JSON

  /// Takes the input of a case.
  init(_ json: JSON) throws(CaseProblem) {
    guard let members = json.object else { throw .unreadable("input") }
    self.members = members
    self.json = json
  }

  /// How many elements a list may have.
  static let elementsMax = 200_000

  /// Whether the member is there and not null.
  func has(_ name: String) -> Bool { members[name].map { !$0.isNull } ?? false }

  /// The first of several names that is there.
  func firstName(of names: [String]) -> String? { names.first(where: has) }

  /// A text.
  func text(_ name: String) throws(CaseProblem) -> String {
    guard let text = members[name]?.string else { throw .unreadable(name) }
    return text
  }

  /// A number.
  func number(_ name: String) throws(CaseProblem) -> Double {
    guard let number = members[name]?.number, number.isFinite else { throw .unreadable(name) }
    return number
  }

  /// A number, or another value where it is missing or null.
  func number(_ name: String, default value: Double) throws(CaseProblem) -> Double {
    has(name) ? try number(name) : value
  }

  /// A whole number, written with or without a fraction of zero.
  func count(_ name: String) throws(CaseProblem) -> Int {
    guard let count = members[name]?.wholeNumber else { throw .unreadable(name) }
    return count
  }

  /// A truth value, or another where it is missing or null.
  func flag(_ name: String, default value: Bool) throws(CaseProblem) -> Bool {
    guard has(name) else { return value }
    guard let flag = members[name]?.bool else { throw .unreadable(name) }
    return flag
  }

  /// A list.
  func list(_ name: String) throws(CaseProblem) -> [JSON] {
    guard let list = members[name]?.array else { throw .unreadable(name) }
    guard list.count <= Self.elementsMax else { throw .tooLarge(name) }
    return list
  }

  /// A list of numbers, null where one is missing.
  func numbers(_ name: String) throws(CaseProblem) -> [Double?] {
    var numbers: [Double?] = []
    for element in try list(name) {
      guard !element.isNull else {
        numbers.append(nil)
        continue
      }
      guard let number = element.number, number.isFinite else { throw .unreadable(name) }
      numbers.append(number)
    }
    return numbers
  }

  /// A list of counts, none negative.
  func counts(_ name: String) throws(CaseProblem) -> [Int] {
    try Self.counts(try list(name), name)
  }

  /// The counts of a list.
  static func counts(_ list: [JSON], _ name: String) throws(CaseProblem) -> [Int] {
    var counts: [Int] = []
    var total = 0
    for element in list {
      guard let count = element.wholeNumber else { throw .unreadable(name) }
      guard (0...CountTable.countMax).contains(count) else { throw .undefined(.impossibleCounts) }
      total += count
      guard total <= CountTable.countMax else { throw .tooLarge(name) }
      counts.append(count)
    }
    return counts
  }

  /// A table of counts.
  func countTable(_ name: String) throws(CaseProblem) -> [[Int]] {
    var rows: [[Int]] = []
    for row in try list(name) {
      guard let row = row.array else { throw .unreadable(name) }
      rows.append(try Self.counts(row, name))
    }
    guard rows.allSatisfy({ $0.count == rows.first?.count }) else { throw .lengthsDiffer(name) }
    return rows
  }

  /// Pairs of two lists of numbers, those with a missing number left out.
  func pairs(_ first: String, _ second: String) throws(CaseProblem) -> [(Double, Double)] {
    let left = try numbers(first)
    let right = try numbers(second)
    guard left.count == right.count else { throw .lengthsDiffer(second) }
    return zip(left, right).compactMap { first, second in
      guard let first, let second else { return nil }
      return (first, second)
    }
  }

  /// The level of intervals, 0.95 where none is given.
  func level() throws(CaseProblem) -> Double {
    guard let name = firstName(of: ["level", "confidenceLevel", "confidence"]) else { return 0.95 }
    let level = try number(name)
    guard level > 0, level < 1 else { throw .undefined(.parameterOutOfRange) }
    return level
  }
}

extension JSON {
  /// A whole number within 2^53, written with or without a fraction of zero.
  var wholeNumber: Int? {
    switch self {
    case .int(let number): Int(exactly: number)
    case .number(let number) where number.magnitude < 0x1p53: Int(exactly: number)
    default: nil
    }
  }

  /// A number that may be missing; what is not finite is missing too.
  static func optional(_ number: Double?) -> JSON {
    guard let number, number.isFinite else { return .null }
    return .number(number)
  }

  /// Numbers that may be missing.
  static func optionals(_ numbers: [Double?]) -> JSON { .array(numbers.map(optional)) }

  /// The two ends of an interval.
  static func limits(_ limits: Limits?) -> JSON {
    limits.map { [.optional($0.low), .optional($0.high)] } ?? .null
  }

  /// The two ends of the interval of an estimate.
  static func limits(_ estimate: EstimateWithLimits?) -> JSON {
    estimate.map { [.optional($0.low), .optional($0.high)] } ?? .null
  }
}
