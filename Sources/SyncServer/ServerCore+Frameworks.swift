import Casework
import Instruments
package import Reconciliation
package import Storage
package import SyncProtocol
package import WireFormat

extension ServerCore {
  /// Installs reference data of any kind at the server's own console.
  ///
  /// A version is never changed: the same content again changes nothing, other content needs a new version.
  /// A crosswalk must fit the instruments and frameworks that are installed. A file that claims to be signed
  /// off is proposed: sign-offs are given here, by the authorities.
  ///
  /// - Returns: What it was: `kind`, `id`, `version`, `state`.
  /// - Throws: ``Refusal`` that names every problem.
  @discardableResult
  package func installReference(
    _ json: JSON,
    into writer: any LedgerWriter
  ) throws -> JSON {
    let document = try Self.document(json)
    let references = try Self.references(from: writer)
    if let stored = references.first(where: { $0.key == document.key }) {
      try stored.refuseOtherContent(than: document)
      return stored.document.answer(stored.life.state)
    }
    try check(document, beside: references, from: writer)
    var state = document.claimedState
    try referenceCommit(
      by: nil,
      action: "\(document.key.kind.rawValue).add",
      line: json,
      writer
    ) { segment in
      try segment.put(document)
      if document.key.kind != .policy, state.isPastProposal {
        state = .proposed
        try segment.put(
          ReferenceDecision(
            key: document.key,
            step: .propose,
            state: .proposed,
            signer: nil,
            reason: "The file says that it is \(document.claimedState.rawValue).",
            milliseconds: segment.receipt
          )
        )
      }
      return document.key.recordID
    }
    return document.answer(state)
  }

  /// Reads a file of reference data.
  ///
  /// - Throws: ``Refusal`` that names every fault.
  package static func document(_ json: JSON) throws(Refusal) -> ReferenceDocument {
    do throws(ReferenceProblem) {
      return try ReferenceDocument(json)
    } catch {
      throw Refusal(.invalidReference, error.description)
    }
  }

  /// Refuses a version that does not fit what is installed, or whose number is too small for what it changes.
  func check(
    _ document: ReferenceDocument,
    beside references: [StoredReference],
    from reader: any LedgerReader
  ) throws {
    var problems: [String] = []
    if case .crosswalk(let crosswalk) = document {
      problems = CrosswalkCheck.problems(
        of: crosswalk,
        catalogue: try Self.catalogue(from: reader),
        frameworks: references.compactMap(\.document.framework)
      ).map(\.message)
      if let earlier = Self.predecessor(of: crosswalk, among: references),
        SemanticVersion(crosswalk.version) != nil || SemanticVersion(earlier.version) != nil,
        let problem = CrosswalkDiff(from: earlier, to: crosswalk).versionProblem
      {
        problems.append(problem)
      }
    }
    guard problems.isEmpty else {
      throw Refusal(
        .invalidReference,
        "The \(document.key) is not usable: \(problems.joined(separator: " "))"
      )
    }
  }

  /// The version that a crosswalk follows: the one that it says it supersedes, or else the newest earlier one.
  package static func predecessor(
    of crosswalk: Crosswalk,
    among references: [StoredReference]
  ) -> Crosswalk? {
    let others = references.compactMap(\.document.crosswalk)
      .filter { $0.id == crosswalk.id && $0.version != crosswalk.version }
    if let named = crosswalk.json["supersedes"]?.string {
      return others.first { $0.version == named }
    }
    return
      others
      .filter { isOlderVersion($0.version, than: crosswalk.version) }
      .max { isOlderVersion($0.version, than: $1.version) }
  }

  /// The frameworks, crosswalks, rules and policies of a snapshot, as they were at a seq.
  ///
  /// The policy in force is the one that came into use last, and of several at once the one of the highest
  /// version.
  package static func library(
    from reader: any LedgerReader,
    at seq: Int64? = nil
  ) throws -> ReconciliationLibrary {
    var library = ReconciliationLibrary(frameworks: [], crosswalks: [])
    var policy: (seq: Int64, policy: ProgressPolicy)?
    for reference in try references(from: reader, at: seq) {
      let state = reference.life.state
      switch reference.document {
      case .framework(let framework):
        if state != .withdrawn { library.frameworks.append(framework.inState(state)) }
      case .crosswalk(let crosswalk): library.crosswalks.append(crosswalk.inState(state))
      case .policy(let candidate) where state.isSignedOff:
        if policy.map({ candidate.isNewer(than: $0, at: reference.decidedSeq) }) ?? true {
          policy = (reference.decidedSeq, candidate)
        }
      case .changeRule(let rule) where state.isSignedOff: library.changeRules.append(rule)
      case .compatibility(let edge) where state.isSignedOff: library.compatibilities.append(edge)
      case .disclosure(let disclosure) where state == .active: library.disclosure = disclosure
      default: break
      }
    }
    if let policy { library.policy = policy.policy }
    return library
  }
}

extension ProgressPolicy {
  fileprivate func isNewer(
    than other: (seq: Int64, policy: ProgressPolicy),
    at seq: Int64
  ) -> Bool {
    if seq != other.seq { return seq > other.seq }
    if version != other.policy.version {
      return isOlderVersion(other.policy.version, than: version)
    }
    return id > other.policy.id
  }
}

extension StoredReference {
  /// Refuses a file that says something else under the same version.
  func refuseOtherContent(than document: ReferenceDocument) throws(Refusal) {
    guard self.document.json.canonical == document.json.canonical else {
      throw Refusal(
        .immutable,
        "The \(key) is installed with other content; a version never changes. "
          + "Give it a new version."
      )
    }
  }
}

extension ReferenceDocument {
  fileprivate func answer(_ state: ReferenceState) -> JSON {
    [
      "kind": .string(key.kind.rawValue), "id": .string(key.id), "version": .string(key.version),
      "state": .string(state.rawValue),
    ]
  }

  var crosswalk: Crosswalk? {
    guard case .crosswalk(let crosswalk) = self else { return nil }
    return crosswalk
  }

  var framework: Framework? {
    guard case .framework(let framework) = self else { return nil }
    return framework
  }
}

extension ReferenceState {
  /// Whether only sign-offs, or what followed them, lead to it.
  fileprivate var isPastProposal: Bool {
    switch self {
    case .approved, .active, .superseded, .withdrawn: true
    case .draft, .proposed, .reference: false
    }
  }
}

extension Segment {
  /// Writes a version of reference data.
  func put(_ document: ReferenceDocument) throws {
    let type = document.key.kind.recordType
    try put(
      document.json,
      id: document.key.recordID,
      type: type,
      family: type.isReference ? .reference : .study
    )
  }

  /// Writes a step in the life of reference data.
  func put(_ decision: ReferenceDecision) throws {
    try put(
      decision.json,
      id: core.surroundings.newID(),
      type: .decision,
      family: .study
    )
  }

  private func put(_ json: JSON, id: RecordID, type: RecordType, family: FamilyID) throws {
    try put(
      StoredRecord(
        id: id,
        type: type,
        family: family,
        recordClass: .core,
        version: seq,
        author: principal?.worker,
        made: receipt,
        body: json.canonical
      )
    )
  }
}
