import Drawing
import Testing

/// The numbers of a table read back from its text, by the columns of its heading.
private func numbers(in text: String, headings: [String]) -> [String: [String]] {
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
  guard let top = lines.firstIndex(where: { String($0).contains("Area ") }) else { return [:] }
  let header = lines[top]
  let ends = headings.map { heading in
    let word = Array(heading)
    return header.indices.first { Array(header.dropFirst($0).prefix(word.count)) == word }
      .map { $0 + word.count } ?? 0
  }
  var found: [String: [String]] = [:]
  for line in lines[(top + 1)...] {
    let fields = ends.map { end in
      String(line.prefix(end).reversed().prefix { $0 != " " }.reversed())
    }
    let name = String(line.prefix((ends.first ?? 0) - (headings.first?.count ?? 0)))
    found[name.split(separator: " ").joined(separator: " ")] = fields
  }
  return found
}

private func expected(
  _ scene: StarScene,
  none: String,
  title: (StarArea) -> String = \.title
) -> [String: [String]] {
  var numbers: [String: [String]] = [:]
  for area in scene.areas {
    numbers[title(area)] = area.marks.map { mark in
      guard case .score(let code)? = mark else { return none }
      return code
    }
  }
  return numbers
}

@Suite struct StripTableTests {
  @Test(arguments: [56, 72, 100], [true, false])
  func `numbers read back from the table are those of the scene`(width: Int, unicode: Bool) {
    let options = TerminalOptions(width: width, unicode: unicode)
    let none = unicode ? "–" : "-"

    let two = numbers(in: Scenes.family.terminalText(options), headings: ["First", "Latest"])
    let three = numbers(
      in: Scenes.turned.terminalText(options),
      headings: ["First", "Then", "Latest"]
    )

    #expect(two == expected(Scenes.family, none: none))
    #expect(three == expected(Scenes.turned, none: none, title: width == 56 ? \.label : \.title))
  }

  @Test func `the narrow table keeps the numbers under its short headings`() {
    let text = Scenes.family.terminalText(TerminalOptions(width: 40))

    #expect(numbers(in: text, headings: ["Was", "Now"]) == expected(Scenes.family, none: "–"))
  }

  @Test func `the strip of a scale where lower is better is turned round under a note`() {
    let lines = Scenes.turned.terminalText(TerminalOptions(width: 60)).split(separator: "\n")

    #expect(lines.contains("On this scale lower is better; drawn outward = better."))
    #expect(lines.contains { $0.hasPrefix("Area") && $0.hasSuffix("5       1") })
    #expect(lines.contains { $0.hasPrefix("Sleep") && $0.hasSuffix("· ○─◇───●") })
  }

  @Test func `words stand where an area was not scored twice`() {
    let text = Scenes.turned.terminalText(TerminalOptions(width: 100))
    let notes = ["Meals": "new", "Play": "was not applicable", "Chores": "not scored"]

    for (title, note) in notes {
      let line = text.split(separator: "\n").last { $0.contains(title) }
      #expect(line?.contains(note) == true, "\(title)")
    }
  }

  @Test func `a single reading has one column of numbers and no change`() {
    let scene = StarScene(
      title: "",
      scale: Scenes.tenPoints,
      readings: [Scenes.november],
      areas: [
        Scenes.area("Home", "6"), StarArea(title: "Money", marks: [.word("no issue")]),
        StarArea(title: "Play", marks: [nil]),
      ]
    )

    #expect(
      scene.terminalText(TerminalOptions(width: 60)) == """
        ● latest, 14 Nov 2026 (reading 3)   scale 1–10

        Area  Latest              1       10
        Home       6              ·····●····
        Money      –  no issue
        Play       –  not scored
        """
    )
  }
}
