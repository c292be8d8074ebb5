import Casework
import SyncProtocol

extension Route {
  /// Episodes of support.
  static let episodes: [Route] = [
    .get("/v1/families/{id}/episodes", query: page) {
      try await $0.listOfFamily(.episode, to: $1)
    },
    .post("/v1/families/{id}/episodes") { try await $0.create(.episodeOpen, by: $1) },
    .get("/v1/episodes/{id}") { try await $0.show(.episode, to: $1) },
    .patch("/v1/episodes/{id}") { try await $0.change(.episodeSet, .episode, by: $1) },
    .post("/v1/episodes/{id}/close") { try await $0.change(.episodeClose, .episode, by: $1) },
    .post("/v1/episodes/{id}/reopen") { try await $0.change(.episodeReopen, .episode, by: $1) },
  ]

  /// Goals of a family's plan.
  static let goals: [Route] = [
    .get("/v1/families/{id}/goals", query: page) { try await $0.listOfFamily(.goal, to: $1) },
    .post("/v1/families/{id}/goals") { try await $0.create(.goalAdd, by: $1) },
    .get("/v1/goals/{id}") { try await $0.show(.goal, to: $1) },
    .patch("/v1/goals/{id}") { try await $0.change(.goalSet, .goal, by: $1) },
    .delete("/v1/goals/{id}") { try await $0.change(.goalDelete, .goal, by: $1) },
    .post("/v1/goals/{id}/restore", takes: .nothing) {
      try await $0.change(.goalRestore, .goal, by: $1)
    },
  ]

  /// Notes about a family.
  static let notes: [Route] = [
    .get("/v1/families/{id}/notes", query: page) { try await $0.listOfFamily(.note, to: $1) },
    .post("/v1/families/{id}/notes") { try await $0.create(.noteAdd, by: $1) },
    .get("/v1/notes/{id}") { try await $0.show(.note, to: $1) },
    .patch("/v1/notes/{id}") { try await $0.change(.noteSet, .note, by: $1) },
    .delete("/v1/notes/{id}") { try await $0.change(.noteDelete, .note, by: $1) },
    .post("/v1/notes/{id}/restore", takes: .nothing) {
      try await $0.change(.noteRestore, .note, by: $1)
    },
  ]
}
