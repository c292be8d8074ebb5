import Casework
import SQLiteStorage
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// Pushes that share one transaction are answered as if each had one of its own.
struct SharedCommitTests {
  private struct Broken: Error {}

  /// What became of the pushes of four devices: the answers, and the readings that stand.
  private struct Outcome: Equatable {
    var answers: [String] = []
    var readings: [RecordID] = []
    var head: Int64 = 0
  }

  /// Pushes from four devices: two readings each; the second device's second is not on the scale, and the third
  /// device begins beyond its number.
  ///
  /// - Parameters:
  ///   - isShared: Whether the pushes go into one transaction.
  ///   - failing: The place of a unit that pushes and then throws.
  /// - Returns: The answers in order, and what stands afterwards.
  /// - Throws: What the ledger throws.
  private func outcome(isShared: Bool, failing: Int? = nil) throws -> Outcome {
    let world = try ServerWorld(seed: 5)
    let devices = try (0..<5).map { try world.device(of: world.people.robin, "device \($0)") }
    let family = try devices[0].addFamily()
    let core = world.core
    var units = devices.enumerated().map { index, device -> LedgerUnit in
      if index == 2 { device.number += 7 }
      let lines = (0..<2).map { number -> ArraySlice<UInt8> in
        let code = index == 1 && number == 1 ? "99" : "\(1 + index)"
        let day = "2025-10-1\(index * 2 + number)"
        return device.operation(
          .readingAdd,
          family: family,
          InventedWork.reading(code, on: day).json
        ).line[...]
      }
      let request = PushRequest(
        envelope: PushEnvelope(
          device: device.principal.device,
          generation: 1,
          sent: device.surroundings.moment()
        ),
        lines: lines
      )
      let principal = device.principal
      return { writer in
        let response = try core.push(request, from: principal, into: writer)
        if index == 4 { throw Broken() }
        return response
      }
    }
    let broken = units.removeLast()
    if let failing { units.insert(broken, at: failing) }
    var results =
      try isShared
      ? world.ledger.commit(units)
      : units.flatMap {
        try world.ledger.commit([$0])
      }
    if let failing {
      let result = results.remove(at: failing)
      #expect(throws: Broken.self) { try result.get() }
    }
    try devices[0].pull()
    return Outcome(
      answers: results.map { result in
        switch result {
        case .success(let answer):
          String(decoding: (answer as? PushResponse)?.body ?? [], as: UTF8.self)
        case .failure(let error): "\(error)"
        }
      },
      readings: devices[0].rows.records(of: .reading).map(\.record).sorted(),
      head: try world.head
    )
  }

  @Test func `sharing a transaction changes no answer, no number and no record`() throws {
    let alone = try outcome(isShared: false)
    let shared = try outcome(isShared: true)

    #expect(shared == alone)
    #expect(shared.readings.count == 5)
    #expect(shared.answers.count { $0.contains("\"applied\"") } == 3)
    #expect(shared.answers[2].contains("expected: 1"))
  }

  @Test(arguments: 0...4)
  func `a push that fails in a shared transaction leaves nothing, and its neighbours as they were`(
    place: Int
  ) throws {
    let without = try outcome(isShared: true)
    let with = try outcome(isShared: true, failing: place)

    #expect(with == without)
  }
}
