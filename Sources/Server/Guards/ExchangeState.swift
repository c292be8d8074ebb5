import HTTPTypes
import NIOHTTPTypes

/// How far the requests and answers of one connection have come.
struct ExchangeState {
  /// Requests that have begun and whose answers have not ended.
  private var openRequests = 0
  private var hasBegunAnswer = false
  /// Whether a request has begun and not ended.
  private(set) var isReading = false

  /// Whether an answer may still be written, with nothing of another before it.
  var mayAnswer: Bool { openRequests <= 1 && !hasBegunAnswer }

  /// Notes a part of a request.
  mutating func note(_ part: HTTPRequestPart) {
    switch part {
    case .head:
      openRequests += 1
      isReading = true
    case .body: break
    case .end: isReading = false
    }
  }

  /// Notes a part of an answer.
  mutating func note(_ part: HTTPResponsePart) {
    switch part {
    case .head(let head): hasBegunAnswer = head.status.kind != .informational
    case .body: break
    case .end:
      openRequests -= 1
      hasBegunAnswer = false
    }
  }
}
