/// Why there is no answer from a server.
package enum TransportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The address is none.
  case invalidServer
  /// The address would send a secret over a line that others can read.
  case insecureServer(host: String)
  /// The server did not answer: no network, no such name, no connection, or not in time.
  case unreachable(host: String)
  /// The server's answer was larger than anything it should send, or damaged.
  case unreadable(host: String)

  /// What happened, whether work is safe, and what to do next.
  package var description: String {
    switch self {
    case .invalidServer:
      "The server's address cannot be used; give one such as https://progress.example.org."
    case .insecureServer(let host):
      "The address of \(host) begins with http, which others can read; use https."
    case .unreachable(let host):
      "Could not reach \(host). Everything that was saved is safe on this device; try again later."
    case .unreadable(let host):
      "The answer from \(host) could not be read. Everything that was saved is safe on this "
        + "device; try again later."
    }
  }
}
