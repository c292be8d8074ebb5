import Casework
import HTTPTypes
import Instruments
import Reconciliation
import Storage
import SyncProtocol
import SyncServer
import WireFormat

extension Route {
  /// Frameworks, crosswalks, policies and rules: versions, differences, sign-offs and dry runs.
  static let references: [Route] = [
    .get("/v1/references", query: ["kind"]) { call, principal in
      let kind = try call.query["kind"].map { try ReferenceKind(named: $0) }
      let items = try await call.gate.read { _, reader in
        try reader.checkReading(principal)
        return try ServerCore.references(from: reader)
          .filter { kind == nil || $0.key.kind == kind }
          .map { $0.summary }
      }
      return .json(["items": .array(items), "next": .null])
    },
    .post("/v1/references") { call, principal in
      try call.json.checkNames(["content", "draft", "reason"], of: "proposal")
      let content = call.json["content"] ?? .null
      let reason = try call.reason
      let isDraft = call.json["draft"]?.bool ?? false
      try await call.checkWording(of: content, by: principal)
      let stored = try await call.gate.commit { core, writer in
        try core.propose(content, isDraft: isDraft, reason: reason, by: principal, into: writer)
      }
      var answer = Answer.json(stored.whole, status: .created)
      answer.fields[.location] = stored.path
      return answer
    },
    .get("/v1/references/{kind}/{id}/{version}") { call, principal in
      let key = try call.referenceKey
      return .json(
        try await call.gate.read { _, reader in
          try reader.checkReading(principal, orNotFound: true)
          return try ServerCore.reference(key, from: reader).whole
        }
      )
    },
    .get("/v1/references/{kind}/{id}/{version}/diff", query: ["from"]) { call, principal in
      let key = try call.referenceKey
      let earlier = call.query["from"]
      return .json(
        try await call.gate.read { _, reader in
          try reader.checkReading(principal, orNotFound: true)
          return try ReferenceDifference(of: key, from: earlier, in: reader).json
        }
      )
    },
    step(.propose), step(.approve), step(.activate), step(.withdraw),
  ]

  private static func step(_ step: ReferenceStep) -> Route {
    .post("/v1/references/{kind}/{id}/{version}/\(step.rawValue)") { call, principal in
      let key = try call.referenceKey
      try await call.gate.read { _, reader in
        try reader.checkReading(principal, orNotFound: true)
        _ = try ServerCore.reference(key, from: reader)
      }
      try call.json.checkNames(["reason", "authority"], of: "step")
      let reason = try call.reason
      let authority = call.json["authority"]?.string
      let stored = try await call.gate.commit { core, writer in
        try core.decide(
          step,
          on: key,
          reason: reason,
          authority: authority,
          by: principal,
          into: writer
        )
      }
      return .json(stored.whole)
    }
  }
}

extension ReferenceKind {
  init(named name: String) throws(Refusal) {
    guard let kind = ReferenceKind(rawValue: name) else {
      let kinds = Self.allCases.map(\.rawValue).joined(separator: ", ")
      throw Refusal(.invalidRequest, "The `kind` must be one of \(kinds).")
    }
    self = kind
  }
}

extension Call {
  /// The version that the path names.
  fileprivate var referenceKey: ReferenceKey {
    get throws(Refusal) {
      guard let kind = ReferenceKind(rawValue: path["kind"] ?? ""), let id = path["id"],
        let version = path["version"]
      else { throw Call.notFound }
      return ReferenceKey(kind: kind, id: id, version: version)
    }
  }

  /// The reason in the body, at most 2,000 bytes; empty when there is none.
  fileprivate var reason: String {
    get throws(Refusal) {
      guard let given = json["reason"], !given.isNull else { return "" }
      guard let text = given.string, text.utf8.count <= 2000 else {
        throw Refusal(.invalidField, "The field `reason` must be a text of at most 2000 bytes.")
      }
      return text
    }
  }

  /// Reckons every closed episode again when a crosswalk's number says that only words have changed.
  ///
  /// - Throws: `Refusal` when a result would change all the same.
  fileprivate func checkWording(of content: JSON, by principal: Principal) async throws {
    guard case .crosswalk(let crosswalk) = try ServerCore.document(content) else { return }
    try await gate.read { core, reader in
      try reader.checkReading(principal)
      let references = try ServerCore.references(from: reader)
      guard let earlier = ServerCore.predecessor(of: crosswalk, among: references),
        let version = SemanticVersion(crosswalk.version),
        let before = SemanticVersion(earlier.version),
        !version.mayFollow(before, after: .minor)
      else { return }
      let run = try DryRun(reader: reader, core: core, principal: principal)
      let comparison = try run.comparison(
        before: .document(.crosswalk(earlier)),
        after: .document(.crosswalk(crosswalk))
      )
      guard comparison.changes.isEmpty else {
        throw Refusal(
          .invalidReference,
          "\(crosswalk.name) is numbered as if only words had changed since \(earlier.version), and "
            + "\(comparison.changedEpisodes) closed episodes would have other results; give it a "
            + "higher version."
        )
      }
    }
  }
}

extension LedgerReader {
  /// Refuses whoever may not read reference data.
  func checkReading(_ principal: Principal, orNotFound: Bool = false) throws {
    guard try scope(of: principal, at: clock().head).allows(.readCrosswalk) else {
      throw orNotFound
        ? Call.notFound
        : Refusal(.forbidden, "Your role does not read crosswalks; ask a partnership lead.")
    }
  }
}

/// How a version differs from an earlier one of the same id.
private struct ReferenceDifference {
  let json: JSON

  init(of key: ReferenceKey, from earlier: String?, in reader: any LedgerReader) throws {
    let references = try ServerCore.references(from: reader)
    guard let later = references.first(where: { $0.key == key }) else { throw Call.notFound }
    guard case .crosswalk(let crosswalk) = later.document else {
      throw Refusal(
        .invalidRequest,
        "Only crosswalks are compared edge by edge; show both instead."
      )
    }
    let before: Crosswalk?
    if let earlier {
      let named = ReferenceKey(kind: key.kind, id: key.id, version: earlier)
      guard let stored = references.first(where: { $0.key == named }),
        case .crosswalk(let other) = stored.document
      else { throw Call.notFound }
      before = other
    } else {
      before = ServerCore.predecessor(of: crosswalk, among: references)
    }
    guard let before else {
      throw Refusal(
        .notFound,
        "No earlier version of \(key.id) is stored; there is nothing to compare."
      )
    }
    let diff = CrosswalkDiff(from: before, to: crosswalk)
    json = [
      "id": .string(key.id), "from": .string(before.version), "to": .string(key.version),
      "demands": .string(diff.demands.title), "changes": .array(diff.changes.map(\.json)),
      "problem": diff.versionProblem.map { .string($0) } ?? .null,
    ]
  }
}
