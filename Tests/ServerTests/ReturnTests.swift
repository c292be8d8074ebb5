import Casework
import DeviceStore
import Instruments
import Machine
import SQLiteStorage
import Server
import StarmapDevice
import Storage
import SyncProtocol
import TestKit
import Testing
import WireFormat

/// Devices that come back at the same moment, to a server that takes little at once.
struct ReturnTests {
  @Test
  func `two hundred devices that return after an outage come to rest, each reading stored once`()
    async throws
  {
    var limits = ServerLimits()
    limits.readersMax = 2
    limits.waitingMax = 4
    limits.commitUnitsMax = 8
    try await TestServer.with(limits: limits) { server in
      var crowd = try await Crowd(of: 200, on: server)
      let saved = try crowd.saveReadings(1)

      try await crowd.returnAtOnce()
      try await crowd.shutdown()

      #expect(saved.count == 200)
      #expect(try crowd.storedReadings(on: server) == saved)
      #expect(crowd.busyCount > 0, "the server was never busy, so that nothing was tried")
      #expect(crowd.seenProblems == [])
      #expect(crowd.unsentCounts == Array(repeating: 0, count: 200))
      #expect(crowd.syncCounts.max() ?? 0 <= 12)
    }
  }
}

/// Many devices of a few workers, each as its program has it: a core and its pauses.
private struct Crowd {
  private static let workerCount = 40
  /// Devices whose times lie within so many milliseconds come together.
  private static let togetherMilliseconds: Int64 = 1000
  /// After so many moments at which somebody came, it does not come to rest.
  private static let momentsMax = 200

  private var members: [Member] = []
  /// The way to the server, which keeps a few connections and so has as many requests under way.
  private let transport: HTTPTransport
  private let supervisor: Principal
  private var dice = SplitMix64(seed: 8)
  /// Syncs to which the server answered that it is busy.
  private(set) var busyCount = 0
  /// Problems that do not pass by themselves, which a person is shown.
  private(set) var seenProblems: [String] = []

  private struct Member {
    let device: Device
    var pauses = SyncPauses()
    /// When it syncs next, by a clock that only the pauses move; `nil` at rest.
    var due: Int64?
    var syncCount = 0
    var unsent = 0
  }

  /// Enrols the devices and lets each receive what there is, one after the other.
  init(of count: Int, on server: TestServer) async throws {
    let pack = try JSON(strict: try Repository.bytes("Seeds/instruments/demo-compass-1.json"))
    let seeded = try await server.console([
      "command": "seed", "packs": [pack], "caseload": Self.caseload,
    ])
    try #require(seeded.status == 200, "\(seeded.json)")
    let workers = (seeded.json["workers"]?.array ?? []).compactMap { $0["id"]?.string }
    try #require(workers.count == Self.workerCount + 1)
    supervisor = Principal(
      worker: try #require(WorkerID(workers[Self.workerCount])),
      device: DeviceID(high: 0, low: 0)
    )
    transport = try HTTPTransport(server: "http://127.0.0.1:\(server.port)")
    for index in 0..<count {
      members.append(
        try await Self.member(of: workers[index % Self.workerCount], on: server, over: transport)
      )
    }
  }

  private static func member(
    of worker: String,
    on server: TestServer,
    over transport: HTTPTransport
  ) async throws -> Member {
    let issued = try await server.console([
      "command": "enrolment.issue", "worker": .string(worker),
    ])
    let address = "http://127.0.0.1:\(server.port)"
    let device = Device(store: try .inMemory(), surroundings: .process([:]))
    let body = try device.prepareEnrolment(
      server: address,
      code: issued.json["code"]?.string ?? "",
      title: "Invented device"
    )
    let answer = try await server.request("POST", "/v1/enrol", json: body)
    _ = try device.completeEnrolment(answer.json)
    let member = Member(device: device)
    let outcome = try await device.sync(over: transport)
    try #require(outcome.isComplete)
    return member
  }

