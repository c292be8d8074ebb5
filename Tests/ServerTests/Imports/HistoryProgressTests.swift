import Casework
import Reconciliation
import SQLiteStorage
import Storage
import SyncProtocol
import SyncServer
import Testing
import WireFormat

@testable import Server

/// The invented history of two councils, in by import and out as figures.
@Suite(.serialized) struct HistoryProgressTests {
  @Test func `the history gives the expected figures, and a second import changes nothing`()
    throws
  {
    let world = try HistoryWorld()
    let first = try world.run(HistoryWorld.request())
    let expected = try HistoryWorld.json("expected.json")

    let progress = try world.progress()

    #expect(differences(expected["pairing"] ?? .null, ExpectedFigures.pairing(progress)) == [])
    #expect(differences(expected["areas"] ?? .null, ExpectedFigures.areas(progress)) == [])
    #expect(differences(expected["outcomes"] ?? .null, ExpectedFigures.outcomes(progress)) == [])
    #expect(progress.refusedCrosswalks.isEmpty)

    let head = try world.ledger.read { try $0.clock().head }
    let second = try world.run(HistoryWorld.request(isReversed: true))
    #expect(try world.ledger.read { try $0.clock().head } == head)
    #expect(second["stored"] == [:])
    #expect(second["notes"] == first["notes"])
    #expect(second["heldBefore"] == first["held"])
  }
}
