import Reconciliation
import WireFormat

/// A scale and its change rule as a case names or describes them: `star10`, or in words
/// `stage = ceil(x/2), threshold 1 stage`.
///
/// Words are read for what they hold: `ceil(x/N)` puts N points into a stage, `threshold N` asks for
/// so many stages, or levels, and `reversed` says that a lower score is better. The points come from
/// the name: `map0to6…` has 0 to 6, `star10` and `map4demo` have 1 to the number. A description in
/// members is read as it is.
struct CaseScale {
  /// The scores of the points from the lowest to the highest; `nil` where any score will do.
  let points: [Double]?
  /// How many points make a stage.
  let pointsPerStage: Double
  /// How many stages make a change.
  let threshold: Double
  /// Whether a lower score is better.
  let isReversed: Bool
  /// The bands of the points, in their order; `nil` where nobody gave any.
  let bands: [BandInterval]?

  /// Reads a rule.
  ///
  /// - Parameters:
  ///   - rule: The rule in words; empty for one level.
  ///   - name: The scale's name, where it has one.
  ///   - field: What a problem names.
  /// - Throws: ``CaseProblem/unreadable(_:)`` for words that make no rule.
  init(rule: String, name: String?, field: String) throws(CaseProblem) {
    let words = (rule + " " + (name ?? "")).lowercased()
    let named = Self.range(inName: name ?? rule)
    points = named.map { $0.map(Double.init) }
    let divisor = Self.number(after: "/", in: words) ?? (rule.isEmpty && named == 1...10 ? 2 : 1)
    guard divisor >= 1, divisor <= 100 else { throw .unreadable(field) }
    let threshold = Self.number(after: "threshold", in: words) ?? 1
    guard threshold > 0 else { throw .unreadable(field) }
    pointsPerStage = divisor
    self.threshold = threshold
    isReversed = ["reversed", "worsehigh", "worse high", "lower is better", "higher is worse"]
      .contains { words.contains($0) }
    bands = Self.bands(named, pointsPerStage: divisor, name: name, isReversed: isReversed)
  }

  /// Reads a description in members.
  init(described json: JSON, field: String) throws(CaseProblem) {
    guard json.object != nil else { throw .unreadable(field) }
    let input = try CaseInput(json)
    var points: [Double]?
    if let name = input.firstName(of: ["points", "levels"]) {
      points = try CaseLevels(input, name).values
    } else if input.has("min"), input.has("max") {
      let low = try input.count("min")
      let high = try input.count("max")
      guard low <= high, high - low < CaseLevels.pointsMax else { throw .unreadable(field) }
      points = (low...high).map(Double.init)
    }
    self.points = points?.sorted()
    pointsPerStage = try input.number("pointsPerStage", default: 1)
    threshold = try input.number("threshold", default: 1)
    guard (1...100).contains(pointsPerStage), threshold > 0 else { throw .unreadable(field) }
    let polarity = input.members["polarity"]?.string
    isReversed =
      polarity == "lowerIsBetter" || polarity == "reversed"
      || input.members["higherIsBetter"]?.bool == false
    var bands: [BandInterval] = []
    for element in input.members["bands"]?.array ?? [] {
      bands.append(try CaseAnswers.interval(element, field))
    }
    self.bands = bands.isEmpty || bands.count != points?.count ? nil : bands
  }

  /// Which way a pair of scores goes; the ends of a scale without points are not known.
  func direction(first: Double, last: Double, field: String) throws(CaseProblem) -> AreaDirection {
    let start = try stage(of: first, field)
    let end = try stage(of: last, field)
    if let top = points.flatMap({ isReversed ? $0.first : $0.last }) {
      let best = try stage(of: top, field)
      if start == best, end == best { return .maintainedAtTop }
    }
    if end - start >= threshold { return .improved }
    if start - end >= threshold { return .declined }
    return .maintained
  }

  /// The bands of a score; `nil` where nobody gave any.
  func bands(of score: Double) -> BandInterval? {
    guard let points, let bands, let index = points.firstIndex(of: score) else { return nil }
    return bands[index]
  }

  /// The stage of a score, rising with improvement.
  func stage(of score: Double, _ field: String) throws(CaseProblem) -> Double {
    if let points, !points.contains(score) { throw .notOnScale(field) }
    let stage: Double =
      if pointsPerStage == 1, let index = points?.firstIndex(of: score) {
        Double(index)
      } else {
        (score / pointsPerStage).rounded(.up)
      }
    return isReversed ? -stage : stage
  }

  /// The bands that the method gives: a ten-point Star has two points in each, a five-point one has
  /// one, and a tool of four levels those of the illustration in the method.
  private static func bands(
    _ range: ClosedRange<Int>?,
    pointsPerStage: Double,
    name: String?,
    isReversed: Bool
  ) -> [BandInterval]? {
    guard let range, range.lowerBound == 1, !isReversed else { return nil }
    switch range.upperBound {
    case 10: return (1...10).map { BandInterval(lo: ($0 + 1) / 2, hi: ($0 + 1) / 2) }
    case 5: return (1...5).map { BandInterval(lo: $0, hi: $0) }
    case 4: return [(1, 2), (2, 3), (4, 4), (5, 5)].map { BandInterval(lo: $0.0, hi: $0.1) }
    default: return nil
    }
  }

  /// `0...6` in `map0to6worseHigh`, `1...10` in `star10`; `nil` without a number in the first word.
  private static func range(inName name: String) -> ClosedRange<Int>? {
    let word = name.split(whereSeparator: \.isWhitespace).first ?? ""
    guard word.first?.isLetter == true, !word.contains("=") else { return nil }
    var numbers: [Int] = []
    var isRange = false
    var digits = ""
    var between = ""
    for character in word.lowercased() + " " {
      if character.isASCII, character.isNumber {
        if digits.isEmpty, !numbers.isEmpty { isRange = between == "to" }
        digits.append(character)
        continue
      }
      if !digits.isEmpty {
        guard let number = Int(digits) else { return nil }
        numbers.append(number)
        digits = ""
        between = ""
      }
      between.append(character)
      if isRange { break }
    }
    guard let first = numbers.first else { return nil }
    let range = isRange && numbers.count > 1 ? (first, numbers[1]) : (1, first)
    guard range.0 <= range.1, range.1 - range.0 < CaseLevels.pointsMax else { return nil }
    return range.0...range.1
  }

  /// The first number after some text.
  private static func number(after text: String, in words: String) -> Double? {
    guard let place = words.firstRange(of: text) else { return nil }
    let rest = words[place.upperBound...].drop { !$0.isNumber }
    return Double(rest.prefix { $0.isNumber || $0 == "." }.trimmingDots)
  }
}

extension Substring {
  /// Without dots at its end, which close a sentence.
  fileprivate var trimmingDots: Substring {
    var text = self
    while text.last == "." { text.removeLast() }
    return text
  }
}
