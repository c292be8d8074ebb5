import Casework
import DeviceStore
import StarmapDevice
import SyncProtocol
import Testing
import WireFormat

/// A program that stops between two steps of a sync, and starts again on the same profile.
struct CrashTests {
  private let page = [
    PullLine.put(.family(Invented.otherFamily, version: 21, code: "B2C")),
    PullLine.ready(Invented.otherFamily),
  ]

  /// Saves a goal, syncs until the failpoint, and opens the profile again.
  private func crash(
    at point: Failpoint,
    _ check: (TestDevice, [OutboxEntry]) throws -> Void
  ) throws {
    try withProfile { directory in
      let machine = TestMachine()
      var saved: [OutboxEntry] = []
      do {
        let test = try TestDevice(directory: directory, machine: machine)
        try test.receiveFamily()
        _ = try test.device.add(.goal, ["text": "Invented goal"], family: Invented.family)
        saved = try test.entries()
        machine.set { $0.crashAt = point }
        var server = ScriptedServer()
        #expect(throws: TestMachine.Crash.self) {
          try server.sync(test) { request, _ in
            request.isPush ? try .results(of: request) : .page(page, seq: 21)
          }
        }
      }
      try check(try TestDevice(directory: directory), saved)
    }
  }

  @Test func `before the send the entries count as sent with the same bytes`() throws {
    try crash(at: .pushBeforeSend) { test, saved throws in
      #expect(try test.entries().map(\.state) == [.sent])
      #expect(try test.entries().map(\.bytes) == saved.map(\.bytes))
    }
  }

  @Test func `after a lost answer the same bytes are sent again`() throws {
    try crash(at: .pushAfterAnswer) { test, saved throws in
      var server = ScriptedServer()

      _ = try server.sync(test) { request, _ in
        request.isPush ? try .results(of: request) : .nothingNew()
      }

      #expect(try server.requests[0].push().lines.map { Array($0) } == saved.map(\.bytes))
      #expect(try test.entries().map(\.state) == [.acked])
    }
  }

  @Test func `after the results were stored nothing is sent again`() throws {
    try crash(at: .pushAfterResults) { test, _ throws in
      #expect(try test.entries().map(\.state) == [.acked])
      var server = ScriptedServer()

      _ = try server.sync(test) { _, _ in .nothingNew() }

      #expect(server.requests.map(\.isPush) == [false])
    }
  }

  @Test(arguments: [Failpoint.pullAfterAnswer, .pullBeforeCommit])
  func `before the commit of a page neither its rows nor its cursor are there`(
    point: Failpoint
  ) throws {
    try crash(at: point) { test, _ throws in
      #expect(try test.text(.cursor) == "c10")
      #expect(try test.text(.seq) == "10")
      #expect(try test.device.families().map(\.code) == ["K7Q"])
    }
  }

  @Test func `after the commit of a page both its rows and its cursor are there`() throws {
    try crash(at: .pullAfterCommit) { test, _ throws in
      #expect(try test.text(.cursor) == "c21")
      #expect(try test.text(.seq) == "21")
      #expect(try test.device.families().map(\.code) == ["B2C", "K7Q"])
    }
  }

  @Test func `a whole sync passes its failpoints in the order of its steps`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    _ = try test.device.add(.goal, ["text": "Invented goal"], family: Invented.family)
    var server = ScriptedServer()

    _ = try server.sync(test) { request, _ in
      request.isPush ? try .results(of: request) : .nothingNew()
    }

    #expect(
      test.machine.takeReached() == [
        .captureBeforeCommit, .captureAfterCommit, .pushBeforeSend, .pushAfterAnswer,
        .pushAfterResults, .pullAfterAnswer, .pullBeforeCommit, .pullAfterCommit,
      ]
    )
  }
}
