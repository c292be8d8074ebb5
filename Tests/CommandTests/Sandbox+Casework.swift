import Testing
import WireFormat

extension Sandbox {
  /// A device of a worker that is enrolled and has received nothing yet.
  func enrolled(_ worker: String, name: String) throws -> Profile {
    let profile = Profile(home: directory + "/" + name)
    let code = try admin(["admin", "code", try #require(workers[worker])])["code"]?.string
    try profile.succeed("enrol", "--server", address, "--code", try #require(code))
    return profile
  }

  /// The id of a unit.
  func unit(titled title: String) throws -> String {
    let units = try admin(["admin", "unit"])["units"]?.array ?? []
    return try #require(units.first { $0["title"]?.string == title }?["id"]?.string)
  }
}

/// A full set of scores for the assumed MAP, with a heading that is no issue.
let assumedMap: [String] =
  ["--instrument", "map-assumed", "--by", "together", "--skip", "crime=noIssue"]
  + [
    "good-education=2", "health=3", "family-relationships=2", "safe-from-abuse=4",
    "domestic-abuse=4", "housing=3", "finance=2", "early-years=3", "substance-use=5",
  ].flatMap { ["--score", $0] }
