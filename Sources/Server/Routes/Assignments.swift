import Casework
import Storage
import SyncProtocol
import SyncServer
import WireFormat

extension Route {
  /// Who works with a family.
  static let assignments: [Route] = [
    .get("/v1/families/{id}/assignments", query: page) {
      try await $0.listOfFamily(.assignment, to: $1)
    },
    .post("/v1/families/{id}/assignments") { try await $0.create(.assignStart, by: $1) },
    .get("/v1/assignments/{id}") { try await $0.show(.assignment, to: $1) },
    .post("/v1/assignments/{id}/end") { try await $0.change(.assignEnd, .assignment, by: $1) },
    .post("/v1/families/{id}/handover") { try await $0.handOver(by: $1) },
  ]
}

extension Call {
  /// Hands a family over, and answers with the assignment of whoever has it now.
  fileprivate func handOver(by principal: Principal) async throws -> Answer {
    let family: FamilyID = try id()
    let key = try idempotencyKey
    let json = json
    let record = try await gate.commit { core, writer in
      _ = try writer.visible(family.retagged(), type: .family, to: principal)
      let handover = try Handover(json: json)
      let command = OnlineCommand(kind: .handover, id: key, family: family, data: json)
      if let made = try core.command(command, from: principal, into: writer).record { return made }
      // The worker had the family before: no assignment was made, the present one goes on.
      let present = try writer.recordsForJudging(of: .assignment, in: family).first { record in
        let assignment = try Assignment(json: try record.content)
        return assignment.worker == handover.to && assignment.endedOn == nil
      }
      guard let present else { throw Call.notFound }
      return present
    }
    return try .record(record)
  }
}
