import Foundation
import SQLiteStorage
import Server
import Storage
import Testing
import WireFormat

/// What clients and monitoring see when the store fails.
@Suite struct StorageTests {
  private static let text = String(repeating: "Invented. ", count: 1900)

  @Test func `a full disk is 507, reads go on, and room makes everything well again`() async throws
  {
    try await World.with { world in
      let path = "/v1/families/\(world["star"])/notes"
      let note: JSON = ["text": .string(Self.text), "date": "2026-09-02"]
      let before = try await world.make("priya", path, note)
      try world.server.ledger.setPageLimit(1)

      var answer = try await world.ask("priya", "POST", path, json: note)
      for _ in 0..<20 where answer.status == 201 {
        answer = try await world.ask("priya", "POST", path, json: note)
      }
      let read = try await world.ask("priya", "GET", "/v1/notes/\(before["id"]?.string ?? "")")
      let ready = try await world.server.health("/readyz")
      let alive = try await world.server.health("/livez")
      let stored = try await world.ask("priya", "GET", path)
      try world.server.ledger.setPageLimit(1_000_000)
      let after = try await world.ask("priya", "POST", path, json: note)
      let readyAgain = try await world.server.health("/readyz")

      #expect(answer.status == 507)
      #expect(answer.code == "storage-full")
      #expect(answer.fields["retry-after"] == "60")
      #expect(read.status == 200)
      #expect(ready.status == 503)
      #expect(ready.json["reasons"] == ["storage-full"])
      #expect(alive.status == 200)
      #expect(after.status == 201)
      #expect(readyAgain.status == 200)
      // Nothing of what was refused is there.
      let listed = try await world.ask("priya", "GET", path)
      #expect(listed.json["items"]?.array?.count == (stored.json["items"]?.array?.count ?? 0) + 1)
    }
  }

  @Test func `a second server cannot have the data directory of the first`() async throws {
    try await TestServer.with { server in
      let error = #expect(throws: StorageError.self) {
        try SQLiteLedger(directory: server.directory, epoch: Epoch(prefix: 3, suffix: 4))
      }

      #expect(error?.code == .locked)
      let answer = try await server.request("GET", "/v1/hello")
      #expect(answer.status == 200)
    }
  }

  @Test func `a server whose port is taken says so and names the remedy`() async throws {
    try await TestServer.with { server in
      let port = server.port
      await #expect {
        try await TestServer.with(listen: ListenAddress(host: "127.0.0.1", port: port)) { _ in }
      } throws: { error in
        (error as? SettingsProblem)?.message.contains("Choose other addresses") == true
      }
    }
  }

  @Test func `monitoring hears that the server stops`() async {
    let readiness = Readiness()
    await readiness.beginStopping()

    #expect(await readiness.reasons == ["stopping"])
  }

  @Test func `a failed commit is forgotten when nothing follows it for long`() async {
    let readiness = Readiness(rememberedFor: .zero)
    await readiness.storageFailed(.full)

    #expect(await readiness.reasons == [])
  }

  @Test func `the operator's socket is the owner's alone and gone afterwards`() async throws {
    let path = try await TestServer.with { server in
      let path = server.directory + "/" + ServerSettings.socketName
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
      #expect(mode as? Int == 0o600)
      return path
    }

    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `console commands come over the socket alone`() async throws {
    try await World.with { world in
      let listed = try await world.server.console(["command": "unit.list"])
      let unknown = try await world.server.console(["command": "shutdown"])
      let overNetwork = try await world.ask("root", "POST", "/console", json: [:])
      let health = try await world.server.health("/console")

      #expect(listed.json["units"]?.array?.count == 5)
      #expect(unknown.code == "invalid-request")
      #expect(overNetwork.status == 404)
      #expect(health.status == 404)
    }
  }
}
