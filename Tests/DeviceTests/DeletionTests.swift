import Casework
import DeviceStore
import StarmapDevice
import SyncProtocol
import Testing
import WireFormat

/// Notes that are deleted on a device, and what is left of them there.
struct DeletionTests {
  private let test: TestDevice
  private let note = RecordID(high: 0x0198_0000_0000_7002, low: 0x8000_0000_0000_0001)

  init() throws {
    test = try TestDevice()
    try test.receiveFamily()
    try test.pull([served(version: 11, text: "Invented")], seq: 11)
  }

  private func served(version: Int64, text: String) -> PullLine {
    .put(
      .mutable(
        .note,
        note,
        family: Invented.family,
        version: version,
        ["text": .string(text), "date": "2026-11-01"]
      )
    )
  }

  private func texts() throws -> [String] {
    try test.device.notes(of: Invented.family).compactMap { $0.json["text"]?.string }
  }

  @Test func `a deleted note is gone at once, and its operation names all that was seen`() throws {
    let shown = try #require(try test.device.notes(of: Invented.family).first)
    try test.device.edit(shown, changes: ["date": "2026-11-02"])
    try test.device.delete(shown)

    #expect(try texts() == [])
    let saved = try test.operations()
    #expect(saved.map(\.kind) == [.noteSet, .noteDelete])
    #expect(saved.last?.base == ["text": 11, "date": 11])
    #expect(saved.last?.previous == ["date": saved[0].number])
    #expect(saved.last?.data == [:])
  }

  @Test func `nothing of a deleted note is left on the device once the server has said so`() throws
  {
    try test.device.delete(try #require(try test.device.notes(of: Invented.family).first))
    var server = ScriptedServer()
    _ = try server.sync(test) { request, _ in
      request.isPush
        ? try .results(of: request)
        : .page(
          [
            .gone(version: 20, type: "note", record: note, family: Invented.family)
          ],
          seq: 20
        )
    }

    #expect(try texts() == [])
    #expect(try !test.rows().contains { $0.record == note })
  }

  @Test func `a note that was deleted elsewhere takes no unsent edit with it`() throws {
    let shown = try #require(try test.device.notes(of: Invented.family).first)
    try test.device.edit(shown, changes: ["text": "Mine"])
    try test.pull(
      [.gone(version: 20, type: "note", record: note, family: Invented.family)],
      seq: 20
    )

    #expect(try texts() == [])
    #expect(try test.device.status().unsent == 1)
    #expect(try test.operations().map(\.data) == [["text": "Mine"]])
  }

  @Test func `what was deleted comes back by its id, and what is shown does not`() throws {
    let shown = try #require(try test.device.notes(of: Invented.family).first)
    #expect(throws: Refusal.self) {
      try test.device.restore(.note, note, family: Invented.family)
    }
    try test.device.delete(shown)
    try test.device.restore(.note, note, family: Invented.family)

    #expect(try texts() == ["Invented"])
    let saved = try test.operations()
    #expect(saved.map(\.kind) == [.noteDelete, .noteRestore])
    #expect(saved.last?.previous == [RecordSchema.deletion: saved[0].number])

    try test.pull([served(version: 30, text: "Restored")], seq: 30)
    #expect(try texts() == ["Restored"])
  }

  @Test func `only goals and notes are deleted`() throws {
    let family = try test.device.family(named: "K7Q").record

    #expect(throws: Refusal.self) { try test.device.delete(family) }
    #expect(throws: Refusal.self) {
      try test.device.restore(.member, note, family: Invented.family)
    }
    #expect(try test.operations() == [])
  }
}
