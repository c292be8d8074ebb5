import HTTPTypes
import SyncProtocol
import SyncServer

extension Route {
  /// How a device and the server exchange operations and records; `API/sync-protocol.md`.
  static let sync: [Route] = [
    Route(
      method: .get,
      path: "/v1/hello",
      takes: .nothing,
      query: [],
      handler: .open { call in
        let protocols = call.protocols
        return .json(
          try await call.gate.read { core, reader in
            try core.hello(from: reader, protocols: protocols)
          }
        )
      }
    ),
    Route(
      method: .post,
      path: "/v1/enrol",
      takes: .json,
      query: [],
      handler: .open { call in
        let request = try EnrolmentRequest(json: call.json)
        return .json(
          try await call.gate.commit { core, writer in try core.enrol(request, into: writer) }
        )
      }
    ),
    .post("/v1/push", takes: .lines) { call, principal in
      let request = try PushRequest(body: call.dialect?.readsPush(call.bytes) ?? call.bytes)
      let response = try await call.gate.commit(byteCount: call.bytes.count) { core, writer in
        try core.push(request, from: principal, into: writer)
      }
      let body = response.body
      return Answer(call.dialect?.writesAnswer(body) ?? body, type: "application/json")
    },
    Route(
      method: .get,
      path: "/v1/pull",
      takes: .nothing,
      query: ["cursor", "known"],
      handler: .snapshot { call, principal, core, reader in
        let cursor = call.query["cursor"]
        let page = try core.pull(
          cursor: cursor,
          known: call.query["known"],
          for: principal,
          from: reader
        )
        let tag = PullEnd.tag(backupSeq: page.end.backupSeq)
        // Who knows of a newer place waits for the cursor to reach it.
        if call.query["known"] == nil,
          core.isKnown(page, to: cursor, tags: call.fields[values: .ifNoneMatch])
        {
          return .unchanged(tag: tag)
        }
        let isEmpty = page.lines.isEmpty && !page.end.isMore
        let body = page.body
        return Answer(
          call.dialect?.writesPage(body) ?? body,
          type: "application/x-ndjson",
          fields: isEmpty ? [.eTag: tag] : [:]
        )
      }
    ),
    .get("/v1/nudge") { call, principal in
      let gate = call.gate
      try await gate.nudges.admit(principal.device)
      return Answer(nudges: {
        // A commit between the two is told twice rather than not at all.
        let seq = try await gate.newestSeq(visibleTo: principal)
        return await gate.nudges.listen(principal, after: seq)
      })
    },
    .post("/v1/ancestor") { call, _ in
      let request = try AncestorRequest(json: call.json)
      return .json(
        try await call.gate.read { core, reader in try core.ancestor(request, from: reader).json }
      )
    },
    .post("/v1/verify") { call, principal in
      let request = try VerifyRequest(json: call.json)
      return .json(
        try await call.gate.read { core, reader in
          try core.verify(request, for: principal, from: reader).json
        }
      )
    },
  ]
}
