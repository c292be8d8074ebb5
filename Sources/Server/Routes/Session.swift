import Casework
import Storage
import SyncProtocol
import WireFormat

extension Route {
  /// Whose token it is, and what that person may act for.
  static let session: [Route] = [
    .get("/v1/whoami") { call, principal in
      let (worker, scope) = try await call.gate.read { _, reader in
        guard let worker = try reader.reference(principal.worker.retagged(), type: .worker) else {
          throw Call.notFound
        }
        return (worker, try reader.scope(of: principal))
      }
      return .json([
        "worker": try worker.content,
        "device": .string(principal.device.description),
        "roles": .array(scope.roles.map(\.rawValue).sorted().map { .string($0) }),
        "units": .array(scope.units.sorted().map { .string($0.description) }),
      ])
    }
  ]
}
