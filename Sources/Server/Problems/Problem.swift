import HTTPTypes
import SyncProtocol
import WireFormat

/// A refusal of a whole request, as RFC 9457 writes it.
struct Problem: Error, Hashable, Sendable {
  /// The stable code.
  let code: ProblemCode
  /// One sentence or two for a person: what is wrong, and what to do.
  let detail: String
  /// Further members that a program reads, such as `expected`.
  var members: [String: JSON] = [:]
  /// The methods that the path has, for `Allow`.
  var allowed: [HTTPRequest.Method] = []
  /// What the log is told and the client is not.
  var cause: String?

  init(_ code: ProblemCode, _ detail: String) {
    self.code = code
    self.detail = detail
  }

  /// The media type of every problem.
  static let contentType = "application/problem+json"

  /// The header fields that the problem brings.
  var fields: HTTPFields {
    var fields: HTTPFields = [.contentType: Self.contentType, .cacheControl: "no-store"]
    if let seconds = code.retryAfterSeconds { fields[.retryAfter] = String(seconds) }
    if code == .unauthenticated { fields[.wwwAuthenticate] = "Bearer" }
    if !allowed.isEmpty { fields[.allow] = allowed.map(\.rawValue).joined(separator: ", ") }
    return fields
  }

  /// The document.
  func body(requestID: String?) -> [UInt8] {
    var object = members
    object["type"] = .string(code.typeURI)
    object["code"] = .string(code.rawValue)
    object["title"] = .string(code.title)
    object["status"] = .int(Int64(status.code))
    object["detail"] = .string(detail)
    object["request_id"] = requestID.map { .string($0) }
    return JSON.object(object).canonical
  }

  /// The status of its code.
  var status: HTTPResponse.Status { code.status }
}
