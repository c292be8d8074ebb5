import HTTPTypes
import SyncProtocol
import SyncServer
import WireFormat

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
    ),
    Route(
      method: .post,
      path: "/backup",
      takes: .console,
      query: [],
      handler: .open { call in
        guard let path = call.json["to"]?.string, path.hasPrefix("/") else {
          throw Refusal(.missingField, "The command needs `to`, the whole path of a file.")
        }
        try await call.gate.backUp(to: path)
        return .json([:])
      }
    ),
    Route(
      method: .post,
      path: "/import",
      takes: .files,
      query: [],
      handler: .open { call in
        Answer(lines: importing(try ImportRequest(body: call.bytes), through: call.gate))
      }
    ),
  ]

  /// Imports, and tells how far it has come: lines with `progress`, and at the end one with `answer`
  /// or `problem`.
  ///
  /// The first line comes at once and others every few seconds, so that nobody takes the connection for
  /// dead.
  private static func importing(
    _ request: ImportRequest,
    through gate: LedgerGate
  ) -> AsyncStream<JSON> {
    AsyncStream { lines in
      let waiting = Task {
        while !Task.isCancelled {
          lines.yield(["waiting": true])
          try? await Task.sleep(for: .seconds(5))
        }
      }
      Task {
        do {
          let answer = try await gate.commit { core, writer in
            try core.importFiles(request, into: writer) { progress in
              lines.yield(["progress": .string(progress.line)])
            }
          }
          lines.yield(["answer": answer])
        } catch {
          let problem = Problem(error)
          lines.yield([
            "problem": [
              "code": .string(problem.code.rawValue), "detail": .string(problem.detail),
            ]
          ])
        }
        waiting.cancel()
        lines.finish()
      }
    }
  }
}
