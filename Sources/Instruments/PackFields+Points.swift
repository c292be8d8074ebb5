import WireFormat

/// The points of a scale.
extension PackFields {
  /// Reads the points and checks that codes, orders and stages rise as they must.
  mutating func points(of node: FieldNode?, step: ScaleStep?) -> [ScalePoint]? {
    guard let node, let list = list("points", of: node, limit: PackLimits.pointsMax) else {
      return nil
    }
    let pointer = node.pointer(to: "points")
    guard list.count > 1 else {
      report(pointer, "has a single point; a scale needs at least two.")
      return nil
    }
    var points: [ScalePoint] = []
    for (index, json) in list.enumerated() {
      let here = "\(pointer)/\(index)"
      guard let point = point(json, at: here) else { continue }
      if let previous = points.last {
        check(point, after: previous, at: here, step: step, earlier: points)
      } else if let step, let halves = halfPoints(point.code), halves % step.halves != 0 {
        report("\(here)/code", "is no multiple of the step \(step.rawValue); correct one of them.")
      }
      points.append(point)
    }
    return points.count == list.count ? points : nil
  }

  private mutating func point(_ json: JSON, at pointer: String) -> ScalePoint? {
    let node = node(
      json,
      at: pointer,
      required: ["code", "order"],
      optional: ["stage", "label"]
    )
    let code = text("code", of: node, limit: PackLimits.titleBytesMax)
    let order = integer("order", of: node, in: 0...PackLimits.orderMax)
    let stage = integer("stage", of: node, in: 1...PackLimits.pointsMax)
    let label = text("label", of: node, limit: PackLimits.labelBytesMax)
    guard let code, let order else { return nil }
    if halfPoints(code) == nil {
      report(
        "\(pointer)/code",
        "is not the code of a point; write it as \"7\" or \"3.5\", from 0 to 999.5."
      )
    }
    return ScalePoint(code: code, order: order, stage: stage, label: label)
  }

  private mutating func check(
    _ point: ScalePoint,
    after previous: ScalePoint,
    at pointer: String,
    step: ScaleStep?,
    earlier: [ScalePoint]
  ) {
    if earlier.contains(where: { $0.code == point.code }) {
      report("\(pointer)/code", "repeats the point \(point.code); give each its own code.")
    } else if let step, let here = halfPoints(point.code),
      let before = halfPoints(previous.code), here - before != step.halves
    {
      report(
        "\(pointer)/code",
        "is not one step of \(step.rawValue) above \(previous.code); "
          + "correct the code or the step."
      )
    }
    if point.order <= previous.order {
      report("\(pointer)/order", "does not rise above \(previous.order); count upwards.")
    }
    switch (previous.stage, point.stage) {
    case (nil, nil): break
    case (let before?, let here?):
      guard here < before else { return }
      report("\(pointer)/stage", "falls below \(before); stages must rise with the order.")
    case (nil, _?), (_?, nil):
      report(
        "\(pointer)/stage",
        "is given to some points and not to others; give every point a stage or none."
      )
    }
  }
}

/// The value of a code in half points; `nil` unless it is written as `7` or `3.5`, below 1000.
private func halfPoints(_ code: String) -> Int? {
  let isHalf = code.hasSuffix(".5")
  let digits = isHalf ? code.dropLast(2) : code[...]
  guard (1...3).contains(digits.utf8.count), digits == "0" || !digits.hasPrefix("0"),
    digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
    let whole = Int(digits)
  else { return nil }
  return whole * 2 + (isHalf ? 1 : 0)
}
