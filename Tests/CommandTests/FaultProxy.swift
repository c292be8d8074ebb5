import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// A TCP proxy on this machine that does to connections what networks do.
final class FaultProxy: Sendable {
  /// What happens to a connection.
  enum Fault: Hashable, Sendable {
    /// Nothing.
    case none
    /// It is closed as soon as it is opened.
    case dropped
    /// It breaks when so many bytes have gone to the server.
    case requestCut(after: Int)
    /// It breaks when so many bytes have come from the server.
    case answerCut(after: Int)
    /// Every piece waits so many milliseconds.
    case delayed(milliseconds: UInt32)
    /// All that was sent is sent a second time on another connection, whose answer nobody reads.
    case doubled
  }

  /// Where it listens.
  let port: Int
  private let server: Int
  private let listener: Int32
  private let present = Mutex(Fault.none)
  private let counted = Mutex(0)

  /// Begins to listen, for a server on a port of this machine.
  init(to server: Int) throws {
    self.server = server
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    self.listener = listener
    var address = Self.address(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw -> Bool in
        bind(listener, raw, length) == 0 && listen(listener, 64) == 0
          && getsockname(listener, raw, &length) == 0
      }
    }
    guard bound else { throw CocoaError(.fileReadUnknown) }
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { [self] in acceptAll() }
  }

  /// Ends.
  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  /// Decides what happens to the connections that are opened from now on.
  func set(_ fault: Fault) {
    present.withLock { $0 = fault }
  }

  /// How many times a fault has struck a connection, not merely been set.
  var strikeCount: Int { counted.withLock { $0 } }

  private func strike() {
    counted.withLock { $0 += 1 }
  }

  private static func address(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(clamping: port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  private func acceptAll() {
    while true {
      let client = accept(listener, nil, nil)
      guard client >= 0 else { return }
      let fault = present.withLock { $0 }
      Thread.detachNewThread { [self] in carry(client, fault) }
    }
  }

  private func connection() -> Int32? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = Self.address(port: server)
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, length) }
    }
    guard result == 0 else {
      close(descriptor)
      return nil
    }
    return descriptor
  }

  private func carry(_ client: Int32, _ fault: Fault) {
    if fault == .dropped { strike() }
    guard fault != .dropped, let server = connection() else {
      close(client)
      return
    }
    let ended = DispatchSemaphore(value: 0)
    let sent = Mutex<[UInt8]>([])
    let requestBytesMax: Int? = if case .requestCut(let count) = fault { count } else { nil }
    let answerBytesMax: Int? = if case .answerCut(let count) = fault { count } else { nil }
    let pause: UInt32 = if case .delayed(let milliseconds) = fault { milliseconds } else { 0 }
    Thread.detachNewThread { [self] in
      copy(client, server, at: requestBytesMax, pause) { part in
        if fault == .doubled { sent.withLock { $0 += part } }
      }
      ended.signal()
    }
    copy(server, client, at: answerBytesMax, pause) { _ in }
    ended.wait()
    close(client)
    close(server)
    let bytes = sent.withLock { $0 }
    if !bytes.isEmpty, let again = connection() {
      _ = bytes.withUnsafeBytes { send(again, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      shutdown(again, Int32(SHUT_WR))
      strike()
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while recv(again, &buffer, buffer.count, 0) > 0 {}
      close(again)
    }
  }

  /// Carries bytes one way until either end closes or the limit is reached; then both ways end.
  private func copy(
    _ from: Int32,
    _ to: Int32,
    at bytesMax: Int?,
    _ pause: UInt32,
    _ note: ([UInt8]) -> Void
  ) {
    var buffer = [UInt8](repeating: 0, count: 16_384)
    var carried = 0
    while true {
      let count = recv(from, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      if pause > 0 {
        strike()
        usleep(pause * 1000)
      }
      let part = Array(buffer[..<min(count, (bytesMax ?? .max) - carried)])
      note(part)
      var sent = 0
      while sent < part.count {
        let more = part[sent...].withUnsafeBytes {
          send(to, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard more > 0 else { break }
        sent += more
      }
      carried += part.count
      if carried == bytesMax { strike() }
      if sent < part.count || carried == bytesMax { break }
    }
    shutdown(from, Int32(SHUT_RDWR))
    shutdown(to, Int32(SHUT_RDWR))
  }
}
