import Casework
import DeviceStore
import Foundation
import StarmapDevice
import SyncProtocol
import Testing
import WireFormat

/// Everybody and everything in the tests is invented.
enum Invented {
  static let worker = WorkerID(high: 0x0198_0000_0000_7000, low: 0x8000_0000_0000_0001)
  static let colleague = WorkerID(high: 0x0198_0000_0000_7000, low: 0x8000_0000_0000_0002)
  static let unit = UnitID(high: 0x0198_0000_0000_7000, low: 0x8000_0000_0000_0010)
  static let family = FamilyID(high: 0x0198_0000_0000_7001, low: 0x8000_0000_0000_0100)
  static let otherFamily = FamilyID(high: 0x0198_0000_0000_7001, low: 0x8000_0000_0000_0200)

  static let familyFields: [String: JSON] = ["name": "Invented", "authority": "peterborough"]

  static func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

  /// The invented instrument of the seeds, as the server serves it.
  static func compass() throws -> JSON {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Seeds/instruments/demo-compass-1.json")
    return try JSON(strict: Array(try Data(contentsOf: file)))
  }

  /// A reading that is right in every way.
  static func reading(date: String = "2026-11-20") throws -> Reading {
    let areas = [
      "home", "learning", "money", "health", "feelings", "friends", "safety", "family-life",
    ]
    return Reading(
      instrument: "demo-compass",
      edition: "1",
      subject: .family,
      date: try day(date),
      respondent: .agreed,
      scores: areas.map { Score(area: $0, code: "4") }
    )
  }
}

/// A device over a store in memory or in a folder, with answers of a server that the test writes.
struct TestDevice {
  let machine: TestMachine
  let device: Device

  init(machine: TestMachine = TestMachine(), role: Role = .practitioner) throws {
    self.machine = machine
    device = Device(store: try DeviceStore.inMemory(), surroundings: machine.surroundings)
    try enrol(as: role)
  }

  /// Opens the profile in a folder, and enrols it the first time.
  init(directory: String, machine: TestMachine = TestMachine(), pageCountMax: Int? = nil) throws {
    self.machine = machine
    device = Device(
      store: try DeviceStore.open(directory: directory, pageCountMax: pageCountMax),
      surroundings: machine.surroundings
    )
    if try device.identity() == nil { try enrol(as: .practitioner) }
  }

  private func enrol(as role: Role) throws {
    _ = try device.prepareEnrolment(
      server: "https://progress.example.org",
      code: "INVENTED",
      title: "Test"
    )
    let worker = WorkerRecord(
      id: Invented.worker,
      name: "Invented Worker",
      places: [WorkerRecord.Place(unit: Invented.unit, role: role)]
    )
    _ = try device.completeEnrolment(["worker": worker.json, "epoch": "e1", "server_time": 1])
  }

  /// Applies a page as a pull would.
  func pull(
    _ lines: [PullLine],
    seq: Int64,
    isMore: Bool = false,
    backupSeq: Int64 = 0
  ) throws {
    let page = PullPage(
      lines: lines,
      end: .test(seq: seq, isMore: isMore, backupSeq: backupSeq)
    )
    _ = try device.store.write { try $0.apply(page) }
  }

  /// Receives the invented instrument and a family with its code, as a first sync would.
  func receiveFamily(code: String = "K7Q", seq: Int64 = 10) throws {
    try pull(
      [
        .put(try .instrument(version: 1)),
        .put(.family(Invented.family, version: 2, code: code)),
        .ready(Invented.family),
      ],
      seq: seq
    )
  }

  func entries() throws -> [OutboxEntry] {
    try device.store.read { try $0.entries(Set(OutboxEntry.State.allCases)) }
  }

  func operations() throws -> [SyncProtocol.Operation] {
    try entries().map { try $0.operation }
  }

  func text(_ key: MetaKey) throws -> String? {
    try device.store.read { try $0.text(key) }
  }

  /// Every row, of whatever type.
  func rows() throws -> [PulledRecord] {
    try device.store.read { reader in
      try RecordType.allCases.flatMap { try reader.records(ofType: $0.rawValue) }
    }
  }
}

extension PullEnd {
  static func test(
    cursor: String? = nil,
    seq: Int64,
    isMore: Bool = false,
    backupSeq: Int64 = 0,
    head: Int64? = nil
  ) -> PullEnd {
    PullEnd(
      cursor: cursor ?? "c\(seq)\(isMore ? "+" : "")",
      seq: seq,
      isMore: isMore,
      head: head ?? seq,
      epoch: "e1",
      backupSeq: backupSeq
    )
  }
}

extension PulledRecord {
  static func test(
    _ type: String,
    _ id: RecordID,
    family: FamilyID,
    version: Int64,
    body: [UInt8]
  ) -> PulledRecord {
    PulledRecord(
      version: version,
      typeName: type,
      record: id,
      family: family,
      author: Invented.colleague,
      made: 1,
      body: body
    )
  }

  /// A mutable record whose fields all have the record's version.
  static func mutable(
    _ type: RecordType,
    _ id: RecordID,
    family: FamilyID,
    version: Int64,
    _ fields: [String: JSON]
  ) -> PulledRecord {
    let field = FieldVersion(
      version: version,
      stamp: Stamp(milliseconds: 1, counter: 0),
      author: Invented.colleague,
      origin: nil
    )
    let state = RecordState(fields: fields, versions: fields.mapValues { _ in field })
    return test(type.rawValue, id, family: family, version: version, body: state.body)
  }

  static func family(_ id: FamilyID, version: Int64, code: String?) -> PulledRecord {
    var fields = Invented.familyFields
    fields["code"] = code.map { .string($0) }
    return mutable(.family, id.retagged(), family: id, version: version, fields)
  }

  static func instrument(version: Int64) throws -> PulledRecord {
    let record = InstrumentRecord(pack: try Invented.compass(), licenceReference: nil)
    return test(
      "instrument",
      RecordID(high: 7, low: 7),
      family: .reference,
      version: version,
      body: record.json.canonical
    )
  }

  static func review(_ id: RecordID, version: Int64, _ item: ReviewItem) -> PulledRecord {
    test("review", id, family: Invented.family, version: version, body: item.json.canonical)
  }
}
