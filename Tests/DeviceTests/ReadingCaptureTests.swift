import Casework
import Instruments
import StarmapDevice
import SyncProtocol
import Testing
import WireFormat

/// What is fixed when a reading is saved.
struct ReadingCaptureTests {
  private func isOffline(_ test: TestDevice) throws -> Bool {
    let saved = try test.device.addReading(try Invented.reading(), family: Invented.family)
    return try Reading(json: saved.record.json).capturedOffline
  }

  @Test func `a reading is captured offline once no server answered for five minutes`() throws {
    let test = try TestDevice()
    try test.receiveFamily()

    test.machine.pass(Limits.offlineAfterMilliseconds)
    #expect(try !isOffline(test))
    test.machine.pass(1)
    #expect(try isOffline(test))

    var server = ScriptedServer()
    _ = try server.sync(test) { request, _ in
      request.isPush ? try .results(of: request) : .nothingNew()
    }
    #expect(try !isOffline(test))
  }

  @Test func `an answer that is no answer of the server's does not count`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    test.machine.pass(Limits.offlineAfterMilliseconds + 1)
    var server = ScriptedServer()

    let outcome = try server.sync(test) { _, _ in
      .answer(SyncAnswer(status: 200, body: Array("<html>Sign in to the café</html>".utf8)))
    }

    #expect(outcome.problem == .unreadable)
    #expect(try isOffline(test))
  }

  @Test func `a wall clock that jumps within one boot changes nothing`() throws {
    let test = try TestDevice()
    try test.receiveFamily()

    test.machine.set { $0.now += 10 * 365 * 86_400_000 }
    #expect(try !isOffline(test))

    test.machine.set {
      $0.now -= 20 * 365 * 86_400_000
      $0.monotonic += Limits.offlineAfterMilliseconds + 1
    }
    #expect(try isOffline(test))
  }

  @Test func `a future date is worth a warning and is saved`() throws {
    let test = try TestDevice()
    try test.receiveFamily()

    let saved = try test.device.addReading(
      try Invented.reading(date: "2027-03-01"),
      family: Invented.family
    )

    #expect(saved.warnings == [.futureDate(try Invented.day("2027-03-01"))])
    #expect(try test.entries().count == 1)
  }

  @Test func `a reading of today has no warning`() throws {
    let test = try TestDevice()
    try test.receiveFamily()

    let saved = try test.device.addReading(
      try Invented.reading(date: "2026-11-24"),
      family: Invented.family
    )

    #expect(saved.warnings == [])
  }
}
