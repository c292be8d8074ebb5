import Reconciliation
import WireFormat

/// Links of two samples of which only the counts are known: a check of the algorithm, for the product
/// links no two groups that are not the same families.
extension CaseAnswers {
  static func marginLink(_ input: CaseInput, in library: CaseLibrary) throws(CaseProblem) -> JSON {
    let source = try library.resolving(input, through: "sameCountsAs")
    let x = try CaseLevels(source, "xLevels")
    let y = try CaseLevels(source, "yLevels")
    let from = try margin(source, "xCounts", x)
    let to = try margin(source, "yCounts", y)
    let words = input.members["smoothing"]?.string ?? "none"
    let moments = try moments(inWords: words)
    var answer: [String: JSON] = [
      "mean_sd_x": spread(from, x), "mean_sd_y": spread(to, y),
    ]
    guard from.contains(where: { $0 > 0 }), to.contains(where: { $0 > 0 }) else {
      answer["xToY"] = .array(from.map { _ in .null })
      answer["reason"] = .string(UndefinedReason.noData.rawValue)
      return .object(answer)
    }
    let first = try smoothed(from, words)
    let second = try smoothed(to, words)
    let left = first?.fitted ?? from.map(Double.init)
    let right = second?.fitted ?? to.map(Double.init)
    let link = y.axis.values(at: equipercentile(from: left, to: right))
    answer["xToY"] = .optionals(link)
    answer["yToX"] = .optionals(x.axis.values(at: equipercentile(from: right, to: left)))
    if link.contains(nil) { answer["reason"] = .string(UndefinedReason.noSupport.rawValue) }
    if let first, let second {
      answer["devianceX"] = .optional(first.deviance)
      answer["devianceY"] = .optional(second.deviance)
      answer["fittedX"] = .optionals(first.fitted)
      answer["fittedY"] = .optionals(second.fitted)
    } else {
      answer["analyticSE"] = .optionals(equipercentileStandardErrors(from: left, to: right))
    }
    if from.reduce(0, +) + to.reduce(0, +) <= membersMax {
      let errors = equipercentileBootstrapErrors(
        from: from,
        to: to,
        moments: moments,
        replicates: replicates,
        seed: 1
      )
      answer["bootstrapSE_R_1000reps"] = .optionals(errors)
      answer["bootstrapSE_R_400reps"] = .optionals(errors)
    }
    return .object(answer)
  }

  /// How many draws a standard error rests on.
  private static let replicates = 1000
  /// Up to how many members in both samples draws are made.
  private static let membersMax = 20_000

  private static func spread(_ counts: [Int], _ levels: CaseLevels) -> JSON {
    let total = counts.reduce(0, +)
    guard total <= 1_000_000 else { return .null }
    let moments = Moments(
      zip(levels.values, counts).flatMap { Array(repeating: $0, count: $1) }
    )
    return [.optional(moments.mean), .optional(moments.standardDeviation)]
  }

  static func splitMix64(_ input: CaseInput) throws(CaseProblem) -> JSON {
    var generator = SplitMix64(seed: try input.seed())
    return [
      "firstFiveUInt64": .array((0..<5).map { _ in .string(String(generator.next())) })
    ]
  }
}

extension CaseInput {
  /// A seed of 64 bits, written as a number or as text.
  func seed() throws(CaseProblem) -> UInt64 {
    if let text = members["seed"]?.string, let seed = UInt64(text) { return seed }
    if let number = members["seed"]?.int, let seed = UInt64(exactly: number) { return seed }
    throw .unreadable("seed")
  }
}
