import Casework
import Foundation
import Machine
import SyncProtocol
import WireFormat

/// An invented team with families, and a server that is measured.
final class LoadWorld {
  let server: BenchServer
  let surroundings = Surroundings.process()
  private(set) var families: [FamilyID] = []
  private(set) var devices: [LoadDevice] = []
  private let worker: String
  private let areas: [String]
  private let counter: String
  private var readingCount = 0

  /// Starts an empty server and makes a team with families on it.
  ///
  /// - Parameters:
  ///   - seeds: The Seeds folder.
  ///   - count: How many families; every device sees all of them.
  ///   - devices: How many devices are enrolled.
  /// - Throws: ``BenchFailure``, or what a program of the product throws.
  init(seeds: String, families count: Int, devices: Int) throws {
    server = try BenchServer()
    counter = server.directory + "/syncs"
    try Data(count: 8).write(to: URL(fileURLWithPath: counter))
    areas = (1...10).map { "area-\($0)" }
    server.environment = [
      "LD_PRELOAD": server.program("libSlowSync.so"), "SLOWSYNC_COUNT": counter,
    ]
    try server.start()
    worker = try Self.worker(server, seeds: seeds, areas: areas)
    for _ in 0..<devices { try enrol() }
    try addFamilies(count)
  }

  /// The meter of the running server.
  func meter() throws -> ServerMeter {
    guard let process = server.process else { throw BenchFailure(message: "no server runs") }
    return ServerMeter(process: process.processIdentifier, counter: counter)
  }

  /// Starts the server anew; its page cache stays warm, its own memory begins again.
  ///
  /// - Parameters:
  ///   - syncMicroseconds: What every sync of a file takes beyond its own time.
  ///   - flags: What is added to the command line.
  /// - Throws: ``BenchFailure``.
  func restart(syncMicroseconds: Int = 0, flags: [String] = []) throws {
    server.stop()
    server.environment["SLOWSYNC_MICROSECONDS"] = String(syncMicroseconds)
    server.flags = flags
    try server.start()
  }

  /// The contents of `count` readings, no two of one family on one day.
  func readings(
    _ count: Int
  ) -> [(kind: OperationKind, record: RecordID, family: FamilyID, data: JSON)] {
    (0..<count).map { _ in
      readingCount += 1
      // Days of one family follow each other; families are as mixed as the random words make them.
      let family = families[readingCount % families.count]
      let day = Int64(20_000 - readingCount / families.count)
      let random = surroundings.random()
      let reading = Reading(
        instrument: "measured-compass",
        edition: "1",
        subject: .family,
        date: CalendarDay(milliseconds: max(day, 0) * 86_400_000),
        respondent: .agreed,
        scores: areas.enumerated().map { index, area in
          Score(area: area, code: "\(1 + (random >> (UInt64(index) * 4) & 0xF) % 10)")
        },
        ownWords: random >> 40 % 10 < 3 ? words(random >> 44) : nil
      )
      return (.readingAdd, surroundings.newID(), family, reading.json)
    }
  }

  /// Ten to twenty invented words.
  private func words(_ random: UInt64) -> String {
    let all =
      """
      family engaged well today school attendance improved since last visit agreed next steps with worker and \
      carer will review goals in two weeks
      """.split(separator: " ")
    var state = random
    return (0..<10 + Int(random % 11)).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return String(all[Int(state >> 33) % all.count])
    }.joined(separator: " ")
  }

  private func addFamilies(_ count: Int) throws {
    guard let device = devices.first else { return }
    var left = count
    while left > 0 {
      let some = (0..<min(left, 100)).map { _ in surroundings.newID(FamilyTag.self) }
      left -= some.count
      families += some
      let request = try device.push(
        some.map {
          (
            .familyAdd, $0.retagged(), $0,
            ["name": "Invented family", "authority": "cambridgeshire"]
          )
        }
      )
      let client = PushClient([request])
      _ = try LoadDriver.run([client], port: server.port)
      try client.check(acknowledged: some.count)
      for device in devices { device.seen = max(device.seen, client.head) }
    }
  }

  private func enrol() throws {
    let issued = try Self.json(
      server.run(
        "starmap-server",
        ["admin", "code", worker, "--json", "--data", server.directory + "/server"]
      )
    )
    guard let code = issued["code"]?.string else {
      throw BenchFailure(message: "no code was issued")
    }
    let device = LoadDevice(surroundings: surroundings)
    let client = SingleClient(device.enrolment(code: code))
    _ = try LoadDriver.run([client], port: server.port)
    guard client.status == 200 else { throw BenchFailure(message: "a device was not enrolled") }
    devices.append(device)
  }

  /// Loads the invented team and an instrument of ten areas; the id of a practitioner.
  private static func worker(
    _ server: BenchServer,
    seeds: String,
    areas: [String]
  ) throws -> String {
    let data = server.directory + "/server"
    let seeded = try json(
      server.run("starmap-server", ["admin", "seed", "--demo", seeds, "--json", "--data", data])
    )
    var pack =
      try JSON(
        strict: Array(
          try Data(contentsOf: URL(fileURLWithPath: seeds + "/instruments/demo-compass-1.json"))
        )
      ).object ?? [:]
    pack["id"] = "measured-compass"
    pack["areas"] = .array(
      areas.map { ["id": .string($0), "title": .string($0), "scale": "compass10"] }
    )
    let file = server.directory + "/pack.json"
    try Data(JSON.object(pack).canonical).write(to: URL(fileURLWithPath: file))
    try server.run("starmap-server", ["pack", "add", file, "--data", data])
    let workers = seeded["workers"]?.array ?? []
    guard
      let id = workers.first(where: { $0["key"]?.string == "cambridgeshire" })?["id"]?.string
    else { throw BenchFailure(message: "the caseload has no worker to measure with") }
    return id
  }

  private static func json(_ output: String) throws -> JSON {
    try JSON(strict: Array(output.utf8.prefix { $0 != UInt8(ascii: "\n") }))["data"] ?? .null
  }
}
