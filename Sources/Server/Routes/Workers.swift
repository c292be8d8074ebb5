import Casework
import HTTPTypes
import Storage
import SyncProtocol
import SyncServer
import WireFormat

extension Route {
  /// Everybody with a sign-in.
  static let workers: [Route] = [
    .get("/v1/workers", query: page) { try await $0.list(.worker, of: .reference, to: $1) },
    .post("/v1/workers") { call, principal in
      let id: WorkerID = try call.idempotencyKey.map { $0.retagged() } ?? call.gate.newID()
      let worker = try WorkerRecord(named: call.json, id: id)
      let record = try await call.gate.commit { core, writer in
        try writer.reference(id.retagged(), type: .worker, is: worker.json) {
          try core.add(worker, by: principal, into: writer)
        }
      }
      return try .created(record, at: "/v1/workers")
    },
    .post("/v1/workers/{id}/enrolments") { call, principal in
      let worker: WorkerID = try call.id()
      let hours = try call.hours
      let (code, now) = try await call.gate.commit { core, writer in
        let code = try core.issueEnrolment(
          for: worker,
          validMilliseconds: hours * 3_600_000,
          by: principal,
          into: writer
        )
        return (code, core.surroundings.now())
      }
      return .json(
        [
          "worker": .string(worker.description), "code": .string(code), "hours": .int(hours),
          "expires": .string(timestamp(milliseconds: now + hours * 3_600_000)),
        ],
        status: .created
      )
    },
  ]
}

extension Call {
  /// How long a code works: three days, or what the body says.
  fileprivate var hours: Int64 {
    get throws(Refusal) {
      try json.checkNames(["hours"], of: "code")
      guard let value = json["hours"] else { return 72 }
      guard let hours = value.int, (1...168).contains(hours) else {
        throw Refusal(.invalidField, "The field `hours` must lie between 1 and 168.")
      }
      return hours
    }
  }
}

extension WorkerRecord {
  fileprivate init(named json: JSON, id: WorkerID) throws(Refusal) {
    try json.checkNames(["name", "places"], of: "worker")
    guard let name = json["name"]?.string else {
      throw Refusal(.missingField, "A worker needs the field `name`.")
    }
    guard let array = json["places"]?.array, array.count <= 64 else {
      throw Refusal(.missingField, "A worker needs the field `places`, an array.")
    }
    var places: [Place] = []
    for place in array {
      guard let unit = place["unit"]?.string.flatMap({ UnitID($0) }),
        let role = place["role"]?.string.flatMap({ Role(rawValue: $0) })
      else {
        let roles = Role.allCases.map(\.rawValue).joined(separator: ", ")
        throw Refusal(
          .invalidField,
          "Each of a worker's `places` needs `unit`, an id, and `role`, one of \(roles)."
        )
      }
      places.append(Place(unit: unit, role: role))
    }
    self.init(id: id, name: name, places: places)
  }
}
