import Intake
import Testing

/// Rows that come again: in one file, in a file that is given twice, or with columns of no meaning.
struct RepeatedRowTests {
  @Test func `a column that means nothing makes no two rows differ`() throws {
    let file = Sheet.stars.rearranged.file([["Colour": "red"], ["Colour": "blue"]])

    #expect(
      try World.intake([file]).lines(file.path)
        == ["2 S1 accepted", "3 S1 duplicate_ignored exact_duplicate"]
    )
  }

  @Test func `one file given twice is ignored the second time`() throws {
    let file = Sheet.stars.file([[:], ["Star ID": "S2"]])

    let intake = try World.intake([file, file])

    #expect(
      intake.lines(file.path) == [
        "2 S1 accepted", "3 S2 accepted", "2 S1 duplicate_ignored exact_duplicate",
        "3 S2 duplicate_ignored exact_duplicate",
      ]
    )
  }

  @Test func `two councils may use the same ids`() throws {
    let intake = try World.intake([
      Sheet.engagements.file([["Engagement ID": "X1"]]), Sheet.cases.file([["case_no": "X1"]]),
      Sheet.scores.file([["case_no": "X1"]]),
      Sheet.stars.file([["Engagement ID": "X1"], ["Star ID": "S2", "Engagement ID": "E1"]]),
    ])

    #expect(intake.episodes.map(\.authority) == ["Peterborough", "Cambridgeshire"])
    #expect(intake.readings.map(\.episode) == ["X1", "X1"])
    #expect(intake.lines(Sheet.stars.path) == ["2 S1 accepted", "3 S2 held unknown_engagement"])
  }
}
