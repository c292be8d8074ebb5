import Casework
import DeviceStore
import SQLiteStorage
import StarmapDevice
import Storage
import SyncProtocol
import WireFormat

/// What must hold of every answer, whatever came before.
enum Promises {
  /// Looks at an answer that a device is about to take.
  ///
  /// - Throws: ``SimulationFailure``.
  static func check(
    _ answer: SyncAnswer,
    to request: SyncRequest,
    of device: SimulatedDevice,
    at server: SimulatedServer
  ) throws {
    if request.path == "/v1/push", let push = PushResponse(body: answer.body), answer.status == 200
    {
      for result in push.results where result.status != .retry {
        try check(result, device, server)
      }
    }
    if request.path.hasPrefix("/v1/pull"), let page = PullPage(body: answer.body) {
      try check(page, reader: try server.principal(of: request).worker, device.name, server)
    }
  }

  /// What is acknowledged is stored.
  private static func check(
    _ result: OperationResult,
    _ device: SimulatedDevice,
    _ server: SimulatedServer
  ) throws {
    guard server.model.answers[result.id] != nil else {
      throw SimulationFailure(
        message: "\(device.name): operation \(result.id) was acknowledged and is not stored"
      )
    }
  }

  /// Nothing of a family that the reader may not see.
  static func check(
    _ page: PullPage,
    reader: WorkerID,
    _ name: String,
    _ server: SimulatedServer
  ) throws {
    for line in page.lines {
      let family: FamilyID
      switch line {
      case .gone(_, "family", _, let erased) where server.erasures[erased] != nil: continue
      case .put(let record): family = record.family
      case .ready(let ready): family = ready
      case .gone(_, _, _, let gone): family = gone
      case .evict, .page: continue
      }
      guard server.model.rights.sees(reader, family) else {
        throw SimulationFailure(
          message: "\(name): a page shows a family that the reader may not see"
        )
      }
    }
  }
}

extension Simulation {
  /// Everything that must hold once all is quiet.
  func checkEverything() throws {
    let held = try devices.map { try $0.rows() }
    try checkNothingErasedIsLeft(held)
    var fresh: [WorkerID: [RecordID: PulledRecord]] = [:]
    for (device, held) in zip(devices, held) {
      try checkNothingIsLost(device)
      guard let identity = try device.device.identity() else { continue }
      try checkRecords(device, held, of: identity.worker)
      let principal = Principal(worker: identity.worker, device: identity.device)
      let expected =
        try fresh[identity.worker] ?? Witness.fresh(principal, at: server).records
      fresh[identity.worker] = expected
      try checkRows(device, held, expected)
      if let outcome = try device.sync(over: network, mustVerify: true), outcome.differing > 0 {
        throw SimulationFailure(message: "\(device.name): a comparison finds what differs")
      }
    }
    for index in witnesses.indices {
      try witnesses[index].goOn(at: server, pages: 10_000)
      let fresh = try Witness.fresh(witnesses[index].principal, at: server)
      guard witnesses[index].rows.records == fresh.records else {
        throw SimulationFailure(message: "a reader of deltas holds other rows than a new reader")
      }
    }
    try checkReadings()
    try checkValues()
  }

  /// No record, no past, no raw bytes and no queue holds anything about a family that was erased.
  private func checkNothingErasedIsLeft(_ rows: [[RecordID: PulledRecord]]) throws {
    let erased = server.erasures
    let names = erased.keys.map { Array($0.description.utf8) }
    @Sendable func tells(_ bytes: [UInt8]) -> Bool {
      names.contains { name in
        bytes.indices.contains { bytes[$0] == name[0] && bytes[$0...].starts(with: name) }
      }
    }
    let isLeft = try server.ledger.commit { writer in
      let families = try erased.keys.contains { family in
        try RecordType.allCases.contains {
          try !writer.recordsForJudging(of: $0, in: family).isEmpty
        }
      }
      return try families || writer.quarantinedOperations().contains { tells($0.line) }
    }
    guard !isLeft else {
      throw SimulationFailure(message: "the server still holds something about an erased family")
    }
    for (device, rows) in zip(devices, rows) {
      let entries = try device.device.store.read {
        try $0.entries(Set(OutboxEntry.State.allCases))
      }
      guard !entries.contains(where: { tells($0.bytes) }),
        !rows.values.contains(where: { erased[$0.family] != nil })
      else {
        throw SimulationFailure(
          message: "\(device.name): it still holds something about an erased family"
        )
      }
    }
  }

  /// Every operation that was saved is answered, once, and stands or is held with its bytes.
  private func checkNothingIsLost(_ device: SimulatedDevice) throws {
    let erased = server.erasures
    let saved = device.saved.filter { id in
      device.families[id].map { erased[$0] == nil } ?? true
    }
    let missing: [OperationID] = try server.ledger.commit { writer in
      try saved.sorted().filter { id in
        guard let stored = try writer.result(of: id) else { return true }
        guard stored.isRefused else { return false }
        let answer = (try? JSON(strict: stored.answer)).flatMap { OperationResult(json: $0) }
        return try (answer?.reviews ?? []).compactMap { try writer.quarantined(review: $0) }
          .isEmpty
      }
    }
    guard let first = missing.first else { return }
    throw SimulationFailure(
      message: "\(device.name): \(missing.count) saved operations are lost, first \(first)"
    )
  }

  /// The device holds exactly what a new device of the same worker would be given.
  private func checkRows(
    _ device: SimulatedDevice,
    _ held: [RecordID: PulledRecord],
    _ expected: [RecordID: PulledRecord]
  ) throws {
    let differing = Set(expected.keys).union(held.keys).filter { expected[$0] != held[$0] }
    if let first = differing.sorted().first {
      let type = expected[first]?.typeName ?? held[first]?.typeName ?? ""
      throw SimulationFailure(
        message: "\(device.name): \(differing.count) rows differ from the server's, first a "
          + "\(type): "
          + (expected[first] == nil ? "it should not be there" : "it is missing or old")
      )
    }
  }

  /// The device holds exactly the records that were made of the families that its worker may see.
  private func checkRecords(
    _ device: SimulatedDevice,
    _ held: [RecordID: PulledRecord],
    of worker: WorkerID
  ) throws {
    let model = server.model
    let expected = model.records.held { model.rights.sees(worker, $0) }
    // What gave way in a note became a note of its own, which an item names.
    let named = Set(held.values.compactMap(\.reviewItem).flatMap(\.related))
    let open = model.records.doubtful
    let missing = expected.subtracting(held.keys).subtracting(open)
    let extra = Set(held.keys).subtracting(expected).subtracting(open).subtracting(named)
    guard let first = missing.union(extra).min() else { return }
    throw SimulationFailure(
      message: "\(device.name): it lacks \(missing.count) records that it should hold and holds "
        + "\(extra.count) that it should not, first \(first) \(held[first]?.typeName ?? "")"
    )
  }

  /// Every accepted reading is there as it was sent, and no other.
  private func checkReadings() throws {
    let stored: [RecordID: [UInt8]] = try server.ledger.commit { writer in
      Dictionary(
        try writer.recordsForJudging(of: .reading).map { ($0.id, $0.body) },
        uniquingKeysWith: { first, _ in first }
      )
    }
    guard stored == server.model.readings else {
      throw SimulationFailure(message: "the readings on record are not those that were accepted")
    }
  }
}
