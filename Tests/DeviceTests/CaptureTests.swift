import Casework
import DeviceStore
import StarmapDevice
import SyncProtocol
import Testing
import WireFormat

struct CaptureTests {
  @Test func `a reading is kept with its row, its operation and the next number`() throws {
    let test = try TestDevice()
    try test.receiveFamily()

    let saved = try test.device.addReading(try Invented.reading(), family: Invented.family)

    let operation = try #require(try test.operations().first)
    #expect(try test.entries().map(\.state) == [.pending])
    #expect(operation.kind == .readingAdd)
    #expect(operation.number == 1)
    #expect(operation.generation == 1)
    #expect(operation.seen == 10)
    #expect(operation.record == saved.record.id)
    #expect(try Reading(json: operation.data) == (try Reading(json: saved.record.json)))
    #expect(try test.text(.nextNumber) == "2")
    #expect(try test.text(.stamp) == operation.stamp.description)
    #expect(
      try test.rows().filter { $0.type == .reading }.map { [$0.version, Int64($0.body.count)] }
        == [[0, Int64(operation.data.canonical.count)]]
    )
  }

  @Test func `a crash before the commit leaves nothing of a save`() throws {
    try withProfile { directory in
      let machine = TestMachine()
      do {
        let test = try TestDevice(directory: directory, machine: machine)
        try test.receiveFamily()
        machine.set { $0.crashAt = .captureBeforeCommit }
        #expect(throws: TestMachine.Crash.self) {
          try test.device.addReading(try Invented.reading(), family: Invented.family)
        }
      }

      let test = try TestDevice(directory: directory)

      #expect(try test.entries() == [])
      #expect(try test.device.readings(of: Invented.family) == [])
      #expect(try test.text(.nextNumber) == "1")
      #expect(try test.text(.stamp) == nil)
    }
  }

  @Test func `a crash after the commit loses nothing of a save`() throws {
    try withProfile { directory in
      let machine = TestMachine()
      do {
        let test = try TestDevice(directory: directory, machine: machine)
        try test.receiveFamily()
        machine.set { $0.crashAt = .captureAfterCommit }
        #expect(throws: TestMachine.Crash.self) {
          try test.device.addReading(try Invented.reading(), family: Invented.family)
        }
      }

      let test = try TestDevice(directory: directory)

      #expect(try test.entries().map(\.number) == [1])
      #expect(try test.device.readings(of: Invented.family).map(\.isPending) == [true])
    }
  }

  @Test func `two processes on one profile never give a number twice`() throws {
    try withProfile { directory in
      let first = try TestDevice(directory: directory)
      try first.receiveFamily()
      let second = try TestDevice(directory: directory)
      // Another process has other randomness.
      second.machine.set { $0.word = 1 }

      for index in 0..<100 {
        let device = index % 2 == 0 ? first.device : second.device
        _ = try device.add(
          .goal,
          ["text": .string("Invented goal \(index)")],
          family: Invented.family
        )
      }

      let operations = try first.operations()
      #expect(operations.map(\.number) == Array(1...100))
      #expect(Set(operations.map(\.id)).count == 100)
      #expect(operations.map(\.stamp) == operations.map(\.stamp).sorted())
      #expect(Set(operations.map(\.stamp)).count == 100)
    }
  }

  @Test func `a new family brings its maker's assignment in the same group`() throws {
    let test = try TestDevice()

    let family = try test.device.addFamily(Invented.familyFields)

    let operations = try test.operations()
    #expect(operations.map(\.kind) == [.familyAdd, .assignStart])
    #expect(operations.map(\.group) == [operations[0].group, operations[0].group])
    #expect(operations[0].group != nil)
    #expect(operations[0].record == family.family.retagged())
    #expect(
      try Assignment(json: operations[1].data)
        == Assignment(
          worker: Invented.worker,
          role: .lead,
          startedOn: try Invented.day("2026-11-24")
        )
    )
  }

  @Test func `a supervisor's new family names its unit and assigns nobody`() throws {
    let test = try TestDevice(role: .supervisor)

    _ = try test.device.addFamily(Invented.familyFields, unit: Invented.unit)

    let operations = try test.operations()
    #expect(operations.map(\.kind) == [.familyAdd])
    #expect(operations.map(\.group) == [nil])
    #expect(operations[0].data["unit"]?.string == Invented.unit.description)
  }

  @Test func `an edit is based on what was seen and follows the device's own edits`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    let seen = try test.device.family(named: "K7Q").record

    let once = try test.device.edit(seen, changes: ["address": "1 Invented Road"])
    try test.device.edit(once, changes: ["address": "2 Invented Road", "name": "Other"])

    let operations = try test.operations()
    #expect(operations.map(\.base) == [[:], ["name": 2]])
    #expect(operations.map(\.previous) == [[:], ["address": 1]])
  }

  @Test func `an edit follows an own operation that was accepted and not received yet`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    let seen = try test.device.family(named: "K7Q").record
    let once = try test.device.edit(seen, changes: ["name": "First"])
    var server = ScriptedServer()
    _ = try server.sync(test) { request, _ in
      request.isPush ? try .results(of: request) : .problem(503, .unavailable)
    }

    try test.device.edit(once, changes: ["name": "Second"])

    #expect(try test.operations().last?.previous == ["name": 1])
  }

  @Test func `closing an episode is based on every field that it sets`() throws {
    let test = try TestDevice()
    try test.receiveFamily()
    let episode = RecordID(high: 3, low: 3)
    try test.pull(
      [
        .put(
          .mutable(
            .episode,
            episode,
            family: Invented.family,
            version: 11,
            [
              "openedOn": "2026-09-01", "tier": "more", "referralSource": "school",
              "status": "open",
            ]
          )
        )
      ],
      seq: 11
    )

    let closed = try test.device.closeEpisode(
      try test.device.record(of: .episode, named: episode.description),
      closedOn: try Invented.day("2026-11-24"),
      reason: .steppedUp,
      stepUp: .s17,
      stepUpOn: try Invented.day("2026-11-23")
    )

    #expect(try test.operations().map(\.base) == [["status": 11]])
    #expect(closed.json["status"] == "closed")
    #expect(closed.json["stepUpEvent"] == "s17")
    let open = try test.device.reopenEpisode(closed, reason: "Invented reason")
    #expect(open.json["status"] == "open")
    #expect(open.json["closedOn"] == nil)
    #expect(open.json["stepUpEvent"] == nil)
    #expect(try test.operations().last?.previous["closedOn"] == 1)
  }
}
