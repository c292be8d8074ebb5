import Casework
import SyncProtocol
import SyncServer
import WireFormat

extension Route {
  /// What waits for a person.
  static let reviews: [Route] = [
    .get("/v1/reviews", query: page.union(["state"])) { call, principal in
      let state = call.query["state"] ?? "open"
      guard ["open", "closed", "all"].contains(state) else {
        throw Refusal(.invalidRequest, "The `state` must be open, closed or all.")
      }
      return try await call.list(.review, to: principal) {
        state == "all" ? true : try $0.content["state"]?.string == state
      }
    },
    .get("/v1/reviews/{id}") { try await $0.show(.review, to: $1) },
    .get("/v1/reviews/{id}/held") { call, principal in
      let id: RecordID = try call.id()
      return .json(
        try await call.gate.read { core, reader in
          try core.heldWork(behind: id, for: principal, from: reader)
        }
      )
    },
    .post("/v1/reviews/{id}/resolve") { try await $0.change(.reviewResolve, .review, by: $1) },
  ]
}
