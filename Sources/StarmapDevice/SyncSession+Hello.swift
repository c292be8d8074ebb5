import DeviceStore
import SyncProtocol
import WireFormat

extension SyncSession {
  /// How long what a server said that it speaks is believed, in milliseconds.
  private static let helloMilliseconds: Int64 = 3_600_000

  /// Asks what the server speaks, unless that is known.
  mutating func prepareHello() throws {
    if let known = try store.read({ try ServerVersions($0) }) {
      let age = surroundings.now() - known.heard
      // A clock that was set back makes it older, not newer.
      if age >= 0, age < Self.helloMilliseconds, known.newest >= spoken.lowerBound {
        return agree(with: known)
      }
    }
    awaited = .hello(SyncRequest(method: "GET", path: "/v1/hello", headers: [:]))
  }

  /// Takes the answer; one that says nothing of versions changes nothing.
  mutating func takeHello(_ answer: SyncAnswer) throws {
    phase = .push
    guard answer.status == 200, let json = try? JSON(strict: answer.body),
      let versions = ServerVersions(json, heard: surroundings.now())
    else { return }
    try store.write { try $0.set(.hello, to: versions.text) }
    agree(with: versions)
  }

  /// Speaks the newest version that both know.
  private mutating func agree(with server: ServerVersions) {
    phase = .push
    guard server.newest >= spoken.lowerBound else {
      return stop(
        .retryLater(
          Refusal(
            .unavailable,
            "The server is older than this version and does not understand it yet. Everything that was "
              + "saved is safe on this device; sync again when the server has been upgraded."
          )
        )
      )
    }
    // Where the server no longer speaks any of them it still takes a push, and says so to a pull.
    protocolVersion = min(spoken.upperBound, server.newest)
  }
}

/// What a server said that it speaks.
private struct ServerVersions {
  let oldest: Int
  let newest: Int
  /// When it said so, milliseconds since 1970.
  let heard: Int64

  init?(_ hello: JSON, heard: Int64) {
    guard let oldest = hello["protocol"]?["min"]?.int, let newest = hello["protocol"]?["max"]?.int,
      0 <= oldest, oldest <= newest, newest <= 1_000_000
    else { return nil }
    self.oldest = Int(oldest)
    self.newest = Int(newest)
    self.heard = heard
  }

  init?(_ reader: StoreReader) throws {
    guard let text = try reader.text(.hello) else { return nil }
    let numbers = text.split(separator: " ").compactMap { Int64($0) }
    guard numbers.count == 3, let oldest = Int(exactly: numbers[0]),
      let newest = Int(exactly: numbers[1])
    else { return nil }
    self.oldest = oldest
    self.newest = newest
    heard = numbers[2]
  }

  /// The value under which it is remembered.
  var text: String { "\(oldest) \(newest) \(heard)" }
}
