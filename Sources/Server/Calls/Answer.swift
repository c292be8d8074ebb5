import Casework
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Storage
import WireFormat

/// What a route answers with.
struct Answer: Sendable {
  let status: HTTPResponse.Status
  var body: Body
  var fields: HTTPFields

  /// What an answer carries.
  enum Body: Sendable {
    /// Bytes that are there already.
    case bytes([UInt8])
    /// Lines of JSON that come one by one while the work goes on.
    case lines(AsyncStream<JSON>)
    /// Hints that come one by one, from when the body is read on.
    case nudges(@Sendable () async throws -> AsyncStream<Nudge>)
  }

  init(
    _ body: [UInt8],
    type: String,
    status: HTTPResponse.Status = .ok,
    fields: HTTPFields = [:]
  ) {
    self.status = status
    self.body = .bytes(body)
    self.fields = fields
    self.fields[.contentType] = type
  }

  /// Tells that what is asked for is what the client has (304).
  static func unchanged(tag: String) -> Answer {
    Answer(unchangedTag: tag)
  }

  private init(unchangedTag tag: String) {
    status = .notModified
    body = .bytes([])
    fields = [.eTag: tag]
  }

  /// Lines of JSON that come one by one.
  init(lines: AsyncStream<JSON>) {
    status = .ok
    body = .lines(lines)
    fields = [.contentType: "application/x-ndjson"]
  }

  /// Hints that come one by one.
  init(nudges: @escaping @Sendable () async throws -> AsyncStream<Nudge>) {
    status = .ok
    body = .nudges(nudges)
    fields = [.contentType: "text/event-stream"]
  }

  /// A JSON document.
  static func json(_ json: JSON, status: HTTPResponse.Status = .ok) -> Answer {
    Answer(json.canonical, type: "application/json", status: status)
  }

  /// A record under its version.
  static func record(_ record: StoredRecord) throws -> Answer {
    var answer = json(try record.json)
    answer.fields[.eTag] = record.eTag
    return answer
  }

  /// A record that was made, under its version and with its own path.
  static func created(_ record: StoredRecord, at path: String? = nil) throws -> Answer {
    var answer = json(try record.json, status: .created)
    answer.fields[.eTag] = record.eTag
    answer.fields[.location] = path ?? "/v1/\(record.type.rawValue)s/\(record.id)"
    return answer
  }

  /// The answer as the framework takes it.
  var response: Response {
    switch body {
    case .bytes(let bytes):
      return Response(status: status, headers: fields, body: ResponseBody(bytes: bytes))
    case .lines(let lines):
      let body = ResponseBody { writer in
        for await line in lines {
          try await writer.write(ByteBuffer(bytes: line.canonical + [UInt8(ascii: "\n")]))
        }
        try await writer.finish(nil)
      }
      return Response(status: status, headers: fields, body: body)
    case .nudges(let open):
      let body = ResponseBody { writer in
        for await nudge in try await open() {
          try await writer.write(ByteBuffer(bytes: nudge.bytes))
        }
        try await writer.finish(nil)
      }
      return Response(status: status, headers: fields, body: body)
    }
  }
}

extension StoredRecord {
  /// The version as a strong entity tag.
  var eTag: String { "\"\(version)\"" }
}
