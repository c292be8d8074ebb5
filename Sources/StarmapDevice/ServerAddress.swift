import Foundation

/// The address of a server, checked before a secret is sent to it.
struct ServerAddress: Hashable, Sendable {
  /// The address without a slash at its end.
  let text: String
  /// The host, for messages.
  let host: String

  /// Reads an address; `http` is allowed only on this machine, since a token travels with every
  /// request.
  init(_ given: String) throws(TransportError) {
    var text = given
    while text.hasSuffix("/") { text.removeLast() }
    guard text.utf8.count <= 300, let parts = URLComponents(string: text), let host = parts.host,
      !host.isEmpty, parts.user == nil, parts.password == nil, parts.query == nil,
      parts.fragment == nil, let scheme = parts.scheme?.lowercased()
    else { throw .invalidServer }
    switch scheme {
    case "https": break
    case "http" where ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host.lowercased()): break
    case "http": throw .insecureServer(host: host)
    default: throw .invalidServer
    }
    self.text = text
    self.host = host
  }
}
