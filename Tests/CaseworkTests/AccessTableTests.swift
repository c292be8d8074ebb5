import Casework
import Testing

/// The access table, written down a second time, row by row, as the partnership decided it.
struct AccessTableTests {
  private static let roles: [Role] = [
    .practitioner, .supervisor, .partnershipLead, .partner, .auditor, .administrator,
  ]

  private static let rows: [(action: Action, reaches: [Reach])] = [
    (.casework, [.assigned, .subtree, .aggregates, .shared, .none, .none]),
    (.assign, [.none, .subtree, .none, .none, .none, .none]),
    (.exportInternal, [.assigned, .subtree, .none, .none, .none, .none]),
    (.exportRelease, [.none, .subtree, .partnership, .none, .none, .none]),
    (.readCrosswalk, [.none, .none, .partnership, .none, .partnership, .none]),
    (.decideCrosswalk, [.none, .none, .partnership, .none, .none, .none]),
    (.installPack, [.none, .none, .none, .none, .none, .partnership]),
    (.runAudit, [.none, .none, .partnership, .none, .none, .none]),
    (.readAudit, [.none, .subtree, .partnership, .none, .partnership, .none]),
    (.importRecords, [.none, .none, .none, .none, .none, .partnership]),
    (.managePeople, [.own, .subtree, .none, .none, .none, .partnership]),
    (.readPeople, [.own, .subtree, .none, .none, .partnership, .partnership]),
    (.readActivity, [.own, .subtree, .none, .none, .partnership, .integrity]),
  ]

  @Test(arguments: rows)
  func `each role reaches as far as the decision says`(_ action: Action, _ reaches: [Reach]) {
    #expect(Self.roles.map { AccessTable.reach(of: $0, for: action) } == reaches)
  }

  @Test func `the rows cover every action once and the columns every role`() {
    #expect(Self.rows.map(\.action) == Action.allCases)
    #expect(Self.roles == Role.allCases)
  }

  @Test func `an administrator never reads a family`() {
    let reach = AccessTable.reach(of: .administrator, for: .casework)

    #expect(reach == .none)
  }
}
