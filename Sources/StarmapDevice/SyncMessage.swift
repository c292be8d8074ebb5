/// What a sync session asks its transport to send.
package struct SyncRequest: Hashable, Sendable {
  /// `GET`, `POST`, `DELETE`.
  package let method: String
  /// The path with its query, beginning with a slash.
  package let path: String
  /// The headers; one of them holds a secret.
  package let headers: [String: String]
  /// The body; empty when there is none.
  package let body: [UInt8]

  /// Makes a request from its parts.
  package init(method: String, path: String, headers: [String: String], body: [UInt8] = []) {
    self.method = method
    self.path = path
    self.headers = headers
    self.body = body
  }
}

/// What a server answered, decompressed.
package struct SyncAnswer: Hashable, Sendable {
  /// The HTTP status.
  package let status: Int
  /// The headers by their names in lower case.
  package let headers: [String: String]
  /// The body.
  package let body: [UInt8]

  /// Makes an answer from its parts.
  package init(status: Int, headers: [String: String] = [:], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// What a sync session does next.
package enum SyncStep: Hashable, Sendable {
  /// Send this, and hand the answer back.
  case send(SyncRequest)
  /// The sync has ended.
  case done(SyncOutcome)
}
