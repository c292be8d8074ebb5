import Casework
import Instruments
import Testing

@Suite struct ReadingRefusalTests {
  private let key = InstrumentKey(id: "demo-compass", edition: "1")

  @Test func `every refusal has its own kebab-case code and a sentence`() throws {
    let refusals = try refusals()

    #expect(
      refusals.map(\.code) == [
        "unknown-instrument", "unknown-edition", "instrument-disabled", "wrong-subject",
        "member-required", "member-not-allowed", "respondent-not-allowed", "date-in-future",
        "date-before-edition", "unknown-area", "duplicate-area", "missing-areas",
        "point-not-on-scale", "non-score-not-allowed", "note-for-unknown-area", "text-too-long",
      ]
    )
    #expect(refusals.allSatisfy { $0.description.hasSuffix(".") })
  }

  @Test func `free text in the place of an id is never repeated`() throws {
    let secret = "Sam Invented, 12 Orchard Lane"

    let messages = [
      ReadingRefusal.unknownInstrument(secret, known: []),
      .unknownEdition(InstrumentKey(id: secret, edition: "1"), known: []),
      .unknownArea(secret, key, nearest: []),
      .pointNotOnScale(secret, area: "home", key, scale: "1, 2"),
      .noteForUnknownArea(secret, key, nearest: []),
    ].map(\.description)

    #expect(
      messages == [
        "No instrument of that name is installed; ask for its pack.",
        "That edition is not installed; ask for it.",
        "demo-compass edition 1 has no area of that name; see its list of areas.",
        "That answer is not on the scale of home in demo-compass edition 1; use one of 1, 2.",
        "demo-compass edition 1 has no area of that name, yet a note is about it; "
          + "see its list of areas.",
      ]
    )
  }

  private func refusals() throws -> [ReadingRefusal] {
    [
      .unknownInstrument("x", known: []),
      .unknownEdition(key, known: []),
      .instrumentDisabled(key, publisher: "Orchard Press"),
      .wrongSubject(key, given: .child, needed: .family),
      .memberRequired(key, subject: .child),
      .memberNotAllowed(key),
      .respondentNotAllowed(key, given: .family, allowed: [.agreed]),
      .dateInFuture(try day("2026-03-04"), latest: try day("2026-03-03")),
      .dateBeforeEdition(try day("2023-01-01"), key, validFrom: try day("2023-05-22")),
      .unknownArea("x", key, nearest: []),
      .duplicateArea("home", key),
      .missingAreas(["home"], key),
      .pointNotOnScale("11", area: "home", key, scale: "1, 2, … 10"),
      .nonScoreNotAllowed(.noIssue, area: "home", key, allowed: []),
      .noteForUnknownArea("x", key, nearest: []),
      .textTooLong(.ownWords, bytes: 4001),
    ]
  }
}
