import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import SyncProtocol
import SyncServer
import WireFormat

/// Connects routes with the framework: signs in, reads the body, calls, answers.
struct Switchboard: Sendable {
  /// The routes.
  let routes: [Route]
  /// The way to the ledger.
  let gate: LedgerGate
  /// What exports name as their maker.
  let version: String
  /// Times and amounts.
  let limits: ServerLimits

  /// The routes as the framework knows them.
  var router: Router<ServerContext> {
    let router = Router(context: ServerContext.self, options: .autoGenerateHeadEndpoints)
    for route in routes {
      router.on(RouterPath(route.path), method: route.method) { request, context in
        try await answer(route, request, context).compressed(for: request.headers).response
      }
    }
    return router
  }

  /// What an application serves: the routes, with nothing in or out but through the boundary.
  var responder: Boundary<RouterResponder<ServerContext>> {
    let routes = routes
    return Boundary(inner: router.buildResponder(), limits: limits) {
      Route.methods(of: $0, in: routes)
    }
  }

  private func answer(
    _ route: Route,
    _ request: Request,
    _ context: ServerContext
  ) async throws -> Answer {
    switch route.handler {
    case .open(let handler):
      return try await handler(call(route, request, context))
    case .signedIn(let handler):
      let principal = try await signIn(request, isPush: route.takes == .lines)
      try VersionCheck.check(request.headers, route: route, protocols: limits.protocols)
      return try await handler(call(route, request, context), principal)
    case .snapshot(let handler):
      let token = try token(of: request)
      let call: Result<Call, any Error>
      do {
        call = .success(try await self.call(route, request, context))
      } catch {
        call = .failure(error)
      }
      let (fields, protocols) = (request.headers, limits.protocols)
      return try await gate.read { core, reader in
        // Whoever is not signed in hears nothing else of the request.
        let principal = try core.authenticate(token: token, from: reader)
        try VersionCheck.check(fields, route: route, protocols: protocols)
        return try handler(call.get(), principal, core, reader)
      }
    }
  }

  private func signIn(_ request: Request, isPush: Bool) async throws -> Principal {
    let token = try token(of: request)
    return try await gate.read { core, reader in
      try core.authenticate(token: token, forPush: isPush, from: reader)
    }
  }

  private func token(of request: Request) throws(Refusal) -> String {
    let values = request.headers[values: .authorization]
    guard values.count == 1, let value = values.first, value.utf8.count <= 200,
      value.prefix(7).lowercased() == "bearer "
    else {
      throw Refusal(
        .unauthenticated,
        "The request needs the header `Authorization` with `Bearer` and this device's token."
      )
    }
    return String(value.dropFirst(7))
  }

  private func call(
    _ route: Route,
    _ request: Request,
    _ context: ServerContext
  ) async throws -> Call {
    let query = try QueryReader.read(request.uri.query, allowed: route.query)
    if route.writes { try await gate.admit() }
    let content = try await BodyReader(takes: route.takes).read(request)
    var path: [String: String] = [:]
    for (name, value) in context.parameters {
      path[String(name)] = String(value).removingPercentEncoding ?? ""
    }
    return Call(
      path: path,
      query: query,
      fields: request.headers,
      json: content.json,
      bytes: content.bytes,
      gate: gate,
      version: version,
      protocols: limits.protocols,
      dialect: request.headers[.syncProtocol].flatMap { Int($0) }.flatMap { limits.dialects[$0] }
    )
  }
}
