import Server
import Testing
import WireFormat

/// Clients that never end what they began, on real sockets; the limits are short here.
@Suite struct SlowClientTests {
  private static var short: ServerLimits {
    var limits = ServerLimits()
    limits.idleMilliseconds = 300
    limits.bodyMilliseconds = 300
    limits.bodyBytesPerSecond = 1_000_000_000
    limits.lingerMilliseconds = 100
    limits.drainMilliseconds = 100
    return limits
  }

  private static let slowBody =
    "POST /v1/enrol HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    + "Content-Length: 100\r\n\r\n{"

  /// Sends a little now and then until the connection is closed.
  private func drip(_ connection: RawConnection, _ drop: String = " ") async -> [UInt8]? {
    let dripping = Task {
      while !Task.isCancelled {
        await connection.send(drop)
        try await Task.sleep(for: .milliseconds(40))
      }
    }
    defer { dripping.cancel() }
    return await connection.everything()
  }

  @Test func `a body that stops is answered 408 and closed`() async throws {
    try await TestServer.with(limits: Self.short) { server in
      let connection = try RawConnection(port: server.port)
      await connection.send(Self.slowBody)

      let answer = RawAnswer(try #require(await connection.everything()))

      #expect(answer?.status == 408)
      #expect(answer?.code == "too-slow")
      #expect(answer?.fields["connection"] == "close")
    }
  }

  @Test func `a body that drips is answered 408 and closed, although it is never idle`()
    async throws
  {
    var limits = Self.short
    limits.idleMilliseconds = 60_000
    try await TestServer.with(limits: limits) { server in
      let connection = try RawConnection(port: server.port)
      await connection.send(
        "POST /v1/enrol HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
          + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"
      )

      let answer = RawAnswer(try #require(await drip(connection, "1\r\n \r\n")))

      #expect(answer?.code == "too-slow")
    }
  }

  @Test func `a body has more time the larger it is, up to the largest that is taken`() async throws
  {
    var limits = Self.short
    limits.bodyBytesPerSecond = 2000
    limits.idleMilliseconds = 60_000
    try await TestServer.with(limits: limits) { server in
      let small = try RawConnection(port: server.port)
      let large = try RawConnection(port: server.port)
      let header = "POST /v1/enrol HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
      await small.send(header + "Content-Length: 100\r\n\r\n{")
      await large.send(header + "Content-Length: 100000\r\n\r\n{")

      // 50 seconds are due to the large one: it is still open when the small one has been closed.
      #expect(RawAnswer(try #require(await small.everything()))?.code == "too-slow")
      await large.send("}")
      await server.running.stop()
      #expect(RawAnswer(try #require(await large.everything()))?.code == "too-slow")
    }
  }

  @Test(arguments: ["{}", #"{"code":"#])
  func `a body that ends before its length is refused, also where it could be read`(
    text: String
  ) async throws {
    try await TestServer.with { server in
      let connection = try RawConnection(port: server.port)
      await connection.send(
        "POST /v1/enrol HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
          + "Content-Length: 100\r\n\r\n" + text
      )
      await connection.endSending()

      let answer = await connection.answer()

      #expect(answer?.status == 400)
      #expect(answer?.code == "invalid-request")
    }
  }

  @Test func `a connection that says nothing is closed`() async throws {
    try await TestServer.with(limits: Self.short) { server in
      let connection = try RawConnection(port: server.port)

      #expect(await connection.everything() == [])
    }
  }

  @Test func `a header that drips is closed`() async throws {
    try await TestServer.with(limits: Self.short) { server in
      let connection = try RawConnection(port: server.port)
      await connection.send("GET /v1/hello HTTP/1.1\r\nX-Drip: ")

      #expect(await drip(connection) == [])
    }
  }

  @Test func `a refused request does not keep its connection while it is still being sent`()
    async throws
  {
    var limits = Self.short
    limits.bodyMilliseconds = 60_000
    limits.idleMilliseconds = 60_000
    try await TestServer.with(limits: limits) { server in
      let connection = try RawConnection(port: server.port)
      await connection.send(
        "POST /v1/push HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nx"
      )

      let answer = RawAnswer(try #require(await drip(connection)))

      #expect(answer?.status == 401)
    }
  }

  /// Nothing but draining ends a request within a day: a test that ends at all has seen it drain.
  private static var patient: ServerLimits {
    var limits = ServerLimits()
    limits.idleMilliseconds = 86_400_000
    limits.bodyMilliseconds = 86_400_000
    limits.stalledMilliseconds = 86_400_000
    limits.stopMilliseconds = 86_400_000
    limits.drainMilliseconds = 100
    limits.lingerMilliseconds = 100
    return limits
  }

  @Test(.timeLimit(.minutes(20)))
  func `a server stops although a client drips`() async throws {
    let connection = try await TestServer.with(limits: Self.patient) { server in
      let connection = try RawConnection(port: server.port)
      await connection.send(Self.slowBody)
      _ = try await server.request("GET", "/v1/hello")
      return connection
    }

    #expect(await drip(connection) != nil)
  }

  @Test(.timeLimit(.minutes(20)))
  func `a server stops although a client does not read its answers`() async throws {
    let connection = try await World.with(limits: Self.patient) { world in
      let connection = try RawConnection(port: world.server.port)
      let token = world.tokens["sam"] ?? ""
      let request =
        "GET /v1/pull HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\n\r\n"
      await connection.send(String(repeating: request, count: 2000))
      let pulls = { world.server.log.events.count { $0["route"] == "/v1/pull" } }
      // The answers stop once no more of them fits between the two.
      var before = -1
      while pulls() > before {
        before = pulls()
        try await Task.sleep(for: .milliseconds(200))
      }
      #expect(before < 2000)
      return connection
    }

    #expect(await connection.everything() != nil)
  }

  @Test(.timeLimit(.minutes(20)))
  func `whatever is left after the time to stop is ended`() async throws {
    var limits = Self.patient
    limits.drainMilliseconds = 86_400_000
    limits.stopMilliseconds = 200
    let connection = try await TestServer.with(limits: limits) { server in
      let connection = try RawConnection(port: server.port)
      await connection.send(Self.slowBody)
      _ = try await server.request("GET", "/v1/hello")
      return connection
    }

    #expect(await drip(connection) != nil)
  }

  @Test func `requests beyond the limit of connections wait and are answered`() async throws {
    var limits = ServerLimits()
    limits.connectionsMax = 1
    try await TestServer.with(limits: limits) { server in
      let first = try RawConnection(port: server.port)
      await first.send("GET /v1/hello HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(await first.answer()?.status == 200)
      let second = try RawConnection(port: server.port)
      await second.send("GET /v1/hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
      await first.send("GET /v1/hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
      #expect(await first.answer()?.status == 200)
      await first.end()

      #expect(await second.answer()?.status == 200)
    }
  }
}
