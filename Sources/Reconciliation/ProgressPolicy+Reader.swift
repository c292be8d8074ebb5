import Instruments
import WireFormat

extension ProgressPolicy {
  /// Reads a policy strictly.
  ///
  /// - Parameter bytes: The file, UTF-8 JSON of at most 1 MiB; every field must be there.
  /// - Throws: ``ReferenceProblem`` with everything that is wrong, not only the first.
  package init(bytes: [UInt8]) throws(ReferenceProblem) {
    var fields = ReferenceFields()
    guard let json = fields.document(bytes), let policy = Self.read(json, &fields),
      fields.faults.isEmpty
    else { throw ReferenceProblem(faults: fields.faults) }
    self = policy
  }

  private static func read(_ json: JSON, _ fields: inout ReferenceFields) -> ProgressPolicy? {
    let days = 0...ReferenceLimits.daysMax
    let root = fields.node(json, at: "", required: standard.json.object?.keys.sorted() ?? [])
    let id = fields.id("id", of: root)
    let version = fields.id("version", of: root)
    let before = fields.integer("baselineBeforeDays", of: root, in: days)
    let window = fields.integer("baselineWindowDays", of: root, in: days)
    let gap = fields.integer("minGapDays", of: root, in: days)
    let after = fields.integer("afterEndDays", of: root, in: days)
    let retrospective = fields.word("retrospective", of: root, as: RetrospectivePolicy.self)
    let coverage = fields.integer("minCoveragePercent", of: root, in: 0...100)
    let noIssue = fields.word("noIssuePolicy", of: root, as: NoIssuePolicy.self)
    let framework = fields.key("framework", id: "id", of: root)
    let mains = fields.texts("mainInstrument", of: root)
    guard let id, let version, let before, let window, let gap, let after, let retrospective,
      let coverage, let noIssue, let framework, let mains
    else { return nil }
    return ProgressPolicy(
      id: id,
      version: version,
      baselineBeforeDays: before,
      baselineWindowDays: window,
      minGapDays: gap,
      afterEndDays: after,
      retrospective: retrospective,
      minCoveragePerMillion: coverage * 10_000,
      noIssuePolicy: noIssue,
      framework: FrameworkKey(id: framework.id, version: framework.version),
      mainInstrument: mains
    )
  }
}

extension ReferenceFields {
  /// Reads an object whose values are all texts.
  fileprivate mutating func texts(_ name: String, of node: FieldNode?) -> [String: String]? {
    guard let node, let json = node.fields[name] else { return nil }
    let texts = json.object?.compactMapValues(\.string)
    guard let texts, texts.count == json.object?.count else {
      report(node.pointer(to: name), "is not an object of texts; write it as {\"…\":\"…\"}.")
      return nil
    }
    return texts
  }
}
