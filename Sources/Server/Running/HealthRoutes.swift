import HTTPTypes
import Hummingbird
import HummingbirdCore
import SyncProtocol
import WireFormat

/// What the operator's monitoring asks.
enum HealthRoutes {
  /// `livez` says that the process answers and touches nothing else; `readyz` says whether to send it
  /// work.
  static func responder(
    _ readiness: Readiness,
    limits: ServerLimits
  ) -> Boundary<RouterResponder<ServerContext>> {
    let router = Router(context: ServerContext.self, options: .autoGenerateHeadEndpoints)
    router.get("/livez") { _, _ in Answer.json(["status": "alive"]).response }
    router.get("/readyz") { _, _ in
      let reasons = await readiness.reasons
      guard !reasons.isEmpty else { return Answer.json(["status": "ready"]).response }
      var problem = Problem(.unavailable, "The server takes no new work at the moment.")
      problem.members = ["reasons": .array(reasons.map { .string($0) })]
      throw problem
    }
    return Boundary(inner: router.buildResponder(), limits: limits) { path in
      ["/livez", "/readyz"].contains(path) ? [.get, .head] : []
    }
  }
}
