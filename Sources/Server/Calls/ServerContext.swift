import Hummingbird
import Logging

/// What travels with one request through the framework.
struct ServerContext: RequestContext {
  var coreContext: CoreRequestContextStorage

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
  }

  /// What names the request to support.
  var requestID: String {
    logger[metadataKey: "hb.request.id"].map { "\($0)" } ?? "none"
  }
}
