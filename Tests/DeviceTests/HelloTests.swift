import StarmapDevice
import SyncProtocol
import Testing

/// What a device and a server agree to speak.
struct HelloTests {
  private func versions(
    spoken: ClosedRange<Int>,
    server protocols: ClosedRange<Int>
  ) throws -> (named: [String?], outcome: SyncOutcome) {
    let test = try TestDevice()
    try test.receiveFamily()
    _ = try test.device.addReading(try Invented.reading(), family: Invented.family)
    var server = ScriptedServer()
    server.protocols = protocols
    let outcome = try server.sync(test, spoken: spoken) { request, _ in
      request.isPush ? try .results(of: request) { _ in .applied } : .nothingNew(seq: 20)
    }
    return (server.requests.map { $0.headers["Sync-Protocol"] }, outcome)
  }

  @Test func `the newest version that both speak is spoken`() throws {
    #expect(try versions(spoken: 1...2, server: 1...2).named == ["2", "2"])
    #expect(try versions(spoken: 1...2, server: 1...1).named == ["1", "1"])
    #expect(try versions(spoken: 1...1, server: 1...2).named == ["1", "1"])
  }

  @Test func `a server that has gone beyond the device is still given what was saved`() throws {
    // It takes pushes of any age, and says to a pull that the device is to be upgraded.
    let (named, outcome) = try versions(spoken: 1...1, server: 2...3)

    #expect(named == ["1", "1"])
    #expect(outcome.unsent == 0)
  }

  @Test func `a server that does not know the device's versions yet is sent nothing`() throws {
    let (named, outcome) = try versions(spoken: 3...4, server: 1...2)

    #expect(named == [])
    #expect(outcome.unsent == 1)
    guard case .retryLater = outcome.problem else {
      Issue.record("the person is not told")
      return
    }
  }

  @Test func `the question is asked once an hour, and again after the clock was set back`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    var server = ScriptedServer()
    func sync() throws -> Int {
      _ = try server.sync(test) { _, _ in .nothingNew() }
      return server.helloCount
    }

    #expect(try sync() == 1)
    test.machine.pass(3_599_000)
    #expect(try sync() == 1)
    test.machine.pass(2_000)
    #expect(try sync() == 2)
    test.machine.set { $0.now -= 60_000 }
    #expect(try sync() == 3)
  }

  @Test func `a server that cannot say what it speaks is spoken to all the same`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    var session = try SyncSession(device: test.device)
    guard case .send(let hello) = try session.next() else {
      Issue.record("nothing is asked")
      return
    }
    #expect(hello.path == "/v1/hello")
    #expect(hello.headers["Authorization"] == nil)
    try session.receive(SyncAnswer(status: 503, headers: [:], body: []))

    guard case .send(let next) = try session.next() else {
      Issue.record("nothing is asked")
      return
    }
    #expect(next.path.hasPrefix("/v1/pull"))
  }
}
