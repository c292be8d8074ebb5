import WireFormat

/// The scales of a pack.
extension PackFields {
  /// Reads the scales; `nil` when a scale could not be read.
  mutating func scales(of root: FieldNode?) -> [Scale]? {
    guard let root, let list = list("scales", of: root, limit: PackLimits.scalesMax) else {
      return nil
    }
    var scales: [Scale] = []
    for (index, json) in list.enumerated() {
      let pointer = "\(root.pointer(to: "scales"))/\(index)"
      guard let scale = scale(json, at: pointer) else { continue }
      if scales.contains(where: { $0.id == scale.id }) {
        report("\(pointer)/id", "repeats the scale \(scale.id); give each scale its own id.")
      }
      scales.append(scale)
    }
    return scales.count == list.count ? scales : nil
  }

  private mutating func scale(_ json: JSON, at pointer: String) -> Scale? {
    let node = node(
      json,
      at: pointer,
      required: ["id", "points", "polarity", "step", "nonScores"],
      optional: ["noIssuePolicy", "stages", "endPoint"]
    )
    let id = id("id", of: node)
    let step = word("step", of: node, as: ScaleStep.self)
    let points = points(of: node, step: step)
    let polarity = word("polarity", of: node, as: Polarity.self)
    let nonScores = words("nonScores", of: node, as: NonScore.self, allowsEmpty: true)
    let policy = noIssuePolicy(of: node, nonScores: nonScores)
    let stages = stageNames(of: node, points: points)
    let endPoint = endPoint(of: node, points: points)
    guard let id, let step, let points, let polarity, let nonScores else { return nil }
    return Scale(
      id: id,
      points: points,
      polarity: polarity,
      step: step,
      nonScores: nonScores,
      noIssuePolicy: policy,
      stages: stages,
      endPoint: endPoint
    )
  }

  private mutating func noIssuePolicy(
    of node: FieldNode?,
    nonScores: [NonScore]?
  ) -> NoIssuePolicy? {
    let policy = word("noIssuePolicy", of: node, as: NoIssuePolicy.self)
    guard let node, let nonScores else { return policy }
    let pointer = node.pointer(to: "noIssuePolicy")
    let isStated = node.fields["noIssuePolicy"] != nil
    if nonScores.contains(.noIssue), !isStated {
      report(pointer, "is missing although noIssue is allowed; write exclude or top.")
    } else if !nonScores.contains(.noIssue), isStated {
      report(pointer, "has nothing to rule, for noIssue is not in nonScores; remove it.")
    }
    return policy
  }

  private mutating func stageNames(of node: FieldNode?, points: [ScalePoint]?) -> [StageName] {
    guard let node,
      let list = list("stages", of: node, allowsEmpty: true, limit: PackLimits.pointsMax)
    else { return [] }
    let used = points.map { Set($0.compactMap(\.stage)) }
    var names: [StageName] = []
    for (index, json) in list.enumerated() {
      let entry = self.node(
        json,
        at: "\(node.pointer(to: "stages"))/\(index)",
        required: ["stage", "label"]
      )
      let stage = integer("stage", of: entry, in: 1...PackLimits.pointsMax)
      let label = text("label", of: entry, limit: PackLimits.labelBytesMax)
      guard let entry, let stage, let label else { continue }
      if names.contains(where: { $0.stage == stage }) {
        report(entry.pointer(to: "stage"), "repeats stage \(stage); name each stage once.")
      } else if let used, !used.contains(stage) {
        report(entry.pointer(to: "stage"), "names stage \(stage), which no point has; remove it.")
      }
      names.append(StageName(stage: stage, label: label))
    }
    return names
  }

  private mutating func endPoint(of node: FieldNode?, points: [ScalePoint]?) -> String? {
    guard let node, node.fields["endPoint"] != nil else { return nil }
    let code = text("endPoint", of: node, limit: PackLimits.titleBytesMax)
    guard let code, let points, !points.contains(where: { $0.code == code }) else { return code }
    report(node.pointer(to: "endPoint"), "is no point of the scale; use the code of one.")
    return code
  }
}
