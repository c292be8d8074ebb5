import Drawing
import Testing

@Suite struct SentenceTests {
  @Test func `plain output is one sentence a fact in the tool's order`() {
    let text = Scenes.family.terminalText(TerminalOptions(width: 40, plain: true))

    #expect(
      text == """
        K7Q · girl, 9 · Invented family scale (edition 2023-05)
        Latest reading: 14 Nov 2026 (reading 3).
        First reading: 2 May 2026 (reading 1).
        Scale: 1–10.
        Home was 3 in May, is 6 now, up 3.
        Health was 5 in May, is 6 now, up 1.
        Feelings was 2 in May, is 5 now, up 3.
        Friends was 4 in May, is 4 now, no change.
        Learning was 3 in May, is 7 now, up 4.
        Safety was 6 in May, is 7 now, up 1.
        Family was 6 in May, is 4 now, down 2.
        Money was 2 in May, is “no issue” now.
        """
    )
  }

  @Test func `gaps, words and a turned scale are said, in ASCII where that is all there is`() {
    let text = Scenes.turned.terminalText(TerminalOptions(unicode: false, plain: true))

    #expect(
      text == """
        Invented worry scale
        Latest reading: 14 Nov 2026 (reading 3).
        First reading: 2 May 2026 (reading 1).
        Middle reading: 9 Aug 2026 (reading 2).
        Scale: 1-5.
        On this scale lower is better.
        Sleep was 4 in May, then 3 in August, is 1 now, better by 3.
        Getting to school was 5 in May, is 2 now, better by 3.
        Meals was not scored in May, then 3 in August, is 2 now.
        Play was "not applicable" in May, then 3 in August, is 2 now.
        Travel was 2 in May, then 3 in August, is 3 now, worse by 1.
        Noise was 3 in May, then 2 in August, is 3 now, no change.
        Chores was not scored.
        """
    )
  }

  @Test func `a sentence names the year or the day where the month is not enough`() {
    let latest = StarDate(year: 2026, month: 11, day: 14)

    #expect(StarDate(year: 2025, month: 5, day: 2).phrase(before: latest) == "in May 2025")
    #expect(StarDate(year: 2026, month: 11, day: 2).phrase(before: latest) == "on 2 November")
    #expect(StarDate(year: 2026, month: 13, day: 2).text == "2 month 13 2026")
  }

  @Test func `below forty columns sentences are wrapped between words`() {
    let lines = Scenes.family.terminalText(TerminalOptions(width: 20)).split(separator: "\n")

    #expect(lines.contains("Home was 3 in May,"))
    #expect(lines.allSatisfy { $0.count <= 20 })
  }
}
