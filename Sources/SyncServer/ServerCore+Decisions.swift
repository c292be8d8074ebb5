package import Casework
package import Reconciliation
package import Storage
package import SyncProtocol
package import WireFormat

extension ServerCore {
  /// Stores a new version of reference data, as a draft or as a proposal.
  ///
  /// Whatever the file claims, it is no more than that until every authority has signed it off here.
  ///
  /// - Parameters:
  ///   - json: The file; the same content again changes nothing, but that a draft may become a proposal.
  ///   - isDraft: Whether it stays a draft.
  ///   - reason: What is to be said about it.
  ///   - principal: The partnership lead.
  ///   - writer: The commit.
  /// - Returns: The version with its life.
  /// - Throws: ``Refusal``, and then nothing is kept.
  package func propose(
    _ json: JSON,
    isDraft: Bool,
    reason: String,
    by principal: Principal,
    into writer: any LedgerWriter
  ) throws -> StoredReference {
    let segment = try decisionSegment(by: principal, writer)
    let document = try Self.document(json)
    let references = try Self.references(from: writer)
    if let stored = references.first(where: { $0.key == document.key }) {
      try stored.refuseOtherContent(than: document)
      guard stored.life.state == .draft, !isDraft else { return stored }
      return try decide(.propose, on: document.key, reason: reason, by: principal, into: writer)
    }
    if case .crosswalk(let crosswalk) = document, SemanticVersion(crosswalk.version) == nil {
      throw Refusal(
        .invalidReference,
        "The version \(crosswalk.version) is not of the form 1.2.3 or 1.2.3-draft.4; write one that is."
      )
    }
    try check(document, beside: references, from: writer)
    try segment.put(document)
    var taken: [TakenStep] = []
    if !isDraft {
      taken = [TakenStep(step: .propose, state: .proposed, key: document.key)]
    } else if document.claimedState != .draft {
      taken = [TakenStep(step: .store, state: .draft, key: document.key)]
    }
    try segment.put(
      taken,
      by: try signer(principal, for: .propose, authority: nil, writer),
      reason: reason
    )
    segment.note(json.canonical)
    let step = isDraft ? "store" : "propose"
    try segment.log(
      "\(document.key.kind.rawValue).\(step)",
      family: nil,
      record: document.key.recordID
    )
    try segment.close()
    return try Self.reference(document.key, from: writer)
  }

  /// Takes a step in the life of a version.
  ///
  /// Activating one supersedes every signed-off version of the same id.
  ///
  /// - Parameters:
  ///   - step: The step.
  ///   - key: The version.
  ///   - reason: Why.
  ///   - authority: The authority for which a sign-off is given, by its id or title; needed only by
  ///     somebody who is partnership lead in several.
  ///   - principal: The partnership lead.
  ///   - writer: The commit.
  /// - Returns: The version with its life.
  /// - Throws: ``Refusal``, and then nothing is kept.
  package func decide(
    _ step: ReferenceStep,
    on key: ReferenceKey,
    reason: String,
    authority: String? = nil,
    by principal: Principal,
    into writer: any LedgerWriter
  ) throws -> StoredReference {
    let segment = try decisionSegment(by: principal, writer)
    let references = try Self.references(from: writer)
    guard let stored = references.first(where: { $0.key == key }) else { throw Self.noReference }
    if step == .propose { try check(stored.document, beside: references, from: writer) }
    let signer = try signer(principal, for: step, authority: authority, writer)
    let authorities = Set(try AuthorityUnits(writer).all.keys)
    let state: ReferenceState
    do throws(ReferenceRefusal) {
      state = try stored.life.state(
        after: step,
        by: signer,
        reason: reason,
        authorities: authorities
      )
    } catch {
      throw Refusal(ProblemCode(rawValue: error.code) ?? .wrongState, error.description)
    }
    var taken: [TakenStep] = []
    if step == .activate {
      let replaced = references.filter {
        $0.key != key && $0.key.kind == key.kind && $0.key.id == key.id
          && $0.life.state.isSignedOff
      }
      taken = replaced.map { TakenStep(step: .supersede, state: .superseded, key: $0.key) }
    }
    taken.append(TakenStep(step: step, state: state, key: key))
    try segment.put(taken, by: signer, reason: reason)
    segment.note(
      JSON.object([
        "step": .string(step.rawValue), "of": .string(key.description), "reason": .string(reason),
      ]).canonical
    )
    try segment.log("\(key.kind.rawValue).\(step.rawValue)", family: nil, record: key.recordID)
    try segment.close()
    return try Self.reference(key, from: writer)
  }

