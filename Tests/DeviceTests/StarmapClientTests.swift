import Casework
import DeviceStore
import Foundation
import StarmapDevice
import SyncProtocol
import Testing

/// What an app embeds.
struct StarmapClientTests {
  private func newReading() throws -> StarmapNewReading {
    let reading = try Invented.reading()
    return StarmapNewReading(
      instrument: reading.instrument,
      date: reading.date.description,
      respondent: reading.respondent.rawValue,
      scores: Dictionary(uniqueKeysWithValues: reading.scores.map { ($0.area, $0.code) })
    )
  }

  @Test func `an app saves a reading and sees it at once`() async throws {
    let test = try TestDevice()
    try test.receiveFamily()
    let client = StarmapClient(device: test.device)
    let family = try #require(try await client.families().first)

    let saved = try await client.addReading(try newReading(), for: family.id)

    #expect(family.code == "K7Q")
    #expect(saved.warnings == [])
    #expect(saved.reading.isPending)
    #expect(try await client.readings(of: family.id) == [saved.reading])
    #expect(try await client.status().unsent == 1)
    // The areas are saved in the instrument's own order, whatever order the app gave.
    let operation = try #require(try test.operations().first)
    #expect(try Reading(json: operation.data).scores == (try Invented.reading()).scores)
  }

  @Test func `a refusal has its public code, and nothing was saved`() async throws {
    let test = try TestDevice()
    try test.receiveFamily()
    let client = StarmapClient(device: test.device)
    var reading = try newReading()
    reading.scores["home"] = "400"

    let error = await #expect(throws: StarmapError.self) {
      try await client.addReading(reading, for: Invented.family.description)
    }

    guard case .refused("point-not-on-scale", _) = error else {
      Issue.record("unexpected \(String(describing: error))")
      return
    }
    #expect(try test.entries() == [])
  }

  @Test func `a folder that is not enrolled says so`() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("starmap-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let client = try StarmapClient(directory: folder)

    #expect(try await client.status().unsent == 0)
    let error = await #expect(throws: StarmapError.self) { try await client.sync() }
    guard case .notEnrolled = error else {
      Issue.record("unexpected \(String(describing: error))")
      return
    }
  }
}
