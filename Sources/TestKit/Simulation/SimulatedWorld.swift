import Foundation
import StarmapDevice
import WireFormat

/// The invented partnership of the simulation: one team, two practitioners, a supervisor, two families.
enum SimulatedWorld {
  /// The console command that makes it.
  static func console() throws -> JSON {
    [
      "command": "seed", "packs": .array([try pack()]),
      "caseload": [
        "units": [
          ["key": "partnership", "kind": "partnership", "title": "Invented partnership"],
          ["key": "team", "kind": "team", "title": "Invented team", "parent": "partnership"],
          ["key": "other", "kind": "team", "title": "Other team", "parent": "partnership"],
        ],
        "workers": [
          worker("supervisor", unit: "partnership", role: "supervisor"),
          worker("first", unit: "team", role: "practitioner"),
          worker("second", unit: "other", role: "practitioner"),
        ],
        "families": [
          family("one", unit: "team", workers: ["first"]),
          family("two", unit: "other", workers: ["first", "second"]),
        ],
      ],
    ]
  }

  /// Lets a device in with a code of its worker, over and over for further devices.
  static func enrol(
    _ device: SimulatedDevice,
    as key: String,
    at server: SimulatedServer
  ) throws {
    let workers = server.seeded["workers"]?.array ?? []
    guard let worker = workers.first(where: { $0["key"]?.string == key }),
      let id = worker["id"]?.string
    else { throw SimulationFailure(message: "the worker \(key) was not seeded") }
    let issued = try server.console(["command": "enrolment.issue", "worker": .string(id)])
    let body = try device.device.prepareEnrolment(
      server: "http://127.0.0.1:1",
      code: issued["code"]?.string ?? "",
      title: device.name
    )
    _ = try device.device.completeEnrolment(try server.enrol(body))
  }

  private static func worker(_ key: String, unit: String, role: String) -> JSON {
    [
      "key": .string(key), "name": .string("Invented \(key)"),
      "places": [["unit": .string(unit), "role": .string(role)]],
    ]
  }

  private static func family(_ key: String, unit: String, workers: [JSON]) -> JSON {
    [
      "key": .string(key), "unit": .string(unit), "workers": .array(workers),
      "fields": ["name": .string("Invented \(key)"), "authority": "peterborough"],
      "members": [["name": "Invented child", "role": "child"]],
    ]
  }

  private static func pack() throws -> JSON {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let data = try Data(
      contentsOf: root.appendingPathComponent("Seeds/instruments/demo-compass-1.json")
    )
    return try JSON(strict: Array(data))
  }
}
