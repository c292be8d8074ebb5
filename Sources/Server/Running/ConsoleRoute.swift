import HTTPTypes
import SyncProtocol
import SyncServer

extension Route {
  /// What only the operator may do, over the socket that only the operator can open.
  static let console: [Route] = [
    Route(
      method: .post,
      path: "/console",
      takes: .console,
      query: [],
      handler: .open { call in
        let request = call.json
        let answer = try await call.gate.commit(changesInstruments: true) { core, writer in
          try core.console(request, into: writer)
        }
        return .json(answer)
      }
    )
  ]
}
