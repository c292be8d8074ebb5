import Casework
import Reconciliation
import Testing
import WireFormat

/// Which step in the life of reference data may be taken when, and by whom.
@Suite struct ReferenceLifeTests {
  private static let key = ReferenceKey(kind: .crosswalk, id: "tool-to-common", version: "1.0.0")
  private static let north = UnitID(high: 1, low: 1)
  private static let south = UnitID(high: 1, low: 2)
  private static let both: Set<UnitID> = [north, south]

  private func signer(_ number: UInt64, for authority: UnitID? = nil) -> ReferenceSigner {
    ReferenceSigner(
      worker: WorkerID(high: 2, low: number),
      name: "Invented \(number)",
      authority: authority,
      authorityTitle: authority.map { $0 == Self.north ? "North" : "South" }
    )
  }

  /// A life with steps that are taken by the rules.
  private func life(
    _ steps: [(ReferenceStep, ReferenceSigner?)],
    from state: ReferenceState = .draft
  ) throws -> ReferenceLife {
    var decisions: [ReferenceDecision] = []
    for (step, signer) in steps {
      let life = ReferenceLife(documentState: state, decisions: decisions)
      decisions.append(
        ReferenceDecision(
          key: Self.key,
          step: step,
          state: try life.state(
            after: step,
            by: signer,
            reason: "Invented.",
            authorities: Self.both
          ),
          signer: signer,
          reason: "Invented.",
          milliseconds: Int64(decisions.count)
        )
      )
    }
    return ReferenceLife(documentState: state, decisions: decisions)
  }

  private func refusal(
    of step: ReferenceStep,
    by signer: ReferenceSigner?,
    in life: ReferenceLife,
    authorities: Set<UnitID> = both
  ) -> ReferenceRefusal? {
    #expect(throws: ReferenceRefusal.self) {
      try life.state(after: step, by: signer, authorities: authorities)
    }
  }

  @Test func `two people of two authorities approve, and the proposer is neither`() throws {
    let proposed = try life([(.propose, signer(1, for: Self.north))])
    #expect(proposed.state == .proposed)
    #expect(
      refusal(of: .approve, by: signer(1, for: Self.north), in: proposed) == .ownProposal
    )
    // Neither does the other authority's hat make it another person.
    #expect(
      refusal(of: .approve, by: signer(1, for: Self.south), in: proposed) == .ownProposal
    )

    let one = try life([
      (.propose, signer(1, for: Self.north)), (.approve, signer(2, for: Self.north)),
    ])
    #expect(one.state == .proposed)
    #expect(
      refusal(of: .approve, by: signer(3, for: Self.north), in: one)
        == .authorityHasSigned("North")
    )
    #expect(refusal(of: .approve, by: signer(2, for: Self.south), in: one) == .personHasSigned)
    #expect(refusal(of: .approve, by: signer(4), in: one) == .noAuthority)
    #expect(refusal(of: .approve, by: nil, in: one) == .noAuthority)

    let two = try life([
      (.propose, signer(1, for: Self.north)), (.approve, signer(2, for: Self.north)),
      (.approve, signer(3, for: Self.south)),
    ])
    #expect(two.state == .approved)
    #expect(two.approvals.count == 2)
    #expect(two.proposer == signer(1, for: Self.north))
  }

  @Test func `one authority alone cannot sign anything off`() throws {
    let proposed = try life([(.propose, nil)])

    #expect(
      refusal(
        of: .approve,
        by: signer(1, for: Self.north),
        in: proposed,
        authorities: [Self.north]
      ) == .oneAuthority
    )
  }

  @Test func `every step has states from which it leads on, and others from which it does not`() {
    let allowed: [ReferenceStep: Set<ReferenceState>] = [
      .store: [],
      .propose: [.draft, .reference],
      .approve: [.proposed],
      .activate: [.approved],
      .supersede: [.approved, .active],
      .withdraw: [.draft, .proposed, .approved, .active, .superseded, .reference],
    ]
    for step in ReferenceStep.allCases {
      for state in ReferenceState.allCases {
        let life = ReferenceLife(documentState: state)
        let after = try? life.state(
          after: step,
          by: signer(9, for: Self.north),
          reason: "Invented.",
          authorities: Self.both
        )
        #expect((after != nil) == (allowed[step]?.contains(state) == true), "\(step) from \(state)")
      }
    }
  }

  @Test func `a withdrawal has a reason and is the end`() throws {
    #expect(refusal(of: .withdraw, by: signer(1), in: try life([])) == .reasonRequired)
    let withdrawn = try life([(.propose, signer(1)), (.withdraw, signer(2))])

    #expect(withdrawn.state == .withdrawn)
    #expect(withdrawn.withdrawal?.reason == "Invented.")
    for step in ReferenceStep.allCases {
      #expect(refusal(of: step, by: signer(3), in: withdrawn) == .wrongState(step, .withdrawn))
    }
  }

  @Test func `a step is read back as it was written`() throws {
    for signer in [nil, signer(1), signer(2, for: Self.south)] {
      let decision = ReferenceDecision(
        key: Self.key,
        step: .approve,
        state: .approved,
        signer: signer,
        reason: "Read.",
        milliseconds: 5,
        order: 2
      )
      #expect(ReferenceDecision(json: decision.json) == decision)
    }
    #expect(ReferenceDecision(json: ["kind": "crosswalk"]) == nil)
  }
}
