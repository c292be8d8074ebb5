import Casework
import DeviceStore
import Foundation
import StarmapDevice
import SyncProtocol
import Testing
import WireFormat

/// What a device still holds of a family after the server says that it was erased.
struct ErasureTests {
  private static let secret = "Zebra crossing"
  private static let other = Invented.otherFamily

  private var gone: PullLine {
    .gone(
      version: 30,
      type: "family",
      record: Invented.family.retagged(),
      family: Invented.family
    )
  }

  private func addNote(to family: FamilyID, _ test: TestDevice) throws {
    _ = try test.device.add(
      .note,
      ["text": .string(Self.secret), "date": "2026-11-01"],
      family: family
    )
  }

  /// A device with a note of each of two families that the server has answered.
  private func device(directory: String? = nil) throws -> TestDevice {
    let test = try directory.map { try TestDevice(directory: $0) } ?? TestDevice()
    try test.receiveFamily()
    try test.pull(
      [.put(.family(Self.other, version: 3, code: "K7R")), .ready(Self.other)],
      seq: 11
    )
    for family in [Invented.family, Self.other] {
      try addNote(to: family, test)
    }
    var server = ScriptedServer()
    _ = try server.sync(test) { request, _ in
      request.isPush ? try .results(of: request) : .nothingNew(seq: 12)
    }
    return test
  }

  @Test func `what was answered goes with the rows, of that family alone`() throws {
    let test = try device()

    try test.pull([.evict(Invented.family), gone], seq: 30)

    #expect(try test.operations().map(\.family) == [Self.other])
    #expect(try test.rows().filter { $0.family == Invented.family } == [])
    #expect(try test.device.notes(of: Self.other).count == 1)
  }

  @Test func `what waits to be sent stays until the server has refused it, and is not held then`()
    throws
  {
    let test = try device()
    try addNote(to: Invented.family, test)
    try test.pull([.evict(Invented.family), gone], seq: 30)
    #expect(try test.operations().map(\.family) == [Self.other, Invented.family])

    var server = ScriptedServer()
    let outcome = try server.sync(test) { request, _ in
      guard request.isPush else { return .nothingNew(seq: 31) }
      let results = try request.pushedOperations().map { operation in
        OperationResult(
          number: operation.number,
          id: operation.id,
          status: .rejected,
          seq: 31,
          problem: Refusal(.erased, "Invented.")
        )
      }
      let body = PushResponse(epoch: "e1", head: 31, backupSeq: 0, results: results).body
      return .answer(SyncAnswer(status: 200, body: body))
    }

    #expect(outcome.erased == 1)
    #expect(outcome.held == 0)
    #expect(outcome.isComplete)
    #expect(try test.operations().map(\.family) == [Self.other])
    #expect(try test.device.status().unsent == 0)
  }

  @Test func `what was judged before the erasure and answered after it goes too, and only that`()
    throws
  {
    let test = try device()
    for family in [Invented.family, Self.other] { try addNote(to: family, test) }
    try test.pull([.evict(Invented.family), gone], seq: 30)

    var server = ScriptedServer()
    let outcome = try server.sync(test) { request, _ in
      request.isPush ? try .results(of: request, from: 25) : .nothingNew(seq: 31)
    }

    #expect(outcome.isComplete && outcome.erased == 0)
    #expect(try test.operations().map(\.family) == [Self.other, Self.other])
    #expect(try test.text(.erased) == nil)
  }

  @Test func `an erasure is heard while everything is read again`() throws {
    let test = try device()
    try test.device.store.write { try $0.beginReplacement() }

    let page = PullPage(
      lines: [
        gone, .put(try .instrument(version: 1)), .put(.family(Self.other, version: 3, code: "K7R")),
        .ready(Self.other),
      ],
      end: .test(seq: 31)
    )
    _ = try test.device.store.write { try $0.stage(page) }

    #expect(try test.operations().map(\.family) == [Self.other])
    #expect(try test.rows().filter { $0.family == Invented.family } == [])
  }

  @Test func `no byte of it is left in the files of the store`() throws {
    try withProfile { directory in
      let test = try device(directory: directory)
      let marker = Array(Self.secret.utf8)
      func places() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: directory).reduce(0) { count, name in
          let bytes = Array(try Data(contentsOf: URL(filePath: directory + "/" + name)))
          return count + bytes.indices.count { bytes[$0...].starts(with: marker) }
        }
      }
      #expect(try places() > 0)

      try test.pull([.evict(Invented.family), gone], seq: 30)
      try test.pull(
        [
          .evict(Self.other),
          .gone(version: 31, type: "family", record: Self.other.retagged(), family: Self.other),
        ],
        seq: 31
      )

      #expect(try places() == 0)
    }
  }
}
