import Intake
import Testing

/// Where two faults meet in one row, the one that is looked for first decides.
struct PrecedenceTests {
  /// One fault of a row, in the order in which faults are looked for.
  struct Fault: Sendable {
    let reason: DispositionReason
    let cells: [String: String]

    init(_ reason: DispositionReason, _ cells: [String: String]) {
      self.reason = reason
      self.cells = cells
    }
  }

  private static let ofEpisodes = [
    Fault(.missingID, ["Engagement ID": ""]),
    Fault(.invalidDate, ["Opened": "30/02/2023"]),
    Fault(.unknownCode, ["District": "Nowhere"]),
    Fault(.closedBeforeOpened, ["Closed": "01/02/2023"]),
    Fault(.invalidBirthYear, ["Child YOBs": "x"]),
    Fault(.unknownLeadWorker, ["Lead worker": "W9"]),
  ]

  // The scores come in the order of the columns: first, second, and that of another instrument.
  private static let ofStars = [
    Fault(.missingID, ["Star ID": ""]),
    Fault(.unknownInstrument, ["Star": "?"]),
    Fault(.unknownEdition, ["Edition": "9"]),
    Fault(.unknownCode, ["Completed by": "?"]),
    Fault(.scoreOutOfRange, ["FSP physical-health": "11"]),
    Fault(.scoreNotOnScale, ["FSP your-wellbeing": "2.5"]),
    Fault(.areaNotInInstrument, ["MY friends": "3"]),
    Fault(.noScores, Sheet.blank),
    Fault(.invalidDate, ["Date of Star": "30/02/2023"]),
    Fault(.dateInFuture, ["Entered on": "01/01/2024"]),
    Fault(.unknownEngagement, ["Engagement ID": "E9"]),
    Fault(.unknownWorker, ["Worker": "W9"]),
    Fault(.outsideEngagement, ["Date of Star": "01/01/2023"]),
    Fault(.enteredBeforeDate, ["Entered on": "31/12/2022"]),
    Fault(.editionNotYetValid, ["Edition": "2"]),
    Fault(.unknownSubject, ["Subject": "C1"]),
    Fault(.caseFolded, ["Type": "standard"]),
  ]

  private static let ofScores = [
    Fault(.missingID, ["assessment_id": ""]),
    Fault(.unknownArea, ["domain": "?"]),
    Fault(.unknownCode, ["with_family": "?"]),
    Fault(.scoreOutOfRange, ["score": "9"]),
    Fault(.invalidDate, ["assessed_on": "2023-02-30"]),
    Fault(.invalidTimestamp, ["recorded_at": "2023-03-10"]),
    Fault(.dateInFuture, ["assessed_on": "2024-01-01"]),
    Fault(.unknownEngagement, ["case_no": "C9"]),
    Fault(.unknownWorker, ["assessor": "A9"]),
    Fault(.outsideEngagement, ["assessed_on": "2023-01-01"]),
    Fault(.enteredBeforeDate, ["recorded_at": "2022-12-31T12:00:00Z"]),
    Fault(.caseFolded, ["stage": "INITIAL"]),
  ]

  /// Every two faults of a list, the earlier first.
  private func pairs(_ faults: [Fault]) -> [(first: Fault, second: Fault)] {
    faults.indices.flatMap { first in
      faults.indices.dropFirst(first + 1).map { (faults[first], faults[$0]) }
    }
  }

  private func expectFirst(_ faults: [Fault], in sheet: Sheet) throws {
    for (first, second) in pairs(faults) {
      let file = sheet.file([second.cells.merging(first.cells) { $1 }])
      let rows = try World.intake([file]).files.filter { $0.path == file.path }.flatMap(\.rows)
      #expect(rows.map(\.reason) == [first.reason], "\(first.reason) before \(second.reason)")
    }
  }

  @Test func `the first fault of an episode decides`() throws {
    try expectFirst(Self.ofEpisodes, in: .engagements)
  }

  @Test func `the first fault of a reading decides`() throws {
    try expectFirst(Self.ofStars, in: .stars)
  }

  @Test func `the first fault of a score decides`() throws {
    try expectFirst(Self.ofScores, in: .scores)
  }

  @Test func `structure comes before everything, and a NUL before the rest of it`() throws {
    let text = Sheet.stars.text([["Star": "?", "Notes": "Z"]])
    let wide = Array(text.dropLast().utf8) + Array(",\n".utf8)
    let notUTF8 = wide.map { $0 == UInt8(ascii: "Z") ? 0xE9 : $0 }
    let withNUL: [UInt8] = notUTF8.dropLast() + [0x00, 0x0A]

    let reasons = try [wide, notUTF8, withNUL].map { bytes in
      let file = IntakeFile(path: Sheet.stars.path, bytes: bytes)
      return try World.intake([file]).lines(file.path)
    }

    // Nothing can be read of such a row, not even its id.
    #expect(
      reasons == [
        ["2  refused column_count"], ["2  refused invalid_encoding"], ["2  refused nul_byte"],
      ]
    )
  }

  @Test func `rows that fell before take no part in a conflict of ids`() throws {
    let file = Sheet.stars.file([[:], ["FSP home-money": "99"], ["Entered on": "01/01/2024"]])

    #expect(
      try World.intake([file]).lines(file.path) == [
        "2 S1 accepted", "3 S1 refused score_out_of_range", "4 S1 refused date_in_future",
      ]
    )
  }

  @Test func `a conflict of ids comes before what is looked for in the episode`() throws {
    let file = Sheet.stars.file([["Engagement ID": "E9"], ["Engagement ID": "E9", "Worker": "W9"]])

    #expect(
      try World.intake([file]).lines(file.path)
        == ["2 S1 held id_conflict", "3 S1 held id_conflict"]
    )
  }

  @Test func `a conflict comes before a disagreement, and that before the episode`() throws {
    let file = Sheet.scores.file([
      [:], ["score": "4"], ["domain": "Health"], ["domain": "Crime & ASB", "case_no": "C9"],
    ])

    #expect(
      try World.intake([file]).lines(file.path) == [
        "2 M1 held id_conflict", "3 M1 held id_conflict", "4 M1 held assessment_inconsistent",
        "5 M1 held assessment_inconsistent",
      ]
    )
  }

  @Test func `rows in conflict do not make the rest of their assessment disagree`() throws {
    let file = Sheet.scores.file([[:], ["case_no": "C9"], ["domain": "Health"]])

    #expect(
      try World.intake([file]).lines(file.path) == [
        "2 M1 held id_conflict", "3 M1 held id_conflict", "4 M1 accepted",
      ]
    )
  }

  @Test func `a child born later matters only once all else is right`() throws {
    let born = Sheet.child.merging(["Subject": "C4"]) { $1 }
    let file = Sheet.stars.file([
      born.merging(["Star ID": "S1", "Entered on": "01/03/2023"]) { $1 },
      born.merging(["Star ID": "S2", "Worker": "W9"]) { $1 },
      born.merging(["Star ID": "S3"]) { $1 },
    ])

    #expect(
      try World.intake([file]).lines(file.path) == [
        "2 S1 held entered_before_date", "3 S2 held unknown_worker",
        "4 S3 held subject_born_after_reading",
      ]
    )
  }
}
