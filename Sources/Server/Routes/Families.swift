import Casework
import Storage
import SyncProtocol
import SyncServer

extension Route {
  /// Families: the unit of access.
  static let families: [Route] = [
    .get("/v1/families", query: page) { try await $0.list(.family, to: $1) },
    .post("/v1/families") { call, principal in
      let key = try call.idempotencyKey
      let json = call.json
      let record = try await call.gate.commit { core, writer in
        let command = OnlineCommand(kind: .familyAdd, id: key, data: json)
        guard let record = try core.command(command, from: principal, into: writer).record else {
          throw Call.notFound
        }
        return record
      }
      return try .created(record, at: "/v1/families/\(record.id)")
    },
    .get("/v1/families/{id}") { try await $0.show(.family, to: $1) },
    .get("/v1/families/{id}/deleted") { try await $0.listDeleted(to: $1) },
    .patch("/v1/families/{id}") { try await $0.change(.familySet, .family, by: $1) },
  ]

  /// The people of a family.
  static let members: [Route] = [
    .get("/v1/families/{id}/members", query: page) { try await $0.listOfFamily(.member, to: $1) },
    .post("/v1/families/{id}/members") { try await $0.create(.memberAdd, by: $1) },
    .get("/v1/members/{id}") { try await $0.show(.member, to: $1) },
    .patch("/v1/members/{id}") { try await $0.change(.memberSet, .member, by: $1) },
  ]
}
