import Casework
import Foundation
import Instruments
import Machine
import StarmapDevice
import SyncProtocol
import WireFormat

/// Forty invented families on one worker's devices.
struct BenchWorld {
  let server: BenchServer
  /// The profile that captures.
  let capturing: String
  let families: [FamilyID]
  private let pack: InstrumentPack
  private let worker: String

  init(server: BenchServer, seeds: String) throws {
    self.server = server
    let data = server.directory + "/server"
    let seeded = try Self.json(
      server.run("starmap-server", ["admin", "seed", "--demo", seeds, "--json", "--data", data])
    )
    let workers = seeded["workers"]?.array ?? []
    guard
      let found = workers.first(where: { $0["key"]?.string == "cambridgeshire" }),
      let id = found["id"]?.string, let code = found["code"]?.string
    else { throw BenchFailure(message: "the caseload has no worker to measure with") }
    worker = id
    capturing = server.directory + "/capturing"
    try server.run(
      "starmap",
      ["enrol", "--server", server.address, "--code", code],
      home: capturing
    )
    try server.run("starmap", ["sync"], home: capturing)
    let device = try Device.open(directory: capturing, surroundings: .process())
    for index in try device.families().count..<40 {
      _ = try device.addFamily([
        "name": .string("Invented family \(index)"), "authority": "cambridgeshire",
      ])
    }
    families = try device.families().map(\.family)
    pack = try device.pack("demo-compass")
    try server.run("starmap", ["sync"], home: capturing)
  }

  /// An invented reading.
  func reading(_ index: Int) throws -> Reading {
    let day = CalendarDay(milliseconds: 1_790_000_000_000 - Int64(index / 40) * 7 * 86_400_000)
    return Reading(
      instrument: pack.key.id,
      edition: pack.key.edition,
      subject: pack.subject,
      date: day,
      respondent: .agreed,
      scores: pack.areas.enumerated().map { position, area in
        Score(area: area.id, code: "\(1 + (index + position) % 10)")
      },
      ownWords: index % 3 == 0
        ? "Invented words of a usual length, about a week that went well" : nil
    )
  }

  /// Another device of the same worker, enrolled and empty.
  func newProfile(_ name: String) throws -> String {
    let home = server.directory + "/" + name
    let issued = try Self.json(
      server.run(
        "starmap-server",
        ["admin", "code", worker, "--json", "--data", server.directory + "/server"]
      )
    )
    guard let code = issued["code"]?.string else {
      throw BenchFailure(message: "no code was issued")
    }
    try server.run("starmap", ["enrol", "--server", server.address, "--code", code], home: home)
    return home
  }

  private static func json(_ output: String) throws -> JSON {
    try JSON(strict: Array(output.utf8.prefix { $0 != UInt8(ascii: "\n") }))["data"] ?? .null
  }
}
