import Casework
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// What the server cannot process is kept for people, and holds up nothing behind it.
struct ServerFaultTests {
  private let world: ServerWorld
  private let device: WireDevice
  private let family: FamilyID

  init() throws {
    world = try ServerWorld()
    device = try world.device(of: world.people.robin)
    family = try device.addFamily()
  }

  /// Writes a goal whose stored bytes nobody can read.
  private func damagedGoal() throws -> RecordID {
    let goal: RecordID = device.id()
    let family = family
    let now = world.clock.wall
    try world.commit { _, writer in
      let clock = try writer.clock()
      let seq = clock.head + 1
      try writer.put(
        StoredRecord(
          id: goal,
          type: .goal,
          family: family,
          recordClass: RecordType.goal.recordClass,
          version: seq,
          author: nil,
          made: now,
          body: Array("{\"text\":".utf8)
        )
      )
      let digest = CommitChain.digest([])
      let chain = CommitChain.next(after: clock.chain, seq: seq, digest: digest)
      try writer.append(
        CommitEntry(seq: seq, time: now, device: nil, digest: digest, chain: chain)
      )
    }
    return goal
  }

  @Test func `an edit of a damaged record is kept, and what follows takes effect`() throws {
    let goal = try damagedGoal()
    let edit = device.operation(.goalSet, goal, family: family, ["text": "Invented"])
    let note = device.operation(.noteAdd, family: family, InventedWork.note)

    let results = try device.push([edit, note]).results

    #expect(results.map(\.status) == [.quarantined, .applied])
    #expect(results[0].code == .serverFault)
    let review = try #require(results[0].reviews.first)
    #expect(try world.quarantined(review) == edit.line)
  }

  @Test func `a group with an edit of a damaged record is held as a whole`() throws {
    let goal = try damagedGoal()
    let group: OperationID = device.id()
    let operations = [
      device.operation(.noteAdd, family: family, group: group, InventedWork.note),
      device.operation(.goalSet, goal, family: family, group: group, ["text": "Invented"]),
      device.operation(.noteAdd, family: family, InventedWork.note),
    ]

    let results = try device.push(operations).results

    #expect(results.map(\.status) == [.blocked, .quarantined, .applied])
    #expect(try world.record(operations[0].record) == nil)
    #expect(try world.record(operations[2].record) != nil)
  }

  @Test(arguments: ["", String(repeating: "k", count: 65)])
  func `a kind without a proper name is refused, and what follows takes effect`(
    _ kind: String
  ) throws {
    let odd = device.operation(.noteAdd, family: family, InventedWork.note)
    let line = String(decoding: odd.line, as: UTF8.self)
      .replacing("\"k\":\"note.add\"", with: "\"k\":\"\(kind)\"")
    let note = device.operation(.noteAdd, family: family, InventedWork.note)

    let results = try device.push(lines: [Array(line.utf8), note.line]).results

    #expect(results.map(\.status) == [.rejected, .applied])
    #expect(results.map(\.id) == [odd.id, note.id])
    #expect(results[0].code == .invalidOperation)
  }

  @Test(arguments: ["0", "-1", "1e400", "99999999999999999999", "null", "\"1\""])
  func `a line without a proper number has the one that is due`(_ number: String) throws {
    let odd = device.operation(.noteAdd, family: family, InventedWork.note)
    let line = String(decoding: odd.line, as: UTF8.self)
      .replacing("\"n\":\(odd.number),", with: "\"n\":\(number),")
    let note = device.operation(.noteAdd, family: family, InventedWork.note)

    let results = try device.push(lines: [Array(line.utf8), note.line]).results

    #expect(results.map(\.status) == [.rejected, .applied])
    #expect(results.map(\.number) == [odd.number, note.number])
  }
}
