import Foundation
import WireFormat

#if canImport(Glibc)
import Glibc
#endif

/// A connection on which a test sends exactly the bytes it wants.
///
/// Every call that waits runs on a thread of its own, so that no test keeps Swift's threads from the server
/// it talks to.
final class RawConnection: Sendable {
  private let descriptor: Int32
  private let sending = DispatchQueue(label: "raw-connection.sending")
  private let reading = DispatchQueue(label: "raw-connection.reading")

  /// Connects to a port of this machine.
  init(port: Int) throws {
    let port = UInt16(clamping: port)
    let address: [UInt8] = [UInt8(port >> 8), UInt8(port & 0xFF), 127, 0, 0, 1]
    let padding = [UInt8](repeating: 0, count: 8)
    descriptor = socket(AF_INET, streamType, 0)
    try Self.open(descriptor, Self.address(AF_INET, address + padding))
  }

  /// Connects to a socket in the file system.
  init(path: String) throws {
    descriptor = socket(AF_UNIX, streamType, 0)
    try Self.open(descriptor, Self.address(AF_UNIX, Array(path.utf8) + [0]))
  }

  deinit { close(descriptor) }

  /// A socket address as the system lays it out; its Swift type belongs to different modules in
  /// different builds.
  private static func address(_ family: Int32, _ rest: [UInt8]) -> [UInt8] {
    #if canImport(Darwin)
    return [UInt8(clamping: rest.count + 2), UInt8(clamping: family)] + rest
    #else
    return [UInt8(clamping: family), 0] + rest
    #endif
  }

  private static func open(_ descriptor: Int32, _ address: [UInt8]) throws {
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    let result = address.withUnsafeBytes { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) {
        connect(descriptor, $0.baseAddress, socklen_t(address.count))
      }
    }
    guard result == 0 else { throw NoConnection(reason: String(cString: strerror(errno))) }
  }

  /// Sends all bytes, unless the server has closed.
  func send(_ bytes: some Sequence<UInt8>) async {
    let bytes = Array(bytes)
    let descriptor = descriptor
    await sending.onThread {
      var sent = 0
      while sent < bytes.count {
        let count = bytes[sent...].withUnsafeBytes {
          Foundation.send(descriptor, $0.baseAddress, $0.count, noSignal)
        }
        guard count > 0 else { return }
        sent += count
      }
    }
  }

  /// Sends text.
  func send(_ text: String) async {
    await send(text.utf8)
  }

  /// Reads one answer; `nil` when the connection ends before a whole one has come.
  func answer(toHEAD isHead: Bool = false) async -> RawAnswer? {
    let descriptor = descriptor
    return await reading.onThread {
      var bytes: [UInt8] = []
      while true {
        if let answer = RawAnswer(bytes, isHead: isHead) { return answer }
        guard let more = Self.read(descriptor), !more.isEmpty else { return nil }
        bytes += more
      }
    }
  }

  /// Everything until the server closes; `nil` when it has not closed after 20 seconds.
  func everything() async -> [UInt8]? {
    let descriptor = descriptor
    return await reading.onThread {
      var bytes: [UInt8] = []
      while true {
        guard let more = Self.read(descriptor) else { return nil }
        if more.isEmpty { return bytes }
        bytes += more
      }
    }
  }

  /// What comes up to a text and with it; `nil` when the connection ends or 20 seconds pass before.
  func text(until end: String) async -> String? {
    let descriptor = descriptor
    let end = Array(end.utf8)
    return await reading.onThread {
      var bytes: [UInt8] = []
      while bytes.suffix(end.count) != end[...] {
        var byte: UInt8 = 0
        guard recv(descriptor, &byte, 1, 0) == 1 else { return nil }
        bytes.append(byte)
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// Says that nothing more is sent.
  func endSending() async {
    let descriptor = descriptor
    await sending.onThread { _ = shutdown(descriptor, Int32(SHUT_WR)) }
  }

  /// Says that nothing more is sent or read.
  func end() async {
    let descriptor = descriptor
    await sending.onThread { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }
  }

  /// Some bytes; none at the end; `nil` when nothing came in time.
  private static func read(_ descriptor: Int32) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    if count < 0 { return errno == EAGAIN || errno == EWOULDBLOCK ? nil : [] }
    return Array(buffer.prefix(count))
  }
}

extension DispatchQueue {
  /// Runs work that blocks on the queue's thread.
  func onThread<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      async { continuation.resume(returning: work()) }
    }
  }
}

/// There was nobody to connect to.
struct NoConnection: Error {
  let reason: String
}

/// An answer as it came over the wire.
struct RawAnswer: Sendable {
  let status: Int
  /// The header; names in lower case.
  let fields: [String: String]
  let body: [UInt8]

  /// The body as JSON; `null` when it is none.
  var json: JSON { (try? JSON(strict: body)) ?? .null }
  /// The code of a problem.
  var code: String? { json["code"]?.string }

  /// Reads an answer with a length; `nil` while it is not whole.
  init?(_ bytes: [UInt8], isHead: Bool = false) {
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
      .components(separatedBy: "\r\n")
    guard let first = lines.first?.split(separator: " "), first.count >= 2,
      let status = Int(first[1])
    else { return nil }
    self.status = status
    var fields: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      fields[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    self.fields = fields
    let length = isHead ? 0 : fields["content-length"].flatMap { Int($0) } ?? 0
    guard bytes.count >= end.upperBound + length else { return nil }
    body = Array(bytes[end.upperBound..<end.upperBound + length])
  }
}

#if canImport(Glibc)
private let streamType = Int32(SOCK_STREAM.rawValue)
private let noSignal = Int32(MSG_NOSIGNAL)
#else
private let streamType = SOCK_STREAM
private let noSignal: Int32 = 0
#endif
