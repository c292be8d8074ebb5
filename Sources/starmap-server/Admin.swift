import ArgumentParser
import Foundation
import WireFormat

/// What only the operator of the server may do.
struct Admin: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "admin",
    abstract: "Create administrators, units and workers, and load the seeds.",
    discussion: "Works whether or not the server runs; there is no default account.",
    subcommands: [
      AdminCreate.self, AdminUnit.self, AdminWorker.self, AdminCode.self, AdminRevoke.self,
      AdminSeed.self, AdminFloor.self, AdminErase.self,
    ]
  )
}

/// Creates an administrator, and the partnership if there is none yet.
struct AdminCreate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Create an administrator and print the one-time code for their device."
  )

  @OptionGroup var data: DataOptions

  @Option(help: "The administrator's name.")
  var name: String

  @Option(help: "The partnership's name, when it does not exist yet.")
  var partnership = "Partnership"

  func run() async throws {
    try await reporting("admin create", asJSON: data.json) {
      let answer = try await Console(data: data).send([
        "command": "admin.create", "name": .string(name), "partnership": .string(partnership),
      ])
      show(answer, as: "Administrator", command: "admin create", data: data)
    }
  }
}

/// Adds a unit.
struct AdminUnit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unit",
    abstract: "Add a unit to the tree: authority, district or team; without flags, list them."
  )

  @OptionGroup var data: DataOptions

  @Option(help: "partnership, authority, district or team.")
  var kind: String?

  @Option(help: "The unit's name.")
  var title: String?

  @Option(help: "The id of the unit above it.")
  var parent: String?

  func run() async throws {
    try await reporting("admin unit", asJSON: data.json) {
      let console = Console(data: data)
      guard let kind, let title else {
        let answer = try await console.send(["command": "unit.list"])
        guard !data.json else { return say(answer, command: "admin unit") }
        for unit in answer["units"]?.array ?? [] {
          say("\(word("id", unit))  \(word("kind", unit))  \(word("title", unit))")
        }
        return
      }
      let answer = try await console.send([
        "command": "unit.add", "kind": .string(kind), "title": .string(title),
        "parent": parent.map { .string($0) } ?? .null,
      ])
      data.json ? say(answer, command: "admin unit") : say("Added \(title): \(word("id", answer))")
    }
  }
}

/// Adds a worker.
struct AdminWorker: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker",
    abstract: "Add a worker and print the one-time code for their device; without flags, list them."
  )

  @OptionGroup var data: DataOptions

  @Option(help: "The worker's name.")
  var name: String?

  @Option(help: "The id of the unit.")
  var unit: String?

  @Option(help: "practitioner, supervisor, partnershipLead, partner, auditor or administrator.")
  var role = "practitioner"

  func run() async throws {
    try await reporting("admin worker", asJSON: data.json) {
      let console = Console(data: data)
      guard let name, let unit else {
        let answer = try await console.send(["command": "worker.list"])
        guard !data.json else { return say(answer, command: "admin worker") }
        for worker in answer["workers"]?.array ?? [] {
          let roles = (worker["places"]?.array ?? []).compactMap { $0["role"]?.string }
          say("\(word("id", worker))  \(word("name", worker))  \(roles.joined(separator: ", "))")
        }
        return
      }
      let answer = try await console.send([
        "command": "worker.add", "name": .string(name), "unit": .string(unit),
        "role": .string(role),
      ])
      show(answer, as: "Worker", command: "admin worker", data: data)
    }
  }
}

/// Issues a one-time code for another device.
struct AdminCode: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "code",
    abstract: "Issue a one-time code for a worker's next device."
  )

  @OptionGroup var data: DataOptions

  @Argument(help: "The worker's id.")
  var worker: String

  @Option(help: "How many hours the code works, at most 168.")
  var hours: Int = 72

  func run() async throws {
    try await reporting("admin code", asJSON: data.json) {
      let answer = try await Console(data: data).send([
        "command": "enrolment.issue", "worker": .string(worker), "hours": .int(Int64(hours)),
      ])
      show(answer, as: "Worker", command: "admin code", data: data)
    }
  }
}

/// Ends a device's rights.
struct AdminRevoke: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke",
    abstract: "Revoke a device at once."
  )

  @OptionGroup var data: DataOptions

  @Flag(
    help:
      "Its owner has left and still has it: what is unsent may be sent for 30 days, to wait for a supervisor."
  )
  var leaver = false

  @Argument(help: "The device's id.")
  var device: String

  func run() async throws {
    try await reporting("admin revoke", asJSON: data.json) {
      let answer = try await Console(data: data).send([
        "command": "device.revoke", "device": .string(device), "leaver": .bool(leaver),
      ])
      data.json ? say(answer, command: "admin revoke") : say("Revoked.")
    }
  }
}

/// Loads packs and an invented caseload.
struct AdminSeed: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seed",
    abstract:
      "Load the packs, frameworks and crosswalks of a folder, and the demo caseload if asked.",
    discussion: "The caseload is invented; never load it beside real families."
  )

  @OptionGroup var data: DataOptions

  @Argument(help: "The folder, such as Seeds.", completion: .directory)
  var folder: String

  @Flag(help: "Also load the invented caseload in demo/caseload.json.")
  var demo = false

  func run() async throws {
    try await reporting("admin seed", asJSON: data.json) {
      let instruments = folder + "/instruments"
      guard let names = try? FileManager.default.contentsOfDirectory(atPath: instruments) else {
        throw ConfigurationFailure(message: "\(instruments) is no folder that can be read.")
      }
      var request: [String: JSON] = ["command": "seed"]
      request["packs"] = .array(
        try names.filter { $0.hasSuffix(".json") }.sorted().map {
          try parsedJSON(instruments + "/" + $0)
        }
      )
      request["references"] = .array(
        try ["frameworks", "crosswalks", "policies"].flatMap { try references(in: $0) }
      )
      if demo { request["caseload"] = try parsedJSON(folder + "/demo/caseload.json") }
      let answer = try await Console(data: data).send(.object(request))
      guard !data.json else { return say(answer, command: "admin seed") }
      say(
        "Loaded \(request["packs"]?.array?.count ?? 0) instrument packs and "
          + "\(request["references"]?.array?.count ?? 0) frameworks, crosswalks and policies."
      )
      for worker in answer["workers"]?.array ?? [] {
        say("\(word("name", worker)) enrols with \(word("code", worker))")
      }
      for family in answer["families"]?.array ?? [] {
        say("Family \(word("code", family)) (\(word("key", family)))")
      }
    }
  }
}

extension AdminSeed {
  /// The files of a folder of reference data, which need not be there.
  fileprivate func references(in part: String) throws -> [JSON] {
    let path = folder + "/" + part
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return try names.filter { $0.hasSuffix(".json") }.sorted().map {
      try parsedJSON(path + "/" + $0)
    }
  }
}

/// A JSON file, or a sentence that says why not.
func parsedJSON(_ path: String) throws -> JSON {
  do {
    return try JSON(strict: try bytes(of: path))
  } catch let problem as JSONProblem {
    throw ConfigurationFailure(message: "\(path): \(problem.description)")
  }
}

private func show(_ answer: JSON, as title: String, command: String, data: DataOptions) {
  guard !data.json else { return say(answer, command: command) }
  if let name = answer["name"]?.string { say("\(title) \(name): \(word("id", answer))") }
  say("One-time code, for \(answer["hours"]?.int ?? 0) hours: \(word("code", answer))")
  say("Shown only now. On the device: starmap enrol --server URL --code CODE")
}

func word(_ name: String, _ json: JSON) -> String {
  json[name]?.string ?? "–"
}