  /// Every device saves readings while there is no server.
  ///
  /// - Parameter count: How many.
  /// - Returns: All of them, by id.
  /// - Throws: What saving throws.
  mutating func saveReadings(_ count: Int) throws -> [RecordID: [UInt8]] {
    var saved: [RecordID: [UInt8]] = [:]
    for index in members.indices {
      let device = members[index].device
      let family = try #require(try device.families().first).family
      let pack = try device.pack("demo-compass")
      for number in 0..<count {
        let reading = Reading(
          instrument: pack.key.id,
          edition: pack.key.edition,
          subject: pack.subject,
          // A day of its own, or the server would open an item about each two.
          date: CalendarDay(
            milliseconds: 1_780_000_000_000 + Int64(index * count + number) * 86_400_000 / 2
          ),
          respondent: .agreed,
          scores: pack.areas.map { Score(area: $0.id, code: "\(1 + dice.roll(10))") }
        )
        _ = try device.addReading(reading, family: family)
      }
      for view in try device.readings(of: family) { saved[view.id] = view.json.canonical }
      members[index].due = 0
    }
    return saved
  }

  /// The server is back: everybody syncs at once, and again after the pause that follows, until all rest.
  mutating func returnAtOnce() async throws {
    for _ in 0..<Self.momentsMax {
      guard let now = members.compactMap(\.due).min() else { return }
      let together = members.indices.filter {
        members[$0].due.map { $0 < now + Self.togetherMilliseconds } ?? false
      }
      let outcomes = try await outcomes(of: together)
      for (index, outcome) in outcomes.sorted(by: { $0.key < $1.key }) {
        note(outcome, of: index)
      }
    }
    Issue.record("the devices do not come to rest")
  }

  private func outcomes(of together: [Int]) async throws -> [Int: SyncOutcome] {
    try await withThrowingTaskGroup(of: (Int, SyncOutcome).self) { group in
      for index in together {
        let (device, transport) = (members[index].device, transport)
        group.addTask { (index, try await device.sync(over: transport)) }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
  }

  private mutating func note(_ outcome: SyncOutcome, of index: Int) {
    members[index].syncCount += 1
    members[index].unsent = outcome.unsent
    switch outcome.problem {
    case nil: break
    case .retryLater: busyCount += 1
    // A crowded machine may let a connection wait too long; that passes as well.
    case .unreachable: break
    case let problem?: seenProblems.append(problem.sentence)
    }
    let pause = members[index].pauses.milliseconds(after: outcome, random: dice.next())
    let isAtRest = outcome.isComplete
    members[index].due = isAtRest ? nil : (members[index].due ?? 0) + pause
  }

  /// How many operations each device has still to send.
  var unsentCounts: [Int] { members.map(\.unsent) }

  /// How often each device had to sync.
  var syncCounts: [Int] { members.map(\.syncCount) }

  /// What the server has on record, by id.
  func storedReadings(on server: TestServer) throws -> [RecordID: [UInt8]] {
    try server.ledger.read { reader in
      let scope = try reader.scope(of: supervisor, at: try reader.clock().head)
      let records = try reader.records(
        of: .reading,
        family: nil,
        after: nil,
        limit: 10_000,
        in: scope
      )
      return Dictionary(records.map { ($0.id, $0.body) }) { first, _ in first }
    }
  }

  /// Ends all connections.
  func shutdown() async throws {
    try await transport.shutdown()
  }

  private static var caseload: JSON {
    let keys = (0..<workerCount).map { "worker-\($0)" }
    let units: [JSON] = [
      ["key": "all", "kind": "partnership", "title": "Invented partnership"],
      ["key": "team", "kind": "team", "title": "Invented team", "parent": "all"],
    ]
    let workers = keys.map { worker($0, "team", "practitioner") }
    let families: [JSON] = keys.map { key in
      [
        "key": .string(key), "unit": "team", "workers": [.string(key)],
        "fields": ["name": "Invented family", "authority": "peterborough"],
      ]
    }
    return [
      "units": .array(units),
      "workers": .array(workers + [worker("supervisor", "all", "supervisor")]),
      "families": .array(families),
    ]
  }

  private static func worker(_ key: String, _ unit: String, _ role: String) -> JSON {
    [
      "key": .string(key), "name": .string("Invented \(key)"),
      "places": [["unit": .string(unit), "role": .string(role)]],
    ]
  }
}
