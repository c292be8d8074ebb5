/// The invented scores of the demo, as a person would type them.
enum DemoScores {
  /// A Star at the first visit and at the latest.
  static func compass(first: Bool) -> [String] {
    let scores =
      first
      ? ["home=3", "learning=3", "money=2", "health=5", "feelings=2", "friends=4", "safety=6"]
      : ["home=6", "learning=7", "money=2", "health=6", "feelings=5", "friends=4", "safety=7"]
    let family = first ? "family-life=4" : "family-life=6"
    return ["--instrument", "demo-compass", "--by", "together"] + flags(scores + [family])
  }

  /// The same day in the same family, scored by two workers who have not seen each other's.
  static func shared(by person: DemoPerson) -> [String] {
    let scores =
      person.name == DemoPerson.priya.name
      ? ["home=4", "learning=5", "money=3", "health=6", "feelings=4", "friends=5", "safety=7"]
      : ["home=5", "learning=5", "money=3", "health=5", "feelings=4", "friends=6", "safety=7"]
    return ["--instrument", "demo-compass", "--by", "worker-only"]
      + flags(scores + ["family-life=5"])
  }

  /// MAP as it is assumed to be: ten headings, one of them no issue.
  static let map: [String] =
    ["--instrument", "map-assumed", "--by", "together"]
    + flags([
      "good-education=2", "health=3", "family-relationships=2", "safe-from-abuse=4",
      "domestic-abuse=4", "housing=3", "finance=2", "early-years=3",
    ]) + ["--skip", "substance-use=noIssue", "--skip", "crime=noIssue"]

  private static func flags(_ scores: [String]) -> [String] {
    scores.flatMap { ["--score", $0] }
  }
}
