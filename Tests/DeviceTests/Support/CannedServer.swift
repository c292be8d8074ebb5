import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A listener that answers one request with bytes that a test says, whatever is asked.
final class CannedServer: Sendable {
  let port: UInt16

  /// Begins to listen; the answer is given by a thread of its own.
  ///
  /// - Parameter answer: The whole answer, head and body.
  /// - Throws: ``NoListener``.
  init(answer: [UInt8]) throws {
    #if canImport(Glibc)
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
    let listener = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer -> Int32 in
        guard bind(listener, pointer, length) == 0, listen(listener, 1) == 0 else { return -1 }
        return getsockname(listener, pointer, &length)
      }
    }
    guard code == 0 else { throw NoListener() }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread {
      let connection = accept(listener, nil, nil)
      var asked: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 4096)
      while asked.firstRange(of: Array("\r\n\r\n".utf8)) == nil {
        let count = read(connection, &chunk, chunk.count)
        guard count > 0 else { break }
        asked += chunk[..<count]
      }
      var sent = 0
      while sent < answer.count {
        let count = answer[sent...].withUnsafeBytes {
          send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { break }
        sent += count
      }
      close(connection)
      close(listener)
    }
  }
}

/// The machine lets nobody listen.
struct NoListener: Error {}
