import HTTPTypes
import Hummingbird
import HummingbirdCore
import SyncProtocol

/// What every request must have, whatever it asks for.
enum RequestCheck {
  /// Refuses a request without exactly one sane `Host`, and one with a target beyond the limit.
  static func check(_ request: Request, limits: ServerLimits) throws(Problem) {
    let others = request.headers.contains { $0.name.canonicalName == "host" }
    guard let host = request.head.authority, !others, isSane(host) else {
      throw Problem(
        .invalidHost,
        "The request needs exactly one `Host`, the server's name and perhaps its port."
      )
    }
    guard (request.head.path ?? "").utf8.count <= limits.targetBytesMax else {
      throw Problem(
        .invalidRequest,
        "The path and query are longer than \(limits.targetBytesMax) bytes."
      )
    }
  }

  /// A name or address, and perhaps a port (RFC 9110 section 7.2), without anything that a log or a
  /// link could be led astray with.
  static func isSane(_ host: String) -> Bool {
    guard (1...261).contains(host.utf8.count) else { return false }
    var name = host[...]
    if name.hasPrefix("[") {
      guard let end = name.firstIndex(of: "]") else { return false }
      let address = name[name.index(after: name.startIndex)..<end]
      let isAddress = address.allSatisfy { $0.isHexDigit || ":.".contains($0) }
      guard !address.isEmpty, isAddress else { return false }
      return isPort(name[name.index(after: end)...])
    }
    if let colon = name.firstIndex(of: ":") {
      guard isPort(name[colon...]) else { return false }
      name = name[..<colon]
    }
    let isName = name.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0))
    }
    return !name.isEmpty && isName
  }

  private static func isPort(_ text: Substring) -> Bool {
    guard !text.isEmpty else { return true }
    let digits = text.dropFirst()
    return text.hasPrefix(":") && digits.allSatisfy(\.isASCII) && UInt16(digits) != nil
      && digits.first?.isNumber == true
  }
}
