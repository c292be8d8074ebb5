import Casework
import Instruments
import SQLiteStorage
import Storage
import SyncProtocol
import SyncServer
import Testing
import WireFormat

/// What becomes of the operations of a push.
@Suite struct PushTests {
  @Test func `of fifty operations with one invalid 49 are stored and one is held`() throws {
    let harness = try Harness()
    let device = try harness.device("peterborough")
    let family = try harness.family("star")
    var lines: [[UInt8]] = []
    for index in 0..<50 {
      let home = index == 20 ? "11" : "\(1 + index % 10)"
      lines.append(
        device.operation(.readingAdd, family: family, try compass(home).json).line
      )
    }

    let results = try device.push(lines: lines)

    #expect(results.filter { $0.status == .applied }.count == 49)
    #expect(results[20].status == .rejected)
    #expect(results[20].problem?.code == .pointNotOnScale)
    let review = try #require(results[20].reviews.first)
    let kept = try harness.commit { _, writer in try writer.quarantined(review: review) }
    #expect(kept?.line == lines[20])
    let rows = try device.bootstrap()
    #expect(rows.values.count { $0.type == .reading } == 49)
    #expect(rows[review]?.type == .review)
  }

  @Test func `a group takes effect together or not at all`() throws {
    let harness = try Harness()
    let device = try harness.device("peterborough")
    let family = try harness.family("star")
    let group: OperationID = harness.core.surroundings.newID()
    let good = device.operation(
      .noteAdd,
      family: family,
      group: group,
      ["text": "Kept together", "date": "2026-11-20"]
    )
    let bad = device.operation(.noteAdd, family: family, group: group, ["text": "No date"])
    let after = device.operation(
      .noteAdd,
      family: family,
      ["text": "Alone", "date": "2026-11-20"]
    )

    let results = try device.push(good, bad, after)

    #expect(results.map(\.status) == [.blocked, .rejected, .applied])
    let notes = try device.bootstrap().values.filter { $0.type == .note }
    #expect(notes.map(\.record) == [after.record])
  }

  @Test func `an operation sent again is answered as the first time and takes effect once`() throws
  {
    let harness = try Harness()
    let device = try harness.device("peterborough")
    let operation = device.operation(
      .readingAdd,
      family: try harness.family("star"),
      try compass("4").json
    )
    let first = try device.push(operation)

    let second = try device.push(operation)

    #expect(second == first.map(\.repeated))
    #expect(try device.bootstrap().values.count { $0.type == .reading } == 1)
  }

  @Test func `a number that skips one is refused with the number that is due`() throws {
    let harness = try Harness()
    let device = try harness.device("peterborough")
    device.number = 4
    let operation = device.operation(
      .readingAdd,
      family: try harness.family("star"),
      try compass("4").json
    )

    #expect(throws: GapRefusal.self) { try device.push(operation) }
  }

  @Test func `another operation under a number that was answered is a fork`() throws {
    let harness = try Harness()
    let device = try harness.device("peterborough")
    let family = try harness.family("star")
    try device.push(device.operation(.readingAdd, family: family, try compass("4").json))
    device.number = 0
    let other = device.operation(.readingAdd, family: family, try compass("5").json)

    let refusal = #expect(throws: Refusal.self) { try device.push(other) }

    #expect(refusal?.code == .deviceForked)
  }

  @Test func `one id for two operations holds the second and loses neither`() throws {
    let harness = try Harness()
    let device = try harness.device("peterborough")
    let family = try harness.family("star")
    let first = device.operation(.readingAdd, family: family, try compass("4").json)
    let second = device.operation(
      .readingAdd,
      family: family,
      id: first.id,
      try compass("5").json
    )

    let results = try device.push(first, second)
    let again = try device.push(first, second)

    #expect(results.map(\.status) == [.applied, .rejected])
    #expect(results[1].problem?.code == .idReused)
    #expect(again == results.map(\.repeated))
  }

  @Test func `a line that cannot be read is held and does not block what follows`() throws {
    let harness = try Harness()
    let device = try harness.device("peterborough")
    device.number = 1
    let good = device.operation(
      .readingAdd,
      family: try harness.family("star"),
      try compass("4").json
    )
    let broken = Array("{\"n\":1,\"n\":1}".utf8)

    let first = try device.push(lines: [broken, good.line])
    let second = try device.push(lines: [broken, good.line])

    #expect(first.map(\.status) == [.rejected, .applied])
    #expect(second == first.map(\.repeated))
  }

  @Test func `what depends on a refused record is blocked and kept`() throws {
    let harness = try Harness()
    let device = try harness.device("peterborough")
    let surroundings = harness.core.surroundings
    let family: FamilyID = surroundings.newID()
    let refused = device.operation(
      .familyAdd,
      family: family,
      record: family.retagged(),
      ["name": "No authority"]
    )
    let child = device.operation(
      .memberAdd,
      family: family,
      ["name": "Child", "role": "child"]
    )

    let results = try device.push(refused, child)

    #expect(results.map(\.status) == [.rejected, .blocked])
    #expect(results[1].problem?.code == .parentRefused)
  }

  @Test func `a held operation never takes the place of a record`() throws {
    let harness = try Harness()
    let device = try harness.device("peterborough")
    let family = try harness.family("star")
    let clash = device.operation(
      .readingAdd,
      family: family,
      id: family.retagged(),
      try compass("11").json
    )

    let results = try device.push(clash)

    #expect(results[0].status == .rejected)
    #expect(try device.bootstrap()[family.retagged()]?.type == .family)
  }

  @Test func `a page stays near its limit of bytes`() throws {
    let harness = try Harness()
    let device = try harness.device("peterborough")
    let family = try harness.family("star")
    let text = String(repeating: "A long invented note. ", count: 800)
    for _ in 0..<10 {
      let lines = (0..<20).map { _ in
        device.operation(
          .noteAdd,
          family: family,
          ["text": .string(text), "date": "2026-11-20"]
        ).line
      }
      try device.push(lines: lines)
    }
    let principal = device.principal

    let page = try harness.ledger.read {
      try harness.core.pull(cursor: nil, for: principal, from: $0)
    }

    #expect(page.end.isMore)
    #expect(page.body.count < Limits.pageBytesMax + 101 * (text.utf8.count + 400))
  }

  @Test func `many operations take several seqs and the chain can be reckoned again`() throws {
    let harness = try Harness()
    let device = try harness.device("peterborough")
    let family = try harness.family("star")
    let before = try harness.ledger.read { try $0.clock() }
    let lines = (0..<400).map { index in
      device.operation(
        .noteAdd,
        family: family,
        ["text": .string("Note \(index)"), "date": "2026-11-20"]
      ).line
    }

    let results = try device.push(lines: lines)

    let seqs = results.map(\.seq)
    #expect(seqs == seqs.sorted())
    #expect(Set(seqs).count > 1)
    var chain = before.chain
    for seq in Set(seqs).sorted() {
      let bytes = zip(lines, results).filter { $1.seq == seq }.flatMap { $0.0 }
      chain = CommitChain.next(after: chain, seq: seq, digest: CommitChain.digest(bytes))
    }
    #expect(try harness.ledger.read { try $0.clock() }.chain == chain)
  }
}
