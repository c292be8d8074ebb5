import ArgumentParser
import Casework
import StarmapDevice
import SyncProtocol
import WireFormat

/// People, units and devices.
struct TeamCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "team",
    abstract: "See units, workers and devices; invite and revoke devices.",
    subcommands: [TeamUnit.self, TeamWorker.self, TeamDevice.self]
  )
}

/// Units.
struct TeamUnit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unit",
    abstract: "List the units of the partnership, and add one.",
    subcommands: [TeamUnitList.self, TeamUnitAdd.self]
  )
}

/// Lists the units.
struct TeamUnitList: StarmapCommand {
  static let words = "team unit list"
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the units; works offline."
  )

  @OptionGroup var global: GlobalOptions

  func perform(in context: CommandContext) async throws -> Report {
    var table = TextTable("Unit", "Level", "Name")
    let units = try context.device().units()
    for unit in units { table.add(unit.id.description, unit.kind.rawValue, unit.title) }
    return Report(
      data: ["units": .array(units.map(\.json))],
      lines: table.lines(empty: "No units on this device yet. Receive them with: starmap sync")
    )
  }
}

/// Workers.
struct TeamWorker: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker",
    abstract: "List the workers of the partnership, and add one.",
    subcommands: [TeamWorkerList.self, TeamWorkerAdd.self]
  )
}

/// Lists the workers.
struct TeamWorkerList: StarmapCommand {
  static let words = "team worker list"
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the workers; works offline."
  )

  @OptionGroup var global: GlobalOptions

  func perform(in context: CommandContext) async throws -> Report {
    var table = TextTable("Worker", "Name", "Roles")
    let workers = try context.device().workers()
    for worker in workers {
      table.add(
        worker.id.description,
        worker.name,
        worker.places.map(\.role.rawValue).joined(separator: ", ")
      )
    }
    return Report(
      data: ["workers": .array(workers.map(\.json))],
      lines: table.lines(empty: "No workers on this device yet. Receive them with: starmap sync")
    )
  }
}

/// Devices.
struct TeamDevice: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "device",
    abstract: "List devices, invite a worker's next one, or revoke one; needs the server.",
    subcommands: [TeamDeviceList.self, TeamDeviceInvite.self, TeamDeviceRevoke.self]
  )
}

/// Issues a one-time code.
struct TeamDeviceInvite: StarmapCommand {
  static let words = "team device invite"
  static let configuration = CommandConfiguration(
    commandName: "invite",
    abstract: "Issue a one-time code for a worker's next device."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The worker's name or id.")
  var worker: String

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    let worker = try device.worker(named: worker)
    let answer = try await device.request(
      "POST",
      "/v1/workers/\(worker)/enrolments",
      json: [:]
    )
    return Report(
      data: answer,
      lines: ["One-time code, shown only now: \(answer["code"]?.string ?? "–")"]
    )
  }
}

/// Revokes a device.
struct TeamDeviceRevoke: StarmapCommand {
  static let words = "team device revoke"
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "Revoke a device at once; its unsent work stays on it."
  )

  @OptionGroup var global: GlobalOptions

  @Flag(
    help:
      "Its owner has left and still has it: what is unsent may be sent for 30 days, to wait for a supervisor."
  )
  var leaver = false

  @Argument(help: "The device's id.")
  var device: String

  func perform(in context: CommandContext) async throws -> Report {
    let own = try context.device()
    let path = "/v1/devices/\(device)" + (leaver ? "?leaver=true" : "")
    let answer = try await own.request("DELETE", path, json: nil)
    var lines = ["Revoked."]
    if let until = answer["hands_in_until"]?.string {
      lines.append("It may send what is unsent until \(until); all of it waits for a supervisor.")
    }
    return Report(data: ["device": answer], lines: lines)
  }
}

/// Adds a unit.
struct TeamUnitAdd: StarmapCommand {
  static let words = "team unit add"
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Add a unit; for administrators, needs the server."
  )

  @OptionGroup var global: GlobalOptions

  @Option(help: "authority, district or team.")
  var kind: String

  @Option(help: "The unit's name.")
  var title: String

  @Option(help: "The id of the unit above it.")
  var parent: String

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    let answer = try await device.request(
      "POST",
      "/v1/units",
      json: ["kind": .string(kind), "title": .string(title), "parent": .string(parent)]
    )
    return Report(data: answer, lines: ["Added. Receive it with: starmap sync"])
  }
}

/// Adds a worker.
struct TeamWorkerAdd: StarmapCommand {
  static let words = "team worker add"
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Add a worker; for administrators, needs the server."
  )

  @OptionGroup var global: GlobalOptions

  @Option(help: "The worker's name.")
  var name: String

  @Option(help: "The id of the unit.")
  var unit: String

  @Option(help: "practitioner, supervisor, partnershipLead, partner, auditor or administrator.")
  var role = "practitioner"

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    let answer = try await device.request(
      "POST",
      "/v1/workers",
      json: [
        "name": .string(name),
        "places": [["unit": .string(unit), "role": .string(role)]],
      ]
    )
    return Report(
      data: answer,
      lines: ["Added. Receive it with: starmap sync. Then: starmap team device invite '\(name)'"]
    )
  }
}

/// Lists devices.
struct TeamDeviceList: StarmapCommand {
  static let words = "team device list"
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List your devices, or those of a worker in your reach."
  )

  @OptionGroup var global: GlobalOptions

  @Option(help: "The worker's name or id; yourself if left out.")
  var worker: String?

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    let query = try worker.map { "?worker=\(try device.worker(named: $0))" } ?? ""
    let answer = try await device.request("GET", "/v1/devices\(query)", json: nil)
    var table = TextTable("Device", "Worker", "Name", "State")
    for item in answer["items"]?.array ?? [] {
      let worker = item["worker"]?.string.flatMap { WorkerID($0) }
      table.add(
        item["id"]?.string ?? "–",
        try worker.map { try device.workerName($0) } ?? "–",
        item["title"]?.string ?? "–",
        item["status"]?.string ?? "–"
      )
    }
    return Report(data: answer, lines: table.lines(empty: "No devices in your reach."))
  }
}
