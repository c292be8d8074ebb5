import Testing
import WireFormat

/// What a person does and sees on a device, for tests that go through several of them.
extension Profile {
  /// Adds a record to a family and gives its id.
  func add(_ type: String, to family: String, _ arguments: [String]) throws -> String {
    let answer = try succeed([type, "add", family] + arguments)
    return try #require(answer[type]?["id"]?.string)
  }

  /// Asks for a correction or a withdrawal and gives the id of what was asked.
  func request(_ arguments: [String]) throws -> String {
    try #require(try succeed(arguments)["correction"]?["id"]?.string)
  }

  /// The readings of a family that this device shows.
  func readings(of family: String) throws -> [JSON] {
    try #require(try succeed("reading", "list", family)["readings"]?.array)
  }

  /// The points of the area `home` in a family's readings, sorted.
  func homes(of family: String) throws -> [String] {
    try readings(of: family).compactMap { $0["fields"]?["scores"]?["home"]?.string }.sorted()
  }

  /// What waits for a person on this device.
  func reviews() throws -> [Review] {
    try #require(try succeed("review", "list")["reviews"]?.array).map { try Review($0) }
  }

  /// How many operations this device has still to send.
  func unsent() throws -> Int64 {
    try #require(try succeed("status")["unsent"]?.int)
  }

  /// The only episode of a family.
  func episode(of family: String) throws -> JSON {
    let episodes = try succeed("episode", "list", family)["episodes"]?.array ?? []
    try #require(episodes.count == 1)
    return try #require(episodes.first)
  }

  /// Decides an item and sends the decision.
  func decide(_ review: Review, _ choice: String) throws {
    try succeed("review", "resolve", review.id, "--choice", choice)
    try succeed("sync")
  }

  /// Writes an export and gives one of its tables.
  func export(_ set: String, table: String, into folder: String) throws -> [[String: String]] {
    // Without --json, which would print the sets but `readings` as lines and no envelope first.
    let ended = try run(["export", "create", "--set", set, "--out", folder])
    try #require(ended.status == 0, "\(set) said: \(ended.errors)")
    return try rows(ofCSV: folder + "/" + table)
  }
}

/// An item of the review queue, as far as tests compare it.
struct Review: Hashable {
  let id: String
  let kind: String
  let subject: String
  let author: String?
  let related: [String]
  let setAside: [String: JSON]
  let problem: String?

  init(_ json: JSON) throws {
    id = try #require(json["id"]?.string)
    kind = try #require(json["fields"]?["kind"]?.string)
    subject = try #require(json["fields"]?["subject"]?.string)
    author = json["fields"]?["author"]?.string
    related = (json["fields"]?["related"]?.array ?? []).compactMap(\.string)
    setAside = json["fields"]?["set_aside"]?.object ?? [:]
    problem = json["fields"]?["problem"]?["code"]?.string
  }
}
