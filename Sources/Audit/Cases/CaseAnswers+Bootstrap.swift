import Reconciliation
import WireFormat

/// How sure a link is, and whether it is the same for every group.
extension CaseAnswers {
  static func bootstrap(_ input: CaseInput, in library: CaseLibrary) throws(CaseProblem) -> JSON {
    let scores = try CaseDualScores(try library.resolving(input, through: "caseRef"))
    let direction = try direction(input)
    let replicates = try input.count("replicates")
    guard (0...10_000).contains(replicates) else { throw .tooLarge("replicates") }
    let seed = try input.seed()
    let level = try input.level()
    let linker = scores.linker(try method(input), direction)
    let bootstrap = LinkBootstrap(
      counts: scores.counts,
      clusters: try clusters(input, scores),
      linker: linker,
      replicates: replicates,
      seed: seed,
      level: level,
      kept: (2, 10)
    )
    let name = direction == .forward ? "StarToMap" : "MapToStar"
    let axis = direction == .forward ? scores.map.axis : scores.star.axis
    let step = axis.value(at: 1) - axis.value(at: 0)
    var answer: [String: JSON] = [
      "firstTenIndicesOfReplicate1": .array(bootstrap.firstIndices.map { .count($0) }),
      "bootMean": .optionals(axis.values(at: bootstrap.mean)),
      "bootSE": .optionals(bootstrap.standardError.map { error in error.map { $0 * step } }),
      "percentile2_5": .optionals(axis.values(at: bootstrap.low)),
      "percentile97_5": .optionals(axis.values(at: bootstrap.high)),
      "replicatesWithValue": .array(bootstrap.replicates.map { .count($0) }),
    ]
    for (index, replicate) in bootstrap.firstReplicates.enumerated() {
      answer["replicate\(index + 1)\(name)"] = .optionals(axis.values(at: replicate))
    }
    if scores.pairs.isEmpty { answer["reason"] = .string(UndefinedReason.noData.rawValue) }
    return .object(answer)
  }

  static func invariance(_ input: CaseInput, in library: CaseLibrary) throws(CaseProblem) -> JSON {
    let scores = try CaseDualScores(try library.resolving(input, through: "caseRef"))
    let direction = try direction(input)
    let groups = try groups(input, scores)
    let tables = groups.map { group in
      JointCounts(
        sourcePoints: scores.star.count,
        targetPoints: scores.map.count,
        pairs: group.families.map { scores.pairs[$0] }
      )
    }
    let linker = scores.linker(try method(input), direction)
    let result = PopulationInvariance(counts: scores.counts, groups: tables, linker: linker)
    let axis = direction == .forward ? scores.map.axis : scores.star.axis
    let step = axis.value(at: 1) - axis.value(at: 0)
    let largest = result.largest(over: result.rmsd.indices)
    let rmsd = result.rmsd.map { value in value.map { $0 * step } }
    var answer: [String: JSON] = [
      "overall": .optionals(axis.values(at: result.overall)),
      "rmsdByStarLevel": .optionals(rmsd), "rmsdByMapLevel": .optionals(rmsd),
      "remsdTargetUnits": .optional(result.remsd.map { $0 * step }),
      "remsdStandardised": .optional(result.remsdStandardised),
      "maxRmsd": .optional(largest.map { $0 * step }),
      "passesHalfUnitRule": largest.map { .bool($0 <= 0.5) } ?? .null,
    ]
    answer[direction == .forward ? "rmsdByMapLevel" : "rmsdByStarLevel"] = nil
    for (index, (group, link)) in zip(groups, result.groups).enumerated() {
      answer["group\(index)"] = .optionals(axis.values(at: link))
      answer["group\(group.name)"] = .optionals(axis.values(at: link))
    }
    if scores.pairs.isEmpty { answer["reason"] = .string(UndefinedReason.noData.rawValue) }
    return .object(answer)
  }

  private static func direction(_ input: CaseInput) throws(CaseProblem) -> LinkDirection {
    guard input.has("direction") else { return .forward }
    switch try input.text("direction") {
    case "starToMap": return .forward
    case "mapToStar": return .backward
    default: throw .unreadable("direction")
    }
  }

  /// `none`, or a model by its name: `moments3_cross1`.
  private static func method(_ input: CaseInput) throws(CaseProblem) -> LinkMethod {
    let name = input.has("smoothing") ? try input.text("smoothing") : "none"
    if name == "none" { return .unsmoothed }
    let numbers = name.split { !$0.isNumber }.map { Int($0) }
    guard name.hasPrefix("moments"), numbers.count == 2, let moments = numbers[0],
      let cross = numbers[1], (1...10).contains(moments), (0...10).contains(cross)
    else { throw .unreadable("smoothing") }
    return .smoothed(LogLinearModel(marginalMoments: moments, crossMoments: cross))
  }

  /// The cells that are drawn together: one for each family, or those of a cluster in the order of
  /// their names.
  private static func clusters(
    _ input: CaseInput,
    _ scores: CaseDualScores
  ) throws(CaseProblem) -> [[Int]] {
    let cells = scores.pairs.map { $0.0 * scores.map.count + $0.1 }
    let names = ["clusters", "cluster", "raters", "rater", "starRater"]
    guard let name = input.firstName(of: names) else { return cells.map { [$0] } }
    return try scores.grouped(by: try input.list(name), name).map { $0.families.map { cells[$0] } }
  }

  /// The groups: `row index parity…`, `row index mod 3…`, or a name for each family.
  private static func groups(
    _ input: CaseInput,
    _ scores: CaseDualScores
  ) throws(CaseProblem) -> [(name: String, families: [Int])] {
    guard let name = input.firstName(of: ["group", "groups"]) else { throw .unreadable("group") }
    if let labels = input.members[name]?.array { return try scores.grouped(by: labels, name) }
    let words = try input.text(name).lowercased()
    let numbers = words.split { !$0.isNumber }.map { Int($0) }
    let parts = words.contains("parity") ? 2 : words.contains("mod") ? numbers.first ?? nil : nil
    guard let parts, (2...50).contains(parts) else { throw .unreadable(name) }
    return (0..<parts).map { part in
      ("\(part)", scores.pairs.indices.filter { scores.rows[$0] % parts == part })
    }
  }
}
