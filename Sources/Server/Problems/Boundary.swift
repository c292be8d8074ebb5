import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import SyncProtocol

/// The outermost responder: nothing leaves the server but through it.
///
/// It checks what every request must have, turns every error into a problem, adds the headers that
/// every answer has, and writes one line to the access log.
struct Boundary<Inner: HTTPResponder>: HTTPResponder where Inner.Context == ServerContext {
  let inner: Inner
  let limits: ServerLimits
  /// The methods of a path that is not known under the method asked for.
  let methods: @Sendable (_ path: String) -> [HTTPRequest.Method]

  func respond(to request: Request, context: ServerContext) async throws -> Response {
    let began = ContinuousClock.now
    var response: Response
    do {
      try RequestCheck.check(request, limits: limits)
      response = try await inner.respond(to: request, context: context)
      if response.status.code >= 400, response.headers[.contentType] != Problem.contentType {
        throw problem(for: response.status, request: request)
      }
    } catch {
      response = answer(to: error, context: context)
    }
    response.headers[.requestID] = context.requestID
    for field in Self.fields(for: response.status)
    where !response.headers.contains(field.name) {
      response.headers.append(field)
    }
    if request.method == .head { response = response.createHeadResponse() }
    log(request, response, context, since: began)
    return response
  }

  /// On every answer: it is personal data, no document of a page, and of no other type than it says.
  ///
  /// An answer that only says that nothing is new holds no document, and has the first alone.
  private static func fields(for status: HTTPResponse.Status) -> HTTPFields {
    if status == .notModified { return [.cacheControl: "no-store"] }
    return [
      .cacheControl: "no-store",
      .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
      .xContentTypeOptions: "nosniff",
      .referrerPolicy: "no-referrer",
    ]
  }

  private func problem(for status: HTTPResponse.Status, request: Request) -> Problem {
    let allowed = status.code == 404 ? methods(request.uri.path) : []
    guard !allowed.isEmpty else { return Problem(status: status) }
    let names = allowed.map(\.rawValue).joined(separator: ", ")
    var problem = Problem(.methodNotAllowed, "The path takes \(names).")
    problem.allowed = allowed
    return problem
  }

  private func answer(to error: any Error, context: ServerContext) -> Response {
    let problem = Problem(error)
    if problem.status.code >= 500 {
      context.logger.error(
        "request failed",
        metadata: ["code": "\(problem.code.rawValue)", "cause": "\(problem.cause ?? "")"]
      )
    }
    return Response(
      status: problem.status,
      headers: problem.fields,
      body: ResponseBody(bytes: problem.body(requestID: context.requestID))
    )
  }

  private func log(
    _ request: Request,
    _ response: Response,
    _ context: ServerContext,
    since began: ContinuousClock.Instant
  ) {
    // What the framework calls a path that no route has.
    let route = context.endpointPath.flatMap { $0 == "NotFound" ? nil : $0 }
    let milliseconds = (ContinuousClock.now - began) / .milliseconds(1)
    context.logger.info(
      "request",
      metadata: [
        // The template, never the path: ids and queries stay out of the log.
        "route": "\(route ?? "none")", "method": "\(request.method.rawValue)",
        "status": "\(response.status.code)", "ms": "\((milliseconds * 10).rounded() / 10)",
      ]
    )
  }
}

extension HTTPField.Name {
  /// Names the request in the log, for support.
  static var requestID: Self { HTTPField.Name("X-Request-Id") ?? .server }
  /// Tells a browser what it may load from the answer.
  static var contentSecurityPolicy: Self { HTTPField.Name("Content-Security-Policy") ?? .server }
  /// Tells a browser to believe the type.
  static var xContentTypeOptions: Self { HTTPField.Name("X-Content-Type-Options") ?? .server }
  /// Tells a browser to name the page to nobody.
  static var referrerPolicy: Self { HTTPField.Name("Referrer-Policy") ?? .server }
  /// Makes a repeat of a request harmless.
  static var idempotencyKey: Self { HTTPField.Name("Idempotency-Key") ?? .server }
  /// The version of the sync protocol that the client speaks.
  static var syncProtocol: Self { HTTPField.Name("Sync-Protocol") ?? .server }
  /// The version of record content that the client knows.
  static var syncSchema: Self { HTTPField.Name("Sync-Schema") ?? .server }
}