  /// One version with its life.
  ///
  /// - Throws: ``Refusal`` when there is none.
  package static func reference(
    _ key: ReferenceKey,
    from reader: any LedgerReader
  ) throws -> StoredReference {
    guard let stored = try references(from: reader).first(where: { $0.key == key }) else {
      throw noReference
    }
    return stored
  }

  private static var noReference: Refusal {
    Refusal(.notFound, "There is no such record among what you may see.")
  }

  /// A commit by somebody who may decide about reference data.
  func decisionSegment(
    by principal: Principal,
    _ writer: any LedgerWriter
  ) throws -> Segment {
    let segment = try Segment(
      writer: writer,
      core: self,
      principal: principal,
      receipt: surroundings.now()
    )
    guard try segment.scope().allows(.decideCrosswalk) else {
      throw Refusal(.forbidden, "A partnership lead does this.")
    }
    return segment
  }

  /// Who takes a step, and for which authority: the one where the worker is partnership lead.
  func signer(
    _ principal: Principal,
    for step: ReferenceStep,
    authority: String?,
    _ writer: any LedgerWriter
  ) throws -> ReferenceSigner {
    let worker = try writer.reference(principal.worker.retagged(), type: .worker)
      .flatMap { try? JSON(strict: $0.body) }.flatMap { WorkerRecord(json: $0) }
    let units = try AuthorityUnits(writer)
    let led = try writer.memberships(of: principal.worker)
      .filter { $0.to == nil && $0.role == .partnershipLead }
      .compactMap { units.authority(above: $0.unit) }
    let candidates = Set(led).filter { unit in
      guard let authority else { return true }
      return unit.description == authority || units.all[unit] == authority
    }
    guard candidates.count <= 1 || step != .approve else {
      throw Refusal(
        .missingField,
        "You are partnership lead in several authorities; name with `authority` the one for which "
          + "you sign."
      )
    }
    let one = candidates.count == 1 ? candidates.first : nil
    return ReferenceSigner(
      worker: principal.worker,
      name: worker?.name ?? "",
      authority: one,
      authorityTitle: one.flatMap { units.all[$0] }
    )
  }
}

/// A step that is taken, and where it leads.
struct TakenStep {
  let step: ReferenceStep
  let state: ReferenceState
  let key: ReferenceKey
}

/// The authorities of the partnership.
package struct AuthorityUnits {
  /// Their titles.
  package let all: [UnitID: String]
  private let parents: [UnitID: UnitID]

  /// Reads the tree of units.
  package init(_ reader: any LedgerReader) throws {
    let units = try reader.references(of: .unit)
      .compactMap { (try? JSON(strict: $0.body)).flatMap { UnitRecord(json: $0) } }
    all = Dictionary(
      units.filter { $0.kind == .authority }.map { ($0.id, $0.title) }
    ) { first, _ in first }
    parents = Dictionary(
      units.compactMap { unit in unit.parent.map { (unit.id, $0) } }
    ) { first, _ in first }
  }

  /// The authority that a unit is or lies in; `nil` for the partnership itself.
  package func authority(above unit: UnitID) -> UnitID? {
    var current = unit
    // A tree of units is a few levels deep; the bound only guards against a cycle in bad data.
    for _ in 0..<32 {
      if all[current] != nil { return current }
      guard let parent = parents[current] else { return nil }
      current = parent
    }
    return nil
  }
}

extension Segment {
  /// Writes the steps of one commit in their order.
  func put(_ taken: [TakenStep], by signer: ReferenceSigner?, reason: String) throws {
    for (order, step) in taken.enumerated() {
      try put(
        ReferenceDecision(
          key: step.key,
          step: step.step,
          state: step.state,
          signer: signer,
          reason: reason,
          milliseconds: receipt,
          order: order
        )
      )
    }
  }
}
