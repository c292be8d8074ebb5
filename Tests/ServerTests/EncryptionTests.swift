import HTTPTypes
import HummingbirdTesting
import NIOCore
import NIOPosix
import NIOSSL
import Server
import Testing
import WireFormat

@Suite struct EncryptionTests {
  private func client(_ server: TestServer) throws -> TestClient {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.trustRoots = .certificates(
      try NIOSSLCertificate.fromPEMBytes(Array(TestCertificate.certificate.utf8))
    )
    return TestClient(
      host: "127.0.0.1",
      port: server.port,
      configuration: TestClient.Configuration(tlsConfiguration: tls, serverName: "localhost"),
      eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton)
    )
  }

  @Test func `a server with a certificate answers over https`() async throws {
    try await TestCertificate.withFiles { files in
      try await TestServer.with(tls: files) { server in
        let client = try client(server)
        client.connect()
        let answer = try await client.execute(
          TestClient.Request("/v1/hello", method: .get, authority: "localhost")
        )
        let body = answer.body.map { Array($0.readableBytesView) } ?? []
        try await client.shutdown()

        #expect(server.running.isEncrypted)
        #expect(answer.status == .ok)
        #expect(try JSON(strict: body)["protocol"]?["max"] == 1)
      }
    }
  }

  @Test func `plain HTTP gets nothing from a server with a certificate`() async throws {
    try await TestCertificate.withFiles { files in
      try await TestServer.with(tls: files) { server in
        let connection = try RawConnection(port: server.port)
        await connection.send("GET /v1/hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
        let answer = String(decoding: await connection.everything() ?? [], as: UTF8.self)

        #expect(!answer.contains("protocol"))
      }
    }
  }

  @Test func `a client that never begins the handshake is closed and does not hold up the end`()
    async throws
  {
    var limits = ServerLimits()
    limits.idleMilliseconds = 300
    try await TestCertificate.withFiles { files in
      try await TestServer.with(limits: limits, tls: files) { server in
        let silent = try RawConnection(port: server.port)
        #expect(await silent.everything() == [])
      }
      let held = try await TestServer.with(tls: files) { server in
        try RawConnection(port: server.port)
      }
      #expect(await held.everything() == [])
    }
  }

  @Test func `files that hold no certificate are refused by name`() async throws {
    await #expect {
      let files = ServerSettings.TLSFiles(certificate: "/none/c.pem", key: "/none/k.pem")
      try await TestServer.with(tls: files) { _ in }
    } throws: { error in
      (error as? SettingsProblem)?.message.contains("/none/c.pem") == true
    }
  }
}
