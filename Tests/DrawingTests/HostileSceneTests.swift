import Drawing
import Testing

private let pieces = [
  "Home", " ", "é", "日本", "👩‍👩‍👧", "\u{1B}[31m", "\n", "\t", "\r\n", "\u{202E}", "a\u{301}", "–",
  "", "a rather long word", "7", "\u{0}", "🇬🇧", "❤️",
]

private func columns(_ line: String) -> Int {
  line.reduce(0) { sum, character in
    sum + (["日", "本", "👩‍👩‍👧", "🇬🇧", "❤️"].contains(character) ? 2 : 1)
  }
}

private func randomText(_ random: inout SeededGenerator) -> String {
  (0..<Int.random(in: 0...6, using: &random))
    .compactMap { _ in pieces.randomElement(using: &random) }.joined()
}

private func randomScene(_ random: inout SeededGenerator) -> StarScene {
  let steps = [0, 1, 2, 5, 6, 7, 10, 21, 64].randomElement(using: &random) ?? 0
  let codes = (0..<steps).map { Bool.random(using: &random) ? "\($0)" : "\($0).5 long code" }
  let count = [0, 1, 2, 3, 8, 15, 16, 17, 64].randomElement(using: &random) ?? 0
  return StarScene(
    title: randomText(&random),
    scale: StarScale(
      codes: codes,
      text: Bool.random(using: &random) ? nil : randomText(&random),
      lowerIsBetter: Bool.random(using: &random)
    ),
    readings: (0..<Int.random(in: 0...5, using: &random)).map { _ in
      StarReading(
        date: StarDate(
          year: Int.random(in: 1900...2199, using: &random),
          month: [.min, 0, 1, 12, 13, .max].randomElement(using: &random) ?? 1,
          day: 1
        ),
        number: [nil, 1, .max, .min].randomElement(using: &random) ?? nil
      )
    },
    areas: (0..<count).map { _ in
      StarArea(
        title: randomText(&random),
        label: randomText(&random),
        marks: (0..<Int.random(in: 0...5, using: &random)).map { _ in
          switch Int.random(in: 0...3, using: &random) {
          case 0: nil
          case 1: .word(randomText(&random))
          default: codes.randomElement(using: &random).map { .score($0) }
          }
        }
      )
    }
  )
}

@Suite struct HostileSceneTests {
  @Test(arguments: 0..<60)
  func `no line of any scene is wider than the terminal`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let scene = randomScene(&random)

    for width in [1, 2, 20, 39, 40, 55, 56, 71, 72, 100, 500] {
      for unicode in [true, false] {
        let text = scene.terminalText(TerminalOptions(width: width, unicode: unicode))
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let widest = lines.map { columns(String($0)) }.max() ?? 0
        #expect(widest <= min(width, 100), "seed \(seed), width \(width), unicode \(unicode)")
        let isClean = text.unicodeScalars.allSatisfy { scalar in
          scalar == "\n" || (scalar.value >= 32 && scalar.value != 0x202E)
        }
        #expect(isClean, "seed \(seed)")
        #expect(unicode || text.utf8.allSatisfy { $0 < 128 }, "seed \(seed)")
      }
    }
  }

  @Test(arguments: [Int.min, -1, 0])
  func `an unknown width is drawn as eighty columns`(width: Int) {
    #expect(
      Scenes.family.terminalText(TerminalOptions(width: width))
        == Scenes.family.terminalText(TerminalOptions(width: 80))
    )
  }

  @Test func `a name cannot send control sequences to the terminal`() {
    let scene = StarScene(
      title: "K7Q\u{1B}]0;owned\u{7}\r\nnext",
      scale: Scenes.tenPoints,
      readings: [Scenes.november],
      areas: [Scenes.area("Ho\u{1B}[2Jme\u{202E}", "6")]
    )

    let text = scene.terminalText(TerminalOptions(width: 60))

    #expect(text.hasPrefix("K7Q]0;owned next\n"))
    #expect(text.contains("Ho[2Jme"))
    #expect(!text.unicodeScalars.contains("\u{1B}"))
  }

  @Test func `colour adds escape sequences and nothing else`() {
    let plain = Scenes.family.terminalText(TerminalOptions(width: 72))
    let coloured = Scenes.family.terminalText(TerminalOptions(width: 72, colour: true))

    #expect(coloured != plain)
    #expect(coloured.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") == plain)
  }

  @Test(arguments: [0, 1, 2, 3, 16, 17, 64])
  func `a star is drawn for 3 to 16 areas and the table for any number`(count: Int) {
    let scene = StarScene(
      title: "Invented",
      scale: Scenes.tenPoints,
      readings: [Scenes.may, Scenes.november],
      areas: (0..<count).map { Scenes.area("Area\($0)", "3", "6") }
    )

    let text = scene.terminalText(TerminalOptions(width: 80))
    let hasBraille = text.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) }

    #expect(hasBraille == (3...16).contains(count))
    #expect(text.contains("No star") == (count > 0 && !hasBraille))
    for index in 0..<count {
      #expect(text.contains("Area\(index) "), "area \(index) of \(count)")
    }
  }

  @Test(arguments: 3...16, [72, 80, 100])
  func `every label stands whole beside the star, clear of it`(count: Int, width: Int) {
    let scene = StarScene(
      title: "",
      scale: Scenes.tenPoints,
      readings: [Scenes.may, Scenes.november],
      areas: (0..<count).map { Scenes.area("Label\($0)", "10", "10") }
    )

    let lines = scene.terminalText(TerminalOptions(width: width)).split(separator: "\n")
    let star = lines.prefix { !$0.contains("latest") }
    for index in 0..<count {
      let label = "Label\(index) 10"
      let found = star.filter { line in
        guard let range = line.firstRange(of: label) else { return false }
        let before =
          range.lowerBound == line.startIndex ? " " : line[line.index(before: range.lowerBound)]
        let after = range.upperBound == line.endIndex ? " " : line[range.upperBound]
        return before == " " && after == " "
      }
      #expect(found.count == 1, "\(label) of \(count)")
    }
  }
}
