import Casework
import Foundation
import Instruments
import SQLiteStorage
import Storage
import SyncProtocol
import SyncServer
import Testing
import WireFormat

/// The server's core over a ledger in memory, with the invented caseload of `Seeds/demo`.
final class Harness {
  let ledger: SQLiteLedger
  let core: ServerCore
  private(set) var workers: [String: WorkerID] = [:]
  private(set) var families: [String: FamilyID] = [:]
  private var codes: [String: String] = [:]

  init() throws {
    let surroundings = Surroundings(
      now: { 1_795_500_000_000 },
      monotonic: { 1000 },
      boot: "server",
      random: { UInt64.random(in: .min ... .max) }
    )
    let ledger = try SQLiteLedger.inMemory(epoch: Epoch(prefix: 7, suffix: 9))
    let bare = ServerCore(
      surroundings: surroundings,
      catalogue: InstrumentCatalogue(packs: [InstrumentPack]())
    )
    let names = ["demo-compass-1", "demo-steps-1", "map-assumed-0", "family-star-plus-2"]
    let seed: JSON = [
      "command": "seed",
      "packs": .array(try names.map { try Self.file("Seeds/instruments/\($0).json") }),
      "caseload": try Self.file("Seeds/demo/caseload.json"),
    ]
    let seeded = try ledger.commit([{ try bare.console(seed, into: $0) }])[0].get() as? JSON
    self.ledger = ledger
    core = ServerCore(
      surroundings: surroundings,
      catalogue: try ledger.read { try ServerCore.catalogue(from: $0) }
    )
    for worker in seeded?["workers"]?.array ?? [] {
      let key = worker["key"]?.string ?? ""
      workers[key] = worker["id"]?.string.flatMap { WorkerID($0) }
      codes[key] = worker["code"]?.string
    }
    for family in seeded?["families"]?.array ?? [] {
      families[family["key"]?.string ?? ""] = family["id"]?.string.flatMap { FamilyID($0) }
    }
  }

  static func file(_ path: String) throws -> JSON {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return try JSON(strict: Array(try Data(contentsOf: root.appendingPathComponent(path))))
  }

  /// Runs work in a commit.
  func commit<Value: Sendable>(
    _ work: @escaping @Sendable (ServerCore, any LedgerWriter) throws -> Value
  ) throws -> Value {
    let core = core
    let value = try ledger.commit([{ try work(core, $0) }])[0].get() as? Value
    return try #require(value)
  }

  /// The family of a key.
  func family(_ key: String) throws -> FamilyID {
    try #require(families[key])
  }

  /// Enrols the device of a worker.
  func device(_ key: String) throws -> ScriptedDevice {
    let device: DeviceID = core.surroundings.newID()
    let request = try EnrolmentRequest(json: [
      "code": .string(try #require(codes[key])), "device": .string(device.description),
      "title": "Test",
      "token": .string(Base64URL.encode([UInt8](repeating: 1, count: 31) + [UInt8(codes.count)])),
    ])
    codes[key] = nil
    _ = try commit { core, writer in try core.enrol(request, into: writer) }
    return ScriptedDevice(
      harness: self,
      principal: Principal(worker: try #require(workers[key]), device: device)
    )
  }
}

/// A device that does exactly what a test says, through real bytes.
final class ScriptedDevice {
  let harness: Harness
  let principal: Principal
  var number = 0
  var generation = 1
  var seen: Int64 = 0

  init(harness: Harness, principal: Principal) {
    self.harness = harness
    self.principal = principal
  }

  /// The next operation, which is not sent yet.
  func operation(
    _ kind: OperationKind,
    family: FamilyID,
    record: RecordID? = nil,
    id: OperationID? = nil,
    group: OperationID? = nil,
    base: [String: Int64] = [:],
    _ data: JSON
  ) -> SyncProtocol.Operation {
    number += 1
    let surroundings = harness.core.surroundings
    return SyncProtocol.Operation(
      generation: generation,
      number: number,
      id: id ?? surroundings.newID(),
      kind: kind,
      record: record ?? surroundings.newID(),
      family: family,
      seen: seen,
      at: Moment(wall: 1_795_400_000_000, monotonic: 5, boot: "device"),
      stamp: Stamp(milliseconds: 1_795_400_000_000, counter: UInt16(clamping: number)),
      group: group,
      base: base,
      data: data
    )
  }

  /// Pushes lines as they are.
  @discardableResult
  func push(lines: [[UInt8]]) throws -> [OperationResult] {
    let envelope = PushEnvelope(
      device: principal.device,
      generation: generation,
      sent: Moment(wall: 1_795_400_000_000, monotonic: 10, boot: "device")
    )
    let body = PushRequest(envelope: envelope, lines: lines.map { $0[...] }).body
    let request = try PushRequest(body: body)
    let principal = principal
    let response = try harness.commit { core, writer in
      try core.push(request, from: principal, into: writer)
    }
    return try #require(PushResponse(body: response.body)).results
  }

  /// Pushes operations.
  @discardableResult
  func push(_ operations: SyncProtocol.Operation...) throws -> [OperationResult] {
    try push(lines: operations.map(\.line))
  }

  /// Pulls page after page from a cursor into rows, as a device does.
  func pull(
    into rows: inout [RecordID: PulledRecord],
    from start: String?,
    pageChangesMax: Int = 1000
  ) throws -> String {
    var cursor = start
    while true {
      let page = try harness.ledger.read {
        try harness.core.pull(
          cursor: cursor,
          for: principal,
          from: $0,
          pageChangesMax: pageChangesMax
        )
      }
      let read = try #require(PullPage(body: page.body))
      for line in read.lines {
        switch line {
        case .evict(let family): rows = rows.filter { $0.value.family != family }
        case .put(let record):
          if (rows[record.record]?.version ?? 0) < record.version { rows[record.record] = record }
        case .gone(_, _, let record, _): rows[record] = nil
        case .ready, .page: break
        }
      }
      cursor = read.end.cursor
      seen = read.end.seq
      if !read.end.isMore { return read.end.cursor }
    }
  }

  /// What a new device of the worker would be given.
  func bootstrap() throws -> [RecordID: PulledRecord] {
    var rows: [RecordID: PulledRecord] = [:]
    _ = try pull(into: &rows, from: nil)
    return rows
  }
}

/// A whole reading with the invented compass.
func compass(_ home: String, respondent: Respondent = .agreed) throws -> Reading {
  let areas = ["learning", "money", "health", "feelings", "friends", "safety", "family-life"]
  return Reading(
    instrument: "demo-compass",
    edition: "1",
    subject: .family,
    date: try #require(CalendarDay("2026-11-20")),
    respondent: respondent,
    scores: [Score(area: "home", code: home)] + areas.map { Score(area: $0, code: "5") }
  )
}
