import WireFormat

/// A scale of a study with the change rule that counts in its unit.
struct DefinedScale {
  /// The points by rising order, each with its place in the unit, from 1.
  let points: [ScalePoint]
  let polarity: Polarity
  let rule: ChangeRule

  /// The scale for one instrument; any answer that is no score may stand in its files.
  func scale(_ id: String, _ policy: NoIssuePolicy?) -> Scale {
    Scale(
      id: id,
      points: points,
      polarity: polarity,
      step: points.contains { $0.code.contains(".") } ? .half : .whole,
      nonScores: NonScore.allCases,
      noIssuePolicy: policy ?? .exclude,
      stages: [],
      endPoint: nil
    )
  }
}

extension DefinitionFields {
  /// Reads the scales that can be read, by id.
  mutating func scales(_ json: JSON?) -> [String: DefinedScale] {
    guard let members = json?.object, !members.isEmpty else {
      report("/scales", "is missing or empty; define the scales that the instruments name.")
      return [:]
    }
    var scales: [String: DefinedScale] = [:]
    for (id, scale) in members.sorted(by: { $0.key < $1.key }) {
      scales[id] = self.scale(scale, at: "/scales/\(id)")
    }
    return scales
  }

  private mutating func scale(_ json: JSON, at pointer: String) -> DefinedScale? {
    let polarity = word(json["polarity"], at: "\(pointer)/polarity", as: Polarity.self)
    let unitName: ChangeUnit? =
      json["thresholdUnit"] == nil
      ? .point : word(json["thresholdUnit"], at: "\(pointer)/thresholdUnit")
    let basis: ChangeBasis? =
      json["basis"] == nil ? .assumed : word(json["basis"], at: "\(pointer)/basis")
    guard let codes = texts(json["points"], at: "\(pointer)/points", limit: PackLimits.pointsMax),
      let polarity, let unitName, let basis
    else { return nil }
    guard codes.count > 1 else {
      report("\(pointer)/points", "has a single point; a scale needs at least two.")
      return nil
    }
    let ordered = Self.rising(codes)
    guard let units = units(json["unit"], of: ordered, at: "\(pointer)/unit"),
      let threshold = Thousandths(json["threshold"] ?? .int(1)), threshold.value > 0
    else {
      if Thousandths(json["threshold"] ?? .int(1)).map({ $0.value <= 0 }) ?? true {
        report("\(pointer)/threshold", "is no number above 0 with at most three decimals.")
      }
      return nil
    }
    return scale(ordered, units, threshold, polarity, unitName, basis, at: pointer)
  }

  private mutating func scale(
    _ codes: [String],
    _ units: [Int],
    _ threshold: Thousandths,
    _ polarity: Polarity,
    _ unitName: ChangeUnit,
    _ basis: ChangeBasis,
    at pointer: String
  ) -> DefinedScale? {
    let rises = zip(units, units.dropFirst()).allSatisfy { $0 <= $1 }
    let falls = zip(units, units.dropFirst()).allSatisfy { $0 >= $1 }
    // A unit may count towards the better end of a scale whose higher points are worse.
    guard rises || (falls && polarity == .lowerIsBetter) else {
      report("\(pointer)/unit", "does not rise with the points; give a higher point no lower unit.")
      return nil
    }
    let along = rises ? units : units.map { -$0 }
    // Whole units stay as they are; finer ones are counted in thousandths, and so is the threshold.
    let divisor = (along + [threshold.value]).allSatisfy { $0.isMultiple(of: 1000) } ? 1000 : 1
    let lowest = along.min() ?? 0
    let stages = along.map { ($0 - lowest) / divisor + 1 }
    let isPlain = stages == Array(1...stages.count)
    return DefinedScale(
      points: codes.indices.map {
        ScalePoint(code: codes[$0], order: $0 + 1, stage: stages[$0], label: nil)
      },
      polarity: polarity,
      rule: ChangeRule(
        unit: isPlain && unitName != .stage ? unitName : .stage,
        threshold: threshold.value / divisor,
        basis: basis
      )
    )
  }

  /// The unit of each point in thousandths; each point is its own when none is given.
  private mutating func units(
    _ json: JSON?,
    of codes: [String],
    at pointer: String
  ) -> [Int]? {
    guard let json else { return codes.indices.map { ($0 + 1) * 1000 } }
    let units = codes.compactMap { code in json[code].flatMap { Thousandths($0)?.value } }
    guard units.count == codes.count else {
      report(pointer, "does not give every point a number with at most three decimals.")
      return nil
    }
    return units
  }

  /// Codes by their number when all are numbers, and otherwise as the file orders them.
  private static func rising(_ codes: [String]) -> [String] {
    let numbers = codes.compactMap { Double($0) }.filter(\.isFinite)
    guard numbers.count == codes.count else { return codes }
    return zip(numbers, codes).sorted { $0.0 < $1.0 }.map(\.1)
  }
}

/// A number of at most three decimals, within a million.
private struct Thousandths {
  let value: Int

  init?(_ json: JSON) {
    guard let number = json.number, number.magnitude <= 1_000_000 else { return nil }
    let scaled = (number * 1000).rounded()
    guard (scaled - number * 1000).magnitude < 1e-6 else { return nil }
    value = Int(scaled)
  }
}
