import Audit
import Casework
import Foundation
import Instruments
import Intake
import Reconciliation
import SQLiteStorage
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

@testable import Server

/// A server's ledger with the invented history of two councils in it, imported as an operator would.
struct HistoryWorld {
  let ledger: SQLiteLedger
  let core: ServerCore
  /// A supervisor of the whole partnership.
  let supervisor: Principal

  /// The folder of the history.
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("IntakeTests/Fixtures/history")

  static func json(_ name: String) throws -> JSON {
    try JSON(strict: Array(try Data(contentsOf: folder.appendingPathComponent(name))))
  }

  /// Imports the files of the history, in the order of the mapping.
  static func request(isReversed: Bool = false) throws -> ImportRequest {
    let mapping = try json("import-profile.json")
    let names = (mapping["sources"]?.array ?? []).compactMap { $0["file"]?.string }
    return ImportRequest(
      mapping: mapping,
      files: try (isReversed ? names.reversed() : names).map { name in
        IntakeFile(
          path: name,
          bytes: Array(try Data(contentsOf: folder.appendingPathComponent(name)))
        )
      }
    )
  }

  init() throws {
    ledger = try SQLiteLedger.inMemory(epoch: Epoch(prefix: 1, suffix: 2))
    let bare = ServerCore(
      surroundings: .test(TestClock(), seed: 7),
      catalogue: InstrumentCatalogue(packs: [InstrumentPack]())
    )
    let packs = try Seeds.all("instruments")
    let references = try ["frameworks", "crosswalks", "policies"].flatMap { try Seeds.all($0) }
    let worker: WorkerID = try ledger.commit { writer in
      _ = try bare.console(["command": "admin.create", "name": "Invented admin"], into: writer)
      _ = try bare.console(
        ["command": "seed", "packs": .array(packs), "references": .array(references)],
        into: writer
      )
      let units = try writer.references(of: .unit)
      let made = try bare.console(
        [
          "command": "worker.add", "name": "Invented supervisor", "role": "supervisor",
          "unit": .string(units[0].id.description),
        ],
        into: writer
      )
      return WorkerID(made["id"]?.string ?? "") ?? WorkerID(high: 0, low: 0)
    }
    supervisor = Principal(worker: worker, device: DeviceID(high: 1, low: 1))
    core = ServerCore(
      surroundings: bare.surroundings,
      catalogue: try ledger.read { try ServerCore.catalogue(from: $0) }
    )
  }

  @discardableResult
  func run(_ request: ImportRequest) throws -> JSON {
    let core = core
    return try ledger.commit { writer in try core.importFiles(request, into: writer) }
  }

  /// The study as the server's own audit makes it.
  func study() throws -> Study {
    try ledger.read { reader throws in
      let head = try reader.clock().head
      let asOf = AsOf(endOf: CalendarDay("2024-04-30") ?? CalendarDay(milliseconds: 0))
      return Study(
        try StoredRecords(
          reader,
          scope: try reader.auditScope(of: supervisor, at: head),
          asOf: asOf,
          seq: head,
          audience: .internal
        ),
        from: try #require(CalendarDay("2023-04-01")),
        to: try #require(CalendarDay("2024-03-31")),
        day: try #require(asOf.day),
        asOf: asOf,
        catalogue: core.catalogue,
        library: try ServerCore.library(from: reader)
      )
    }
  }

  /// How many rows of studies and population figures take part in the audit of a supervisor of a unit.
  ///
  /// - Parameters:
  ///   - isWhole: Whether it is the unit above all others; otherwise another one.
  ///   - audience: For whom the audit is.
  /// - Returns: The number.
  /// - Throws: What the ledger throws.
  func evidenceCount(ofWhole isWhole: Bool, for audience: AuditAudience) throws -> Int {
    let core = core
    let principal: Principal = try ledger.commit { writer in
      let units = try writer.references(of: .unit)
        .compactMap { UnitRecord(json: try JSON(strict: $0.body)) }
      let unit = try #require(units.first { ($0.parent == nil) == isWhole })
      let made = try core.console(
        [
          "command": "worker.add", "name": "Invented reader", "role": "supervisor",
          "unit": .string(unit.id.description),
        ],
        into: writer
      )
      let worker = try #require(made["id"]?.string.flatMap { WorkerID($0) })
      return Principal(worker: worker, device: DeviceID(high: 1, low: 2))
    }
    return try ledger.read { reader throws in
      let head = try reader.clock().head
      let records = try StoredRecords(
        reader,
        scope: try reader.auditScope(of: principal, at: head),
        asOf: AsOf(endOf: CalendarDay("2024-04-30") ?? CalendarDay(milliseconds: 0)),
        seq: head,
        audience: audience
      )
      return records.evidence.rows.count + records.evidence.population.count
    }
  }

  /// The study as `starmap audit study` makes it of the same files.
  static func studyOfFiles() throws -> Study {
    let file = { (folder: URL, name: String) in
      let bytes = Array(try Data(contentsOf: folder.appendingPathComponent(name)))
      return StudyFile(path: name, bytes: bytes)
    }
    let drafts = folder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("AuditTests/Fixtures")
    let profile = try StudyProfile(try file(folder, StudyProfile.fileName))
    return try Study(
      profile: profile,
      reference: try StudyReference(
        instruments: try file(folder, StudyReference.fileName),
        crosswalks: try ["crosswalk-draft.json", "map-assumed-crosswalk.json"].map {
          try file(drafts, $0)
        },
        policy: profile.policy
      ),
      files: try profile.files.map { try file(folder, $0) }
    )
  }

  /// The progress of the closure period as of its day, as an export computes it.
  func progress() throws -> Reconciliation.Progress {
    try ledger.read { reader throws in
      let asOf = AsOf(endOf: CalendarDay("2024-04-30") ?? CalendarDay(milliseconds: 0))
      var cases = try ProgressCases(
        reader: reader,
        scope: try reader.scope(of: supervisor, at: try reader.clock().head),
        asOf: asOf
      )
      return Reconciliation.Progress(
        episodes: try cases.all(),
        from: CalendarDay("2023-04-01"),
        to: CalendarDay("2024-03-31"),
        asOf: asOf,
        catalogue: core.catalogue,
        library: try ServerCore.library(from: reader)
      )
    }
  }
}
