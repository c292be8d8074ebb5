import Drawing
import Testing

@Suite struct StarSceneTests {
  @Test func `a change counts steps towards the better end and says them in words`() {
    let changes = Scenes.family.areas.map { Scenes.family.change(of: $0) }

    #expect(changes.map { $0?.steps } == [3, 1, 3, 0, 4, 1, -2, nil])
    #expect(
      changes.map { $0?.words }
        == ["up 3", "up 1", "up 3", "same", "up 4", "up 1", "down 2", nil]
    )
  }

  @Test func `on a scale where lower is better a fall is better and drawn outward`() {
    let changes = Scenes.turned.areas.map { Scenes.turned.change(of: $0)?.words }
    let places = ["1", "3", "5"].map { Scenes.turned.scale.position(of: $0) }

    #expect(changes == ["better by 3", "better by 3", nil, nil, "worse by 1", "same", nil])
    #expect(places == [1.0, 0.6, 0.2])
  }

  @Test func `codes that are not whole numbers change by steps, not by a difference`() {
    let scale = StarScale(codes: ["1", "1.5", "2", "2.5", "3"])
    let scene = StarScene(
      title: "",
      scale: scale,
      readings: [Scenes.may, Scenes.november],
      areas: [Scenes.area("Rest", "1.5", "2"), Scenes.area("Play", "1.5", "2.5")]
    )

    #expect(scene.areas.map { scene.change(of: $0)?.words } == ["up 1 step", "up 2 steps"])
  }

  @Test func `areas are sorted by change and otherwise keep the tool's order`() {
    #expect(
      Scenes.family.areasByChange.map(\.title)
        == ["Learning", "Home", "Feelings", "Health", "Safety", "Friends", "Family", "Money"]
    )
  }

  @Test func `of many readings the first and the last two are kept with their own marks`() {
    let readings = (1...5).map { month in
      StarReading(date: StarDate(year: 2026, month: month, day: 1), number: month)
    }
    let scene = StarScene(
      title: "",
      scale: Scenes.tenPoints,
      readings: readings,
      areas: [Scenes.area("Home", "1", "2", "3", "4", "5"), Scenes.area("Health", "9")]
    )

    #expect(scene.readings.map(\.number) == [1, 4, 5])
    #expect(scene.areas[0].marks == [.score("1"), .score("4"), .score("5")])
    #expect(scene.areas[1].marks == [.score("9"), nil, nil])
  }

  @Test func `a code that is not on the scale is shown as a word and never drawn`() {
    let scene = StarScene(
      title: "",
      scale: Scenes.tenPoints,
      readings: [Scenes.november],
      areas: [Scenes.area("Home", "11")]
    )

    #expect(scene.areas[0].marks == [.word("11")])
    #expect(!scene.terminalText(TerminalOptions(width: 60)).dropFirst(40).contains("●·"))
  }
}
