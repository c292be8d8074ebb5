import Casework
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// Where histories part, and whether a device holds what it should.
struct AgreementTests {
  private func point(_ world: ServerWorld, at seq: Int64? = nil) throws -> String {
    try world.read { reader in
      let clock = try reader.clock()
      let at = seq ?? clock.head
      return Cursor(epoch: clock.epoch.prefix, seq: at, chain: try reader.chain(at: at) ?? 0).text
    }
  }

  private func ancestor(_ world: ServerWorld, _ points: [String]) throws -> AncestorAnswer {
    try world.read { try world.core.ancestor(AncestorRequest(points: points), from: $0) }
  }

  @Test func `the newest place that both histories hold is found by the chain`() throws {
    let world = try ServerWorld()
    let head = try world.head
    let shared = try point(world, at: head - 1)
    let other = Cursor(epoch: 1, seq: head, chain: 99).text
    let beyond = Cursor(epoch: 1, seq: head + 40, chain: 99).text

    let answer = try ancestor(world, [beyond, other, "no place", shared, try point(world, at: 1)])

    #expect(answer.seq == head - 1)
    #expect(try ancestor(world, [beyond]).seq == 0)
  }

  @Test func `a place of another epoch counts only by its chain`() throws {
    let world = try ServerWorld()
    let head = try world.head
    let shared = try point(world)
    // A careless operator may have let two histories go on under one epoch.
    let old = Cursor(epoch: Cursor(text: shared)?.epoch ?? 0, seq: head + 9, chain: 5).text
    try world.commit { _, writer in try writer.begin(Epoch(prefix: 7, suffix: 7)) }

    let answer = try ancestor(world, [old, shared])

    let epoch = Epoch(prefix: 7, suffix: 7).description
    #expect(answer == AncestorAnswer(seq: head, head: head, epoch: epoch))
    #expect(try ancestor(world, [old]).seq == 0)
    #expect(try world.read { try $0.lineage() }.map(\.until) == [head])
  }

  @Test func `a comparison in parts finds what one question finds`() throws {
    let world = try ServerWorld()
    let sam = try world.device(of: world.people.sam)
    for _ in 0..<7 { _ = try sam.addFamily() }
    try sam.pull()
    var held: [FamilyID: FamilyDigest] = [:]
    for record in sam.rows.records.values {
      held[record.family, default: FamilyDigest()]
        .add(record.record, version: record.version, body: record.body)
    }
    let families = sam.families.sorted()
    // One that is held otherwise, one that is missing, and one that nobody should hold.
    held[families[1]]?.add(sam.id(), version: 1, body: [])
    held[families[4]] = nil
    let stranger: FamilyID = sam.id()
    held[stranger] = FamilyDigest()
    let cursor = try #require(sam.cursor)
    let principal = sam.principal

    for size in [1, 2, 3, 5, 2000] {
      let found = try VerifyRequest.parts(cursor: cursor, families: held, size: size)
        .flatMap { part in
          let request = try VerifyRequest(json: part.json)
          #expect(request == part && part.families.count <= size)
          return try world.read {
            try world.core.verify(request, for: principal, from: $0).differing
          }
        }
      #expect(found == [families[1], families[4], stranger].sorted(), "\(size)")
    }
  }

  @Test func `a push or a pull that knows of another history changes and tells nothing`() throws {
    let world = try ServerWorld()
    let robin = try world.device(of: world.people.robin)
    let head = try world.head
    let lost = Cursor(epoch: Cursor(text: try point(world))?.epoch ?? 0, seq: head, chain: 5).text
    let envelope = PushEnvelope(
      device: robin.principal.device,
      generation: 1,
      sent: robin.surroundings.moment(),
      known: lost
    )
    let operation = robin.operation(.undone, family: .reference, [:])
    let request = PushRequest(envelope: envelope, lines: [operation.line[...]])
    let principal = robin.principal

    #expect(throws: Refusal.self) {
      try world.commit { core, writer in
        try core.push(request, from: principal, into: writer)
      }
    }
    let refusal = #expect(throws: Refusal.self) {
      try world.read {
        try world.core.pull(cursor: nil, known: lost, for: robin.principal, from: $0)
      }
    }
    #expect(refusal?.code == .logForked)
    #expect(try world.head == head)
  }

  @Test func `the answer to a push names the place that it made`() throws {
    let world = try ServerWorld()
    let robin = try world.device(of: world.people.robin)

    let answer = try robin.push([robin.operation(.undone, family: .reference, [:])])

    #expect(answer.point == (try point(world)))
  }

  @Test func `a device that holds what it should differs in no family, and a flipped bit shows`()
    throws
  {
    let world = try ServerWorld()
    let robin = try world.device(of: world.people.robin)
    try robin.pull()
    var families: [FamilyID: FamilyDigest] = [:]
    for record in robin.rows.records.values {
      families[record.family, default: FamilyDigest()]
        .add(record.record, version: record.version, body: record.body)
    }
    let cursor = try #require(robin.cursor)
    func differing(_ families: [FamilyID: FamilyDigest]) throws -> [FamilyID] {
      try world.read {
        try world.core.verify(
          VerifyRequest(cursor: cursor, families: families),
          for: robin.principal,
          from: $0
        ).differing
      }
    }

    #expect(try differing(families) == [])
    let record = try #require(robin.rows.records.values.first)
    var flipped = families
    flipped[record.family]?.add(record.record, version: record.version, body: record.body)
    flipped[record.family]?.add(
      record.record,
      version: record.version,
      body: record.body + [32, 33]
    )
    #expect(try differing(flipped) == [record.family])
    var without = families
    without[record.family] = nil
    #expect(try differing(without) == [record.family])
    let stranger: FamilyID = robin.id()
    var more = families
    more[stranger] = FamilyDigest()
    #expect(try differing(more) == [stranger])
  }

  @Test func `a digest does not depend on the order of records or the spelling of their JSON`() {
    let ids = (0..<3).map { RecordID(high: 0x0198_0000_0000_7000, low: 0x8000_0000_0000_0000 + $0) }
    var forward = FamilyDigest()
    var backward = FamilyDigest()
    for id in ids { forward.add(id, version: 3, body: Array(#"{"a":1,"b":2}"#.utf8)) }
    for id in ids.reversed() { backward.add(id, version: 3, body: Array(#"{ "b":2, "a":1}"#.utf8)) }

    #expect(forward == backward)
    #expect(FamilyDigest(json: forward.json) == forward)
    forward.add(ids[0], version: 4, body: [])
    #expect(forward != backward)
  }
}
