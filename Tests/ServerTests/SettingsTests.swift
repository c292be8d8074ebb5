import NIOCore
import Testing

@testable import Server

@Suite struct SettingsTests {
  @Test(arguments: [
    ("127.0.0.1:8440", ListenAddress(host: "127.0.0.1", port: 8440), true),
    ("127.9.9.9:0", ListenAddress(host: "127.9.9.9", port: 0), true),
    ("localhost:1", ListenAddress(host: "localhost", port: 1), true),
    ("[::1]:8440", ListenAddress(host: "::1", port: 8440), true),
    ("[::]:8440", ListenAddress(host: "::", port: 8440), false),
    ("0.0.0.0:8440", ListenAddress(host: "0.0.0.0", port: 8440), false),
    ("progress.example:443", ListenAddress(host: "progress.example", port: 443), false),
    ("127.0.0.1.example:443", ListenAddress(host: "127.0.0.1.example", port: 443), false),
    ("127.example:443", ListenAddress(host: "127.example", port: 443), false),
  ])
  func `an address is read, and known for one of this machine`(
    text: String,
    address: ListenAddress,
    isLoopback: Bool
  ) throws {
    let read = try #require(ListenAddress(text))

    #expect(read == address)
    #expect(read.isLoopback == isLoopback)
    #expect(read.description == text)
  }

  @Test(arguments: [
    "", "8440", "127.0.0.1", "127.0.0.1:", ":1", "a:65536", "a:-1", "::1:80", "a b:1",
  ])
  func `what is no address is not read`(text: String) {
    #expect(ListenAddress(text) == nil)
  }

  @Test func `a public address needs encryption or a proxy, and the sentence names both`() {
    var settings = ServerSettings(
      dataDirectory: "/data",
      listen: ListenAddress(host: "0.0.0.0", port: 8440)
    )
    let problem = #expect(throws: SettingsProblem.self) { try settings.check() }

    #expect(problem?.message.contains("--tls-cert") == true)
    #expect(problem?.message.contains("--behind-proxy") == true)
    settings.behindProxy = "10.0.0.0/8"
    #expect(throws: Never.self) { try settings.check() }
    settings.behindProxy = nil
    settings.tls = ServerSettings.TLSFiles(certificate: "c", key: "k")
    #expect(throws: Never.self) { try settings.check() }
  }

  @Test func `a server with a public address does not begin to serve`() async {
    await #expect(throws: SettingsProblem.self) {
      try await TestServer.with(listen: ListenAddress(host: "0.0.0.0", port: 0)) { _ in }
    }
  }

  @Test func `monitoring is never public, and a proxy is an address`() {
    var settings = ServerSettings(
      dataDirectory: "/data",
      health: ListenAddress(host: "0.0.0.0", port: 1)
    )
    #expect(throws: SettingsProblem.self) { try settings.check() }
    settings.health = ListenAddress(host: "127.0.0.1", port: 1)
    #expect(throws: Never.self) { try settings.check() }
    settings.behindProxy = "everywhere"
    #expect(throws: SettingsProblem.self) { try settings.check() }
  }

  @Test func `a data directory whose socket would have too long a name is refused`() {
    let settings = ServerSettings(dataDirectory: "/" + String(repeating: "d", count: 100))

    #expect(throws: SettingsProblem.self) { try settings.check() }
  }

  @Test(arguments: [
    ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false),
    ("10.0.0.0/31", "10.0.0.1", true), ("10.0.0.0/31", "10.0.0.2", false),
    ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.8", false),
    ("0.0.0.0/0", "203.0.113.1", true), ("10.0.0.0/8", "::ffff:10.1.2.3", true),
    ("fd00::/8", "fd12::1", true), ("fd00::/8", "fe80::1", false), ("::/0", "10.0.0.1", false),
  ])
  func `an address lies in a range or not`(range: String, address: String, lies: Bool) throws {
    let range = try #require(AddressRange(range))

    #expect(range.contains(try SocketAddress(ipAddress: address, port: 1)) == lies)
  }

  @Test(arguments: ["", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "a/8", "10.0.0.0/8/8", "::/129"])
  func `what is no range is not read`(text: String) {
    #expect(AddressRange(text) == nil)
  }

  @Test func `only the proxy may connect`() async throws {
    try await TestServer.with(behindProxy: "192.0.2.0/24") { server in
      let connection = try RawConnection(port: server.port)
      await connection.send("GET /v1/hello HTTP/1.1\r\nHost: a\r\n\r\n")

      #expect(await connection.everything() == [])
    }
    try await TestServer.with(behindProxy: "127.0.0.0/8") { server in
      let answer = try await server.request("GET", "/v1/hello")
      #expect(answer.status == 200)
    }
  }
}
