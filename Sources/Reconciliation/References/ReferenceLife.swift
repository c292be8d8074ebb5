package import Casework

/// The life of one version of reference data: what its file says, and every step taken since.
///
/// The states are `draft → proposed → approved → active → superseded | withdrawn`. A version is
/// approved once every authority of the partnership has signed it off: each once, by a different
/// named person, and never by whoever proposed it. A step never changes what the version says.
package struct ReferenceLife: Hashable, Sendable {
  /// The state that the file itself claims.
  package let documentState: ReferenceState
  /// The steps, oldest first.
  package let decisions: [ReferenceDecision]

  /// Makes a life from the file's own state and the steps, oldest first.
  package init(documentState: ReferenceState, decisions: [ReferenceDecision] = []) {
    self.documentState = documentState
    self.decisions = decisions
  }

  /// The state now.
  package var state: ReferenceState { decisions.last?.state ?? documentState }

  /// Who proposed it; `nil` when nobody did or the server's own console did.
  package var proposer: ReferenceSigner? {
    decisions.last { $0.step == .propose }?.signer
  }

  /// The sign-offs since it was last proposed, oldest first.
  package var approvals: [ReferenceDecision] {
    let start = decisions.lastIndex { $0.step == .propose } ?? decisions.startIndex
    return decisions[start...].filter { $0.step == .approve }
  }

  /// The step that took it out of use; `nil` while it is not withdrawn.
  package var withdrawal: ReferenceDecision? {
    state == .withdrawn ? decisions.last { $0.step == .withdraw } : nil
  }

  /// Judges a step.
  ///
  /// - Parameters:
  ///   - step: The step.
  ///   - signer: Who would take it.
  ///   - reason: Why.
  ///   - authorities: Every authority whose sign-off is needed.
  /// - Returns: The state that the step leads to.
  /// - Throws: ``ReferenceRefusal`` when it may not be taken.
  package func state(
    after step: ReferenceStep,
    by signer: ReferenceSigner?,
    reason: String = "",
    authorities: Set<UnitID> = []
  ) throws(ReferenceRefusal) -> ReferenceState {
    let from: Set<ReferenceState> =
      switch step {
      case .store: []
      case .propose: [.draft, .reference]
      case .approve: [.proposed]
      case .activate: [.approved]
      case .supersede: [.approved, .active]
      case .withdraw: [.draft, .proposed, .approved, .active, .superseded, .reference]
      }
    guard from.contains(state) else { throw .wrongState(step, state) }
    switch step {
    case .store: return .draft
    case .propose: return .proposed
    case .approve: return try stateAfterApproval(by: signer, authorities: authorities)
    case .activate: return .active
    case .supersede: return .superseded
    case .withdraw:
      guard !reason.allSatisfy(\.isWhitespace) else { throw .reasonRequired }
      return .withdrawn
    }
  }

  private func stateAfterApproval(
    by signer: ReferenceSigner?,
    authorities: Set<UnitID>
  ) throws(ReferenceRefusal) -> ReferenceState {
    guard let signer, let authority = signer.authority, authorities.contains(authority) else {
      throw .noAuthority
    }
    guard authorities.count >= 2 else { throw .oneAuthority }
    guard signer.worker != proposer?.worker else { throw .ownProposal }
    let given = approvals.compactMap(\.signer)
    guard !given.contains(where: { $0.authority == authority }) else {
      throw .authorityHasSigned(signer.authorityTitle ?? "")
    }
    guard !given.contains(where: { $0.worker == signer.worker }) else { throw .personHasSigned }
    let signed = Set(given.compactMap(\.authority)).union([authority])
    return authorities.isSubset(of: signed) ? .approved : .proposed
  }
}

/// Why a step in the life of reference data may not be taken.
package enum ReferenceRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// The version is in a state from which the step does not lead on.
  case wrongState(ReferenceStep, ReferenceState)
  /// Whoever proposed it would sign it off.
  case ownProposal
  /// The authority with this title has signed it off already.
  case authorityHasSigned(String)
  /// The same person has signed it off for another authority.
  case personHasSigned
  /// Whoever signs has no place in an authority.
  case noAuthority
  /// The partnership has fewer than two authorities, so that nothing can be signed off by both.
  case oneAuthority
  /// A step that takes something out of use has no reason.
  case reasonRequired

  /// The public code, one of those in `API/problems.md`.
  package var code: String {
    switch self {
    case .wrongState, .oneAuthority: "wrong-state"
    case .ownProposal, .personHasSigned: "second-person-needed"
    case .authorityHasSigned: "already-exists"
    case .noAuthority: "forbidden"
    case .reasonRequired: "reason-required"
    }
  }

  /// One sentence or two: what is wrong, and what to do.
  package var description: String {
    switch self {
    case .wrongState(let step, let state):
      "It is \(state.rawValue), and \(step.rawValue) does not lead on from there; "
        + (state == .withdrawn || state == .superseded || state == .approved || state == .active
          ? "give a changed file a new version and propose that." : Self.remedy(for: step))
    case .ownProposal:
      "Whoever proposed it does not sign it off; another partnership lead of the authority does."
    case .authorityHasSigned(let title):
      "\(title.isEmpty ? "The authority" : title) has signed it off already; "
        + "each authority signs once."
    case .personHasSigned:
      "You have signed it off for another authority; each authority's sign-off is another person's."
    case .noAuthority:
      "A sign-off is given for an authority; ask an administrator for a place as partnership lead "
        + "in yours, or name with `authority` one in which you have it."
    case .oneAuthority:
      "A sign-off needs two authorities, and the partnership has fewer; add the other's unit."
    case .reasonRequired:
      "What is taken out of use needs a reason; give one."
    }
  }

  private static func remedy(for step: ReferenceStep) -> String {
    switch step {
    case .store: "store a new version."
    case .propose: "it needs no proposal."
    case .approve: "propose it first."
    case .activate, .supersede: "every authority must sign it off first."
    case .withdraw: "it is out of use already."
    }
  }
}
