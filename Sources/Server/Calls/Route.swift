import HTTPTypes
import Storage
import SyncProtocol
import SyncServer

/// One method of one path: what it takes, who may call, and what it does.
struct Route: Sendable {
  /// What a request to the route carries.
  enum Takes: Hashable, Sendable {
    /// No body.
    case nothing
    /// A JSON object.
    case json
    /// A JSON object from the operator, which may hold whole instrument packs.
    case console
    /// The lines of a push.
    case lines
    /// The files of an import, from the operator.
    case files
  }

  /// What answers, with or without somebody who is signed in.
  enum Handler: Sendable {
    /// Answers anybody.
    case open(@Sendable (Call) async throws -> Answer)
    /// Answers the holder of a token.
    case signedIn(@Sendable (Call, Principal) async throws -> Answer)
    /// Answers the holder of a token from one snapshot, in which the token is looked up too: what devices
    /// ask most often waits for the ledger once.
    case snapshot(
      @Sendable (Call, Principal, ServerCore, any LedgerReader) throws -> Answer
    )
  }

  /// The method.
  let method: HTTPRequest.Method
  /// The path, with names in braces.
  let path: String
  /// The body.
  let takes: Takes
  /// The names that the query may hold.
  let query: Set<String>
  /// What answers.
  let handler: Handler

  /// A route that reads.
  static func get(
    _ path: String,
    query: Set<String> = [],
    _ handler: @escaping @Sendable (Call, Principal) async throws -> Answer
  ) -> Route {
    Route(method: .get, path: path, takes: .nothing, query: query, handler: .signedIn(handler))
  }

  /// A route that makes something, or does something to it.
  static func post(
    _ path: String,
    takes: Takes = .json,
    _ handler: @escaping @Sendable (Call, Principal) async throws -> Answer
  ) -> Route {
    Route(method: .post, path: path, takes: takes, query: [], handler: .signedIn(handler))
  }

  /// A route that edits.
  static func patch(
    _ path: String,
    _ handler: @escaping @Sendable (Call, Principal) async throws -> Answer
  ) -> Route {
    Route(method: .patch, path: path, takes: .json, query: [], handler: .signedIn(handler))
  }

  /// A route that ends something.
  static func delete(
    _ path: String,
    query: Set<String> = [],
    _ handler: @escaping @Sendable (Call, Principal) async throws -> Answer
  ) -> Route {
    Route(method: .delete, path: path, takes: .nothing, query: query, handler: .signedIn(handler))
  }

  /// Whether it changes what is stored.
  var writes: Bool { method != .get }

  /// Whether a path is one of this route's.
  func matches(_ path: String) -> Bool {
    let given = path.split(separator: "/")
    let own = self.path.split(separator: "/")
    return given.count == own.count
      && zip(own, given).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
  }
}

extension Route {
  /// Every route of the address where devices call.
  static let all: [Route] =
    sync + session + families + members + episodes + goals + notes + assignments + consents
    + readings + reviews + instruments + units + workers + devices + exports + references + dryRuns
    + mappings
    + restatements + releases + audits

  /// The query of every list.
  static let page: Set<String> = ["cursor", "limit"]

  /// The methods that a path has among some routes, HEAD for every GET.
  static func methods(of path: String, in routes: [Route]) -> [HTTPRequest.Method] {
    routes.filter { $0.matches(path) }
      .flatMap { $0.method == .get ? [.get, .head] : [$0.method] }
  }
}
