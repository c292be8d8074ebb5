import Casework
import Foundation
import Instruments
import Intake
import Testing
import WireFormat

/// An invented third council: its layout, words and instrument are data, and no code knows them.
struct ThirdCouncilTests {
  private static let folder = Files.root.appending(path: "Seeds/demo/fenmere")

  private func intake() throws -> Intake {
    let mapping = try ImportMapping(
      json: try JSON(strict: try Files.bytes(Self.folder.appending(path: "fenmere-mapping.json")))
    )
    let pack = try InstrumentPack(
      bytes: try Files.bytes(Self.folder.appending(path: "fenmere-ladder-1.json"))
    )
    return try Intake(
      files: try ["workers", "support", "ladder"].map { name in
        let url = Self.folder.appending(path: "\(name).csv")
        return IntakeFile(path: "fenmere/\(name).csv", bytes: try Files.bytes(url))
      },
      mapping: mapping,
      catalogue: InstrumentCatalogue(packs: try World.catalogue().all + [pack]),
      known: KnownRecords(),
      extracted: try #require(mapping.extractDate)
    )
  }

  @Test func `every row has its disposition`() throws {
    let intake = try intake()

    #expect(intake.lines("fenmere/workers.csv") == ["2 F01 accepted", "3 F02 accepted"])
    #expect(
      intake.lines("fenmere/support.csv") == [
        "2 FC1 accepted", "3 FC2 accepted quoted_text", "4 FC3 accepted_normalised trimmed",
        "5 FC4 accepted_normalised case_folded", "6 FC5 accepted_normalised unknown_lead_worker",
        "7 FC6 held unknown_code", "8 FC7 refused invalid_date",
        "9 FC1 duplicate_ignored exact_duplicate",
      ]
    )
    #expect(
      intake.lines("fenmere/ladder.csv") == [
        "2 FS1 accepted", "3 FS2 accepted", "4 FS3 accepted", "5 FS4 accepted formula_text",
        "6 FS5 accepted", "7 FS6 accepted", "8 FS7 accepted", "9 FS8 accepted",
        "10 FS9 refused score_out_of_range", "11 FS10 held unknown_worker",
        "12 FS11 held engagement_not_accepted", "13 FS12 held engagement_not_accepted",
      ]
    )
  }

  @Test func `the counts are exact`() throws {
    let intake = try intake()

    #expect(
      intake.files.map(\.counts) == [
        [.accepted: 2],
        [.accepted: 2, .acceptedNormalised: 3, .held: 1, .refused: 1, .duplicateIgnored: 1],
        [.accepted: 8, .refused: 1, .held: 3],
      ]
    )
    #expect(intake.workers.map(\.name) == ["Ines Invented", "Olek Invented"])
    #expect(intake.episodes.map(\.id) == ["FC1", "FC2", "FC3", "FC4", "FC5"])
    #expect(intake.readings.count == 8)
    #expect(intake.study == [])
    #expect(intake.population == [])
  }

  @Test func `a reading has the values of its row`() throws {
    let readings = try intake().readings
    let usual = try #require(
      ImportedReading(json: [
        "authority": "Fenmere", "id": "FS3", "episode": "FC2", "family": "FH2",
        "instrument": "fenmere-ladder", "edition": "1", "subject": "family", "date": "2026-02-17",
        "recorded": 1_771_286_400_000, "recordedIsDate": true, "respondent": "worker",
        "timing": "standard", "worker": "F02", "file": "fenmere/ladder.csv", "rows": [4],
        "scores": [
          ["home-life", "3"], ["learning", "2"], ["feelings", "3"], ["money", "notApplicable"],
          ["safety", "1"],
        ],
      ])
    )
    var last = usual
    last.id = "FS4"
    last.date = try #require(CalendarDay("2026-08-25"))
    last.recordedMilliseconds = 1_787_702_400_000
    last.respondent = .agreed
    last.scores = zip(usual.scores, ["5", "2", "5", "notApplicable", "4"]).map {
      Score(area: $0.area, code: $1)
    }
    last.remark = "=invented, not a formula"
    last.rows = [5]

    #expect(readings.filter { $0.episode == "FC2" } == [usual, last])
    #expect(readings.first { $0.id == "FS8" }?.replaces == "FS7")
  }

  @Test func `an episode has the council's codes, and the held one is kept for a person`() throws {
    let intake = try intake()

    #expect(
      intake.episodes.first { $0.id == "FC2" }
        == ImportedEpisode(json: [
          "authority": "Fenmere", "id": "FC2", "family": "FH2", "opened": "2026-02-10",
          "closed": "2026-08-28", "tier": "targeted", "worker": "F02", "agency": "council",
          "district": "Old Fen", "reason": "escalated", "stepUp": "s17", "contact": "mixed",
          "birthYears": [2012], "remark": "Invented remark, with a comma",
          "file": "fenmere/support.csv", "row": 3,
        ])
    )
    #expect(intake.episodes.last?.worker == nil)
    #expect(
      intake.held.map { "\($0.file) \($0.recordID) \($0.reason.rawValue) \($0.rows)" } == [
        "fenmere/ladder.csv FS10 unknown_worker [11]",
        "fenmere/ladder.csv FS11 engagement_not_accepted [12]",
        "fenmere/ladder.csv FS12 engagement_not_accepted [13]",
        "fenmere/support.csv FC6 unknown_code [7]",
      ]
    )
  }
}
