import Drawing

/// Invented scenes for the tests of this module; no real instrument, family or reading.
enum Scenes {
  static let may = StarReading(date: StarDate(year: 2026, month: 5, day: 2), number: 1)
  static let august = StarReading(date: StarDate(year: 2026, month: 8, day: 9), number: 2)
  static let november = StarReading(date: StarDate(year: 2026, month: 11, day: 14), number: 3)
  static let tenPoints = StarScale(codes: (1...10).map(String.init))

  /// Eight areas, two readings: gains, a loss, a stay and an answer that is no score.
  static let family = StarScene(
    title: "K7Q · girl, 9 · Invented family scale (edition 2023-05)",
    scale: tenPoints,
    readings: [may, november],
    areas: [
      area("Home", "3", "6"), area("Health", "5", "6"), area("Feelings", "2", "5"),
      area("Friends", "4", "4"), area("Learning", "3", "7"), area("Safety", "6", "7"),
      area("Family", "6", "4"),
      StarArea(title: "Money", marks: [.score("2"), .word("no issue")]),
    ]
  )

  /// Seven areas, three readings, a scale on which lower is better, and gaps.
  static let turned = StarScene(
    title: "Invented worry scale",
    scale: StarScale(codes: ["1", "2", "3", "4", "5"], lowerIsBetter: true),
    readings: [may, august, november],
    areas: [
      StarArea(title: "Sleep", marks: [.score("4"), .score("3"), .score("1")]),
      StarArea(
        title: "Getting to school",
        label: "School",
        marks: [.score("5"), nil, .score("2")]
      ),
      StarArea(title: "Meals", marks: [nil, .score("3"), .score("2")]),
      StarArea(title: "Play", marks: [.word("not applicable"), .score("3"), .score("2")]),
      StarArea(title: "Travel", marks: [.score("2"), .score("3"), .score("3")]),
      StarArea(title: "Noise", marks: [.score("3"), .score("2"), .score("3")]),
      StarArea(title: "Chores", marks: [nil, nil, nil]),
    ]
  )

  static func area(_ title: String, _ codes: String...) -> StarArea {
    StarArea(title: title, marks: codes.map { .score($0) })
  }
}

/// SplitMix64 (Steele, Lea and Flood 2014), so that a failing scene can be made again.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
