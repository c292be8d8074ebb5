import Casework
import Intake
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// Everything about a family is erased, and nobody brings it back.
struct ErasureTests {
  private let world: ServerWorld
  private let robin: WireDevice
  private let wren: WireDevice
  private let sam: WireDevice
  private let family: FamilyID

  init() throws {
    world = try ServerWorld()
    robin = try world.device(of: world.people.robin, "robin")
    wren = try world.device(of: world.people.wren, "wren")
    sam = try world.device(of: world.people.sam, "sam")
    family = try robin.addFamily()
    for device in [robin, sam] { try device.pull() }
  }

  private func code() throws -> String { try world.fields(family.retagged())["code"]?.string ?? "" }

  @discardableResult
  private func erase(_ extra: JSON = [:]) throws -> JSON {
    var request: [String: JSON] = [
      "command": "family.erase", "family": .string(family.description), "reason": "request",
      "confirm": .string(try code()),
    ]
    request.merge(extra.object ?? [:]) { $1 }
    return try world.console(.object(request))
  }

  @Test func `nothing is erased without the family's own code, and it is told what would go`()
    throws
  {
    try robin.send(.goalAdd, family: family, InventedWork.goal)
    let given = robin.operation(.consentGive, family: family, InventedWork.consent())
    try robin.push([given])
    let before = try world.head

    let told = try erase(["confirm": .null])
    #expect(told["erased"] == false)
    #expect(told["records"] == ["family": 1, "assignment": 1, "goal": 1, "consent": 1])
    #expect(told["code"] == .string(try code()))
    let refused: [(JSON, ProblemCode)] = [
      (["confirm": "XXX"], .invalidField), (["reason": "because"], .invalidField),
      (["family": .string(world.people.robin.description)], .notFound),
      (["family": "x"], .invalidField),
    ]
    for (extra, code) in refused {
      let refusal = #expect(throws: Refusal.self) { try erase(extra) }
      #expect(refusal?.code == code)
    }
    #expect(try world.head == before)

    #expect(try erase()["seq"] == .int(before + 1))
    #expect(try world.record(given.record) == nil)
    #expect(throws: Refusal.self) { try erase(["confirm": "K7Q"]) }
    let listed = try world.console(["command": "erasure.list"])["erasures"]?.array
    #expect(listed?.map { $0["family"] } == [.string(family.description)])
    #expect(listed?.map { $0["reason"] } == ["request"])
  }

  @Test func `every device lets go of it, and one that begins anew gets nothing`() throws {
    try robin.send(.noteAdd, family: family, InventedWork.note)
    try sam.pull()
    #expect(sam.families == [family])
    try erase()

    let pages = try robin.pull(pageChangesMax: 1)
    try sam.pull()

    #expect(robin.rows.records == (try world.device(of: world.people.robin, "new").holding()))
    #expect(robin.families == [] && sam.families == [])
    // The author is told that it was erased; a reader only that it may not be seen any more.
    let gone = PullLine.gone(
      version: try world.head,
      type: "family",
      record: family.retagged(),
      family: family
    )
    #expect(pages.first?.lines.contains(gone) == true)
    #expect(try robin.pull().flatMap(\.lines) == [])
    #expect(try sam.page(from: nil, pageChangesMax: 1000).lines.contains(gone) == false)
    #expect(try robin.page(from: nil, pageChangesMax: 1000).lines.contains(gone) == true)
  }

  @Test func `what comes later is refused and not kept, whatever it is and whoever sends it`()
    throws
  {
    let note = robin.operation(.noteAdd, family: family, InventedWork.note)
    let broken = Array(#"not JSON, but about "\#(family)": Zebra"#.utf8)
    try erase()

    let results = try robin.push(lines: [note.line, broken]).results
    // The line that names no number has taken the next one.
    robin.number += 1
    let again = try robin.push(lines: [note.line]).results

    #expect(results.map(\.code) == [.erased, .erased])
    #expect(results.map(\.status) == [.rejected, .rejected])
    #expect(results.flatMap(\.reviews) == [])
    #expect(again.first?.code == .erased && again.first?.isRepeat == true)
    #expect(try sam.send(.goalAdd, family: family, InventedWork.goal).code == .erased)
    let kept = try world.commit { _, writer in try writer.quarantinedOperations() }
    #expect(kept == [])
    // Another family's work beside it stands, also in one group.
    let group: OperationID = robin.id()
    let other = try robin.addFamily()
    let mixed = try robin.push([
      robin.operation(.noteAdd, family: other, group: group, InventedWork.note),
      robin.operation(.noteAdd, family: family, group: group, InventedWork.note),
      robin.operation(.noteAdd, family: other, InventedWork.note),
    ]).results
    #expect(mixed.map(\.status) == [.blocked, .rejected, .applied])
    #expect(mixed[1].code == .erased)
    #expect(
      try world.commit { _, writer in try writer.quarantinedOperations() }.map(\.review)
        == mixed[0].reviews
    )
  }

  @Test func `items in trays that tell of it go too, and no others`() throws {
    let other = try robin.addFamily()
    // Wren never had the family: what she sends lies in her own tray.
    let refused = [family, other].map { wren.operation(.noteAdd, family: $0, InventedWork.note) }
    let reviews = try wren.push(refused).results.flatMap(\.reviews)
    try wren.pull()
    #expect(wren.reviews(.rejected).count == 2)

    #expect(try erase(["confirm": .null])["elsewhere"] == 1)
    try erase()

    #expect(try world.quarantined(reviews[0]) == nil)
    #expect(try world.record(reviews[0]) == nil)
    #expect(try world.quarantined(reviews[1]) == refused[1].line)
    let lines = try wren.pull().flatMap(\.lines)
    #expect(wren.reviews(.rejected).map(\.subject) == [refused[1].record])
    #expect(lines.contains { if case .gone(_, "family", _, family) = $0 { true } else { false } })
  }

  @Test func `an import that holds the family again leaves it out, whatever else it brings`() throws
  {
    let world = try ServerWorld(seed: 11)
    let files = ImportedFiles()
    let first = try world.run(files.request())
    let imported = try world.records(.family, of: world.people.priya)
    // The family of the held reading S3.
    let gone = try #require(
      imported.first { RecordState(body: $0.body)?.fields["name"] == "H2" }
    )
    let code = RecordState(body: gone.body)?.fields["code"]
    let told = try world.console([
      "command": "family.erase", "family": .string(gone.id.description),
      "reason": "retentionEnded", "confirm": code ?? .null,
    ])
    #expect(first["held"] == 1)
    #expect(told["elsewhere"] == 1)
    #expect(try world.heldItems("S3").isEmpty)

    let again = try world.run(files.request())

    #expect(again["stored"] == [:])
    #expect(again["held"] == 0)
    #expect(again["erased"] == 2)
    #expect(try world.records(.family, of: world.people.priya).count == 1)
    #expect(try world.records(.episode, of: world.people.priya).count == 1)
  }
}

extension WireDevice {
  /// What a new device holds once it has read everything.
  fileprivate func holding() throws -> [RecordID: PulledRecord] {
    try pull()
    return rows.records
  }
}
