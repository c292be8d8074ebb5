import Casework
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// How a push is cut into numbered commits.
struct SegmentTests {
  private let world: ServerWorld
  private let robin: WireDevice
  private let sam: WireDevice
  private let family: FamilyID

  init() throws {
    world = try ServerWorld()
    robin = try world.device(of: world.people.robin, "robin")
    sam = try world.device(of: world.people.sam, "sam")
    family = try robin.addFamily()
  }

  /// The records that came under each seq after `start`.
  private func changes(after start: Int64) throws -> [Int64: Int] {
    let principal = sam.principal
    return try world.read { reader in
      let head = try reader.clock().head
      let scope = try reader.scope(of: principal, at: head)
      var counts: [Int64: Int] = [:]
      for seq in start..<head {
        counts[seq + 1] = try reader.changes(
          after: seq,
          through: seq + 1,
          limit: 1_000_000,
          in: scope
        ).count
      }
      return counts
    }
  }

  /// Pushes, and checks the limits of every seq and the chain over all of them.
  private func push(_ operations: [SyncProtocol.Operation]) throws -> [OperationResult] {
    let before = try world.clockState()
    let results = try robin.push(operations).results
    let after = try world.clockState()

    let seqs = results.map(\.seq)
    #expect(seqs == seqs.sorted())
    #expect(Set(seqs).sorted() == Array(before.head + 1...after.head))
    var chain = before.chain
    for seq in before.head + 1...after.head {
      let lines = zip(operations, results).filter { $1.seq == seq }.map(\.0.line)
      let bytes = lines.flatMap { $0 }
      #expect(lines.count == 1 || bytes.count <= Limits.segmentBytesMax, "seq \(seq)")
      chain = CommitChain.next(after: chain, seq: seq, digest: CommitChain.digest(bytes))
      #expect(try world.read { try $0.chain(at: seq) } == chain)
    }
    #expect(after.chain == chain)
    for (seq, count) in try changes(after: before.head) {
      let isAlone = seqs.count { $0 == seq } == 1
      #expect(isAlone || count <= Limits.segmentChangesMax, "seq \(seq) has \(count) changes")
    }
    return results
  }

  @Test func `five hundred operations take several seqs within the limits`() throws {
    let operations = (0..<500).map { index in
      let data: JSON = index % 7 == 0 ? [:] : InventedWork.note
      return robin.operation(.noteAdd, family: family, data)
    }

    let results = try push(operations)

    #expect(Set(results.map(\.seq)).count >= 2)
    #expect(results.count { $0.status == .applied } == 428)
    #expect(results.count { $0.status == .rejected } == 72)
  }

  @Test func `long operations take a new seq before the bytes of one are full`() throws {
    let text = String(repeating: "Invented. ", count: 1990)
    let operations = (0..<60).map { _ in
      robin.operation(
        .noteAdd,
        family: family,
        ["text": .string(text), "date": "2026-11-20"]
      )
    }

    let results = try push(operations)

    #expect(results.allSatisfy { $0.status == .applied })
    #expect(Set(results.map(\.seq)).count == 5)
  }

  @Test func `operations with many consequences share no seq beyond its limit`() throws {
    let operations = (0..<45).map { index in
      robin.operation(
        .readingAdd,
        family: family,
        InventedWork.reading("\(1 + index % 10)").json
      )
    }

    let results = try push(operations)

    #expect(results.allSatisfy { $0.status == .applied })
    #expect(results.reduce(0) { $0 + $1.reviews.count } == 45 * 44 / 2)
    #expect(Set(results.map(\.seq)).count > 1)
  }

  @Test func `a group is never cut by the end of a seq`() throws {
    let operations = (0..<10).flatMap { _ in
      let group: OperationID = robin.id()
      return (0..<35).map { _ in
        robin.operation(.noteAdd, family: family, group: group, InventedWork.note)
      }
    }

    let results = try push(operations)

    let seqsOfGroups = stride(from: 0, to: 350, by: 35).map { start in
      Set(results[start..<start + 35].map(\.seq)).count
    }
    #expect(seqsOfGroups == Array(repeating: 1, count: 10))
    #expect(Set(results.map(\.seq)).count > 1)
  }

  @Test func `rights given in one seq hold for the operations of the next in one push`() throws {
    let new: FamilyID = robin.id()
    let group: OperationID = robin.id()
    let operations =
      [
        robin.operation(
          .familyAdd,
          new.retagged(),
          family: new,
          group: group,
          InventedWork.family()
        ),
        robin.operation(
          .assignStart,
          family: new,
          group: group,
          InventedWork.assignment(world.people.robin)
        ),
      ] + (0..<300).map { _ in robin.operation(.noteAdd, family: new, InventedWork.note) }

    let results = try push(operations)

    #expect(results.allSatisfy { $0.status == .applied })
  }

  @Test func `a push of nothing and a push of repeats take no seq`() throws {
    let note = robin.operation(.noteAdd, family: family, InventedWork.note)
    try robin.push([note])
    let clock = try world.clockState()

    let nothing = try robin.push([])
    let repeats = try robin.push([note, note])

    #expect(nothing.results == [])
    #expect(repeats.results.map(\.isRepeat) == [true, true])
    #expect(try world.clockState() == clock)
  }

  @Test func `the log of commits has no gap and every chain value is its own`() throws {
    for _ in 0..<20 { try robin.send(.noteAdd, family: family, InventedWork.note) }
    try world.console(["command": "unit.add", "kind": "partnership", "title": "Invented other"])

    let head = try world.head
    let (times, chains) = try world.read { reader in
      (
        try (1...head).map { try reader.time(ofCommit: $0) },
        try (0...head).map { try reader.chain(at: $0) }
      )
    }

    #expect(times.allSatisfy { $0 == world.clock.wall })
    #expect(chains.allSatisfy { $0 != nil })
    #expect(Set(chains).count == chains.count)
    #expect(try world.read { try $0.chain(at: head + 1) } == nil)
  }

  @Test func `the time of an operation is reckoned from the device's own boot`() throws {
    let clock = TestClock("phone", wall: TestClock.start)
    let surroundings = Surroundings.test(clock, seed: 4)
    let saved = surroundings.moment()
    clock.jump(-400 * 86_400_000)
    clock.pass(90_000)
    world.clock.pass(600_000)
    let sent = surroundings.moment()
    let note = robin.operation(.noteAdd, family: family, InventedWork.note)
    let operation = SyncProtocol.Operation(
      generation: 1,
      number: note.number,
      id: note.id,
      kind: .noteAdd,
      record: note.record,
      family: family,
      seen: 0,
      at: saved,
      stamp: note.stamp,
      data: note.data
    )
    let request = PushRequest(
      envelope: PushEnvelope(device: robin.principal.device, generation: 1, sent: sent),
      lines: [operation.line[...]]
    )
    let principal = robin.principal

    try world.commit { core, writer in
      _ = try core.push(request, from: principal, into: writer)
    }

    #expect(try world.record(note.record)?.made == TestClock.start + 600_000 - 90_000)
  }
}
