import Casework
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Storage
import WireFormat

/// What a route answers with.
struct Answer: Sendable {
  let status: HTTPResponse.Status
  let body: [UInt8]
  var fields: HTTPFields

  init(
    _ body: [UInt8],
    type: String,
    status: HTTPResponse.Status = .ok,
    fields: HTTPFields = [:]
  ) {
    self.status = status
    self.body = body
    self.fields = fields
    self.fields[.contentType] = type
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
    Response(status: status, headers: fields, body: ResponseBody(bytes: body))
  }
}

extension StoredRecord {
  /// The version as a strong entity tag.
  var eTag: String { "\"\(version)\"" }
}
