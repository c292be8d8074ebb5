import Casework
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// Where a pull goes on, and when it cannot.
struct CursorTests {
  private let world: ServerWorld
  private let robin: WireDevice
  private let wren: WireDevice
  private let family: FamilyID

  init() throws {
    world = try ServerWorld()
    robin = try world.device(of: world.people.robin, "robin")
    wren = try world.device(of: world.people.wren, "wren")
    family = try robin.addFamily()
    try robin.pull()
    try wren.pull()
  }

  /// One page, and what the server asked of its ledger for it.
  private func counted(_ device: WireDevice) throws -> (PullPage, [String: Int]) {
    let core = world.core
    let cursor = device.cursor
    return try world.read { reader in
      let counting = CountingReader(reader)
      let page = try core.pull(cursor: cursor, for: device.principal, from: counting)
      return (page, counting.calls)
    }
  }

  private func refusal(_ cursor: String?) -> ProblemCode? {
    #expect(throws: Refusal.self) { try robin.page(from: cursor) }?.code
  }

  @Test func `with nothing new a pull is one line and asks for no changes`() throws {
    let (page, calls) = try counted(robin)

    #expect(page.lines == [])
    #expect(page.end.isMore == false)
    #expect(page.end.cursor == robin.cursor)
    #expect(calls == ["clock": 1, "chain": 1, "newestSeq": 1])
    #expect(page.body.split(separator: UInt8(ascii: "\n")).count == 1)
  }

  @Test func `what others do out of sight moves the cursor and reads nothing`() throws {
    for _ in 0..<5 { try robin.send(.noteAdd, family: family, InventedWork.note) }
    let head = try world.head

    let (page, calls) = try counted(wren)

    #expect(page.lines == [])
    #expect(page.end.seq == head)
    #expect(page.end.head == head)
    #expect(Cursor(text: page.end.cursor)?.seq == head)
    #expect(calls == ["clock": 1, "chain": 1, "newestSeq": 1])
  }

  @Test func `the end tells the epoch, the head and what is safe in a backup`() throws {
    let head = try world.head
    try world.commit { _, writer in try writer.setBackupSeq(head - 1) }

    let page = try robin.page(from: robin.cursor)

    #expect(
      try page.end
        == PullEnd(
          cursor: #require(robin.cursor),
          seq: head,
          isMore: false,
          head: head,
          epoch: world.clockState().epoch.description,
          backupSeq: head - 1
        )
    )
  }

  @Test func `a cursor of another history is refused as forked`() throws {
    let own = try #require(robin.cursor.flatMap { Cursor(text: $0) })
    let others = [
      Cursor(epoch: own.epoch &+ 1, seq: own.seq, chain: own.chain),
      Cursor(epoch: own.epoch, seq: own.seq, chain: own.chain ^ 1),
      Cursor(epoch: own.epoch, seq: own.seq - 1, chain: own.chain),
      Cursor(epoch: own.epoch, seq: own.seq + 1, chain: own.chain),
      Cursor(epoch: own.epoch, seq: .max, chain: own.chain),
      Cursor(epoch: own.epoch &+ 1, seq: 0, chain: 0),
      Cursor(epoch: own.epoch, seq: 0, chain: 1),
    ]

    #expect(others.map { refusal($0.text) } == others.map { _ in .logForked })
  }

  @Test func `a cursor that no server made is refused as expired`() throws {
    let own = try #require(robin.cursor)
    let negative = Cursor(epoch: 1, seq: -1, chain: 0).text
    let texts = [
      "", "?", "AAAA", own + "A", String(own.dropLast()), "é", String(repeating: "A", count: 5000),
      negative, "Ag" + own.dropFirst(2),
    ]

    #expect(texts.map { refusal($0) } == texts.map { _ in .cursorExpired })
  }

  @Test func `a cursor below the floor has expired and one at the floor has not`() throws {
    let old = try #require(wren.cursor)
    try robin.send(.noteAdd, family: family, InventedWork.note)
    try robin.pull()
    let head = try world.head
    try world.commit { _, writer in try writer.setFloor(head) }

    #expect(refusal(old) == .cursorExpired)
    #expect(try robin.page(from: robin.cursor).end.seq == head)
    #expect(try robin.page(from: nil, pageChangesMax: 1000).lines.isEmpty == false)
  }

  @Test func `a forged continuation shows nothing that is not one's own, and stops nothing`() throws
  {
    let own = try #require(wren.cursor.flatMap { Cursor(text: $0) })
    var dice = SplitMix64(seed: 5)
    let bounds: [Int64] = [.min, -1, 0, 1, own.seq, own.seq + 1, .max]
    for _ in 0..<300 {
      let target = dice.pick(bounds) ?? 0
      let phase: Cursor.Phase =
        dice.once(in: 2)
        ? .staying(target: target, position: dice.pick(bounds) ?? 0)
        : .entering(
          target: target,
          family: dice.pick([family, .reference, FamilyID(high: .max, low: .max)]) ?? family,
          after: RecordID(high: dice.pick([0, .max]) ?? 0, low: dice.next())
        )
      let start = dice.once(in: 2) ? own : Cursor(epoch: own.epoch, seq: 0, chain: 0)
      let forged = Cursor(epoch: start.epoch, seq: start.seq, chain: start.chain, phase: phase)

      let page = try wren.page(from: forged.text, pageChangesMax: 1 + dice.roll(5))

      for case .put(let record) in page.lines { #expect(record.family != family) }
    }
  }

  @Test func `what came under one seq is never split over pages`() throws {
    let sam = try world.device(of: world.people.sam, "sam")
    try sam.pull()
    let results = try robin.push(
      (0..<7).map { _ in robin.operation(.noteAdd, family: family, InventedWork.note) }
    ).results
    #expect(Set(results.map(\.seq)).count == 1)

    let pages = try sam.pull(pageChangesMax: 1)

    #expect(pages.map(\.lines.count) == [7, 0])
  }

  @Test func `a page that was cut is no page`() throws {
    let body = try robin.page(from: nil, pageChangesMax: 3).body

    for length in 0..<body.count { #expect(PullPage(body: Array(body.prefix(length))) == nil) }
    #expect(PullPage(body: body) != nil)
  }

  @Test func `a page lost on its way is read again alike`() throws {
    let first = try robin.page(from: nil, pageChangesMax: 2)
    let again = try robin.page(from: nil, pageChangesMax: 2)
    let second = try robin.page(from: first.end.cursor, pageChangesMax: 2)
    let secondAgain = try robin.page(from: again.end.cursor, pageChangesMax: 2)

    #expect(first == again)
    #expect(second == secondAgain)
  }
}
