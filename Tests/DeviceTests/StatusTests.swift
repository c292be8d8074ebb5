import Casework
import StarmapDevice
import SyncProtocol
import Testing
import WireFormat

struct StatusTests {
  @Test func `status counts what the store holds`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    let first = test.machine.now
    _ = try test.device.addReading(try Invented.reading(), family: Invented.family)
    test.machine.pass(60_000)
    _ = try test.device.addReading(try Invented.reading(), family: Invented.family)
    _ = try test.device.add(.goal, ["text": "Goal"], family: Invented.family)

    #expect(
      try test.device.status()
        == DeviceStatus(
          unsent: 3,
          unsentByKind: ["reading": 2, "new goal": 1],
          oldestUnsent: first,
          openReviews: 0,
          notBackedUp: 0,
          lastFullSync: nil,
          families: 1,
          seq: 10
        )
    )

    var server = ScriptedServer()
    _ = try server.sync(test) { request, _ in
      request.isPush ? try .results(of: request) : .nothingNew(seq: 30)
    }

    #expect(
      try test.device.status()
        == DeviceStatus(
          unsent: 0,
          unsentByKind: [:],
          oldestUnsent: nil,
          openReviews: 0,
          notBackedUp: 3,
          lastFullSync: test.machine.now,
          families: 1,
          seq: 30
        )
    )
  }

  @Test func `open review items are counted again after an eviction`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    let item = ReviewItem(
      kind: .late,
      opened: 5,
      subjectType: .reading,
      subject: RecordID(high: 4, low: 5),
      author: nil
    )
    try test.pull([.put(.review(RecordID(high: 4, low: 4), version: 11, item))], seq: 11)
    #expect(try test.device.status().openReviews == 1)
    #expect(try test.device.reviews().map(\.item) == [item])

    try test.pull([.evict(Invented.family)], seq: 12)

    #expect(try test.device.status().openReviews == 0)
    #expect(try test.device.reviews() == [])
  }

  @Test func `every kind of operation has words`() {
    #expect(OperationKind.allCases.allSatisfy { !$0.words.isEmpty })
  }
}
