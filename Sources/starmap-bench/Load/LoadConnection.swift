import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A kept HTTP/1.1 connection to a port of this machine that counts every byte both ways.
///
/// It is as little as a client can be, so that a measurement on a machine of two cores is of the server.
final class LoadConnection {
  /// What a server answered.
  struct Answer {
    let status: Int
    let body: ArraySlice<UInt8>
    /// Bytes of head and body.
    let byteCount: Int
  }

  let descriptor: Int32
  private var outgoing: [UInt8] = []
  private var sent = 0
  private var incoming: [UInt8] = []
  private var chunk = [UInt8](repeating: 0, count: 1 << 18)

  /// Connects.
  init(port: UInt16) throws {
    #if canImport(Glibc)
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
    descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw BenchFailure(message: "the server does not listen") }
    var on: Int32 = 1
    setsockopt(
      descriptor,
      Int32(IPPROTO_TCP),
      TCP_NODELAY,
      &on,
      socklen_t(MemoryLayout<Int32>.size)
    )
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
  }

  deinit {
    close(descriptor)
  }

  /// Whether something is still to be sent.
  var isSending: Bool { sent < outgoing.count }

  /// Begins to send a request.
  func begin(_ request: [UInt8]) throws {
    outgoing = request
    sent = 0
    incoming.removeAll(keepingCapacity: true)
    try send()
  }

  /// Sends what the system takes.
  func send() throws {
    while isSending {
      let count = outgoing[sent...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EAGAIN { return }
        throw BenchFailure(message: "the server closed a connection")
      }
      sent += count
    }
  }

  /// Receives what is there; the answer once it is whole.
  func receive() throws -> Answer? {
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0 {
        guard errno == EAGAIN else { throw BenchFailure(message: "a connection broke") }
        break
      }
      guard count > 0 else { throw BenchFailure(message: "the server closed a connection") }
      incoming.append(contentsOf: chunk[..<count])
      if count < chunk.count { break }
    }
    return answer()
  }

  private func answer() -> Answer? {
    guard let end = endOfHead else { return nil }
    let head = String(decoding: incoming[..<end], as: UTF8.self)
    let lines = head.split(separator: "\r\n")
    let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    let length = lines.first { $0.lowercased().hasPrefix("content-length:") }
    let bodyCount = length?.split(separator: ":").last.flatMap {
      Int($0.trimmingCharacters(in: .whitespaces))
    }
    guard incoming.count >= end + (bodyCount ?? 0) else { return nil }
    return Answer(status: status, body: incoming[end...], byteCount: incoming.count)
  }

  private var endOfHead: Int? {
    let mark: [UInt8] = [13, 10, 13, 10]
    var index = 0
    while index + 4 <= min(incoming.count, 4096) {
      if incoming[index..<index + 4].elementsEqual(mark) { return index + 4 }
      index += 1
    }
    return nil
  }
}
