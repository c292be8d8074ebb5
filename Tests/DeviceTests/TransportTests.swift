import StarmapDevice
import SyncProtocol
import Testing
import WireFormat

/// What the device takes from the network.
struct TransportTests {
  private func answer(_ body: [UInt8], encoding: String? = nil) async throws -> SyncAnswer {
    var head = "HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\nConnection: close\r\n"
    if let encoding { head += "Content-Encoding: \(encoding)\r\n" }
    let server = try CannedServer(answer: Array((head + "\r\n").utf8) + body)
    let transport = try HTTPTransport(server: "http://127.0.0.1:\(server.port)")
    let request = SyncRequest(method: "GET", path: "/v1/pull", headers: [:], body: [])
    let result: Result<SyncAnswer, any Error>
    do {
      result = .success(try await transport.send(request))
    } catch {
      result = .failure(error)
    }
    try await transport.shutdown()
    return try result.get()
  }

  @Test func `a compressed answer is unpacked`() async throws {
    let body = Array(String(repeating: "invented ", count: 1000).utf8)

    let answer = try await answer(try Gzip.compress(body), encoding: "gzip")

    #expect(answer.status == 200)
    #expect(answer.body == body)
  }

  @Test func `an answer that unpacks to more than any page holds is refused`() async throws {
    let bomb = try Gzip.compress([UInt8](repeating: 0x20, count: 9 * 1024 * 1024))
    #expect(bomb.count < 64 * 1024)

    await #expect(throws: TransportError.unreadable(host: "127.0.0.1")) {
      try await answer(bomb, encoding: "gzip")
    }
  }

  @Test func `an answer that is cut in its compression is refused`() async throws {
    let body = try Gzip.compress(Array(String(repeating: "invented ", count: 1000).utf8))

    await #expect(throws: TransportError.unreadable(host: "127.0.0.1")) {
      try await answer(Array(body.dropLast(9)), encoding: "gzip")
    }
  }
}
