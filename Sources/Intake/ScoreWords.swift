import Instruments

/// Reads the cells of one scale: points, numbers that equal a point, and words for no point.
struct ScoreWords {
  private let codes: Set<String>
  private let byNumber: [Int: String]
  private let range: ClosedRange<Int>?
  private let nonScores: WordList<String>
  private let allowed: Set<String>

  init(_ scale: Scale, nonScores: WordList<String>) {
    codes = Set(scale.points.map(\.code))
    let numbers = scale.points.compactMap { point in
      Self.thousandths(point.code).map { ($0, point.code) }
    }
    byNumber = Dictionary(numbers) { first, _ in first }
    range = (numbers.map(\.0).min()).flatMap { low in
      numbers.map(\.0).max().map { low...$0 }
    }
    self.nonScores = nonScores
    allowed = Set(scale.nonScores.map(\.rawValue))
  }

  /// The code that a trimmed cell stands for, with what had to be normalised; or what is wrong.
  func read(_ text: String, _ notes: inout Set<DispositionReason>) -> Result<String, ScoreFault> {
    if codes.contains(text) { return .success(text) }
    if let word = nonScores.find(text), allowed.contains(word.value) {
      if !word.isExact { notes.insert(.caseFolded) }
      return .success(word.value)
    }
    guard let number = Self.thousandths(text) else { return .failure(.notOnScale) }
    if let code = byNumber[number] {
      notes.insert(.numberFormat)
      return .success(code)
    }
    guard let range, range.contains(number) else { return .failure(.outOfRange) }
    return .failure(.notOnScale)
  }

  /// A decimal number in thousandths; `nil` for anything else.
  private static func thousandths(_ text: String) -> Int? {
    var digits = text.utf8[...]
    var sign = 1
    if let first = digits.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      sign = first == UInt8(ascii: "-") ? -1 : 1
      digits = digits.dropFirst()
    }
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }),
      parts.joined().allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    // Longer numbers are beyond every scale, and so is what stands for them here.
    let wholeMax = 1_000_000_000
    let whole = min(Int(String(decoding: parts[0], as: UTF8.self)) ?? wholeMax, wholeMax)
    guard parts.count == 2 else { return sign * whole * 1000 }
    let decimals = Array(parts[1])
    // Beyond thousandths nothing equals a point unless it is nothing.
    guard decimals.dropFirst(3).allSatisfy({ $0 == UInt8(ascii: "0") }) else {
      return sign * (whole * 1000) + sign
    }
    let padded = Array((decimals + [48, 48, 48]).prefix(3))
    return sign * (whole * 1000 + (Int(String(decoding: padded, as: UTF8.self)) ?? 0))
  }
}

/// Why a cell is no score.
enum ScoreFault: Error {
  case outOfRange, notOnScale

  var reason: DispositionReason {
    switch self {
    case .outOfRange: .scoreOutOfRange
    case .notOnScale: .scoreNotOnScale
    }
  }
}
