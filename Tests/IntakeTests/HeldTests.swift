import Casework
import Intake
import Testing
import WireFormat

/// What a person is asked to decide about, and what a release could store.
struct HeldTests {
  private func held(_ files: [IntakeFile], of path: String) throws -> [HeldAct] {
    try World.intake(files).held.filter { $0.file == path && !["E4", "C4"].contains($0.recordID) }
  }

  private func held(_ file: IntakeFile) throws -> [HeldAct] {
    try held([file], of: file.path)
  }

  private func scores(_ candidate: HeldCandidate) -> [String] {
    guard case .reading(let reading) = candidate else { return [] }
    return reading.scores.filter { $0.code != "notScored" }.map { "\($0.area) \($0.code)" }
  }

  @Test func `rows of one reading that differ are one act with a candidate a row`() throws {
    let act = try #require(
      try held(
        Sheet.stars.file([["FSP home-money": "4"], [:], ["FSP home-money": "5"], [:]])
      ).first
    )

    #expect(act.recordID == "S1")
    #expect(act.reason == .idConflict)
    #expect(act.authority == "Peterborough")
    // The fourth says what the second says, so it is no candidate of its own.
    #expect(act.rows == [2, 3, 4])
    #expect(
      act.candidates.map { scores($0)[8] } == ["home-money 4", "home-money 3", "home-money 5"]
    )
  }

  @Test func `rows of one episode that differ are one act with a candidate a row`() throws {
    let acts = try held(
      Sheet.engagements.file([[:], ["Engagement ID": "E2"], ["Lead worker": "W9"]])
    )

    #expect(acts.map(\.recordID) == ["E1"])
    #expect(acts.map(\.rows) == [[2, 4]])
    let episodes = acts.flatMap(\.candidates).map { candidate -> ImportedEpisode? in
      guard case .episode(let episode) = candidate else { return nil }
      return episode
    }
    #expect(episodes.map(\.?.row) == [2, 4])
    #expect(episodes.map(\.?.birthYears) == [[2015, 2010, 2015, 2024], [2015, 2010, 2015, 2024]])
  }

  @Test func `rows that differ about one area are an act of that area alone`() throws {
    let file = Sheet.scores.file([
      [:], ["score": "4"], ["domain": "Health"], ["domain": "Crime & ASB"],
      ["domain": "Crime & ASB", "score": ""],
    ])

    let acts = try held(file)

    #expect(acts.map(\.recordID) == ["M1 housing", "M1 crime"])
    #expect(acts.map(\.rows) == [[2, 3], [5, 6]])
    #expect(acts.map(\.reason) == [.idConflict, .idConflict])
    let scores = acts.flatMap(\.candidates).compactMap { candidate -> HeldAreaScore? in
      if case .areaScore(let score) = candidate { score } else { nil }
    }
    #expect(scores.map(\.area) == ["housing", "housing", "crime", "crime"])
    #expect(scores.map(\.code) == ["3", "4", "3", "notScored"])
    #expect(scores.map(\.reading.rows) == [[2], [3], [5], [6]])
    for score in scores {
      #expect(score.reading.authority == "Cambridgeshire")
      #expect(score.reading.id == "M1")
      #expect(
        score.reading.scores.filter { $0.code != "notScored" }.allSatisfy {
          $0.area == score.area && $0.code == score.code
        }
      )
    }
    #expect(try World.intake([file]).readings.map(\.rows) == [[4]])
  }

  @Test func `rows that disagree about their assessment give a candidate for each way of agreeing`()
    throws
  {
    let act = try #require(
      try held(
        Sheet.scores.file([
          ["domain": "Housing"], ["domain": "Health", "with_family": "N"], ["domain": "Education"],
          ["domain": "Crime & ASB", "with_family": "N", "score": "1"],
        ])
      ).first
    )

    #expect(act.recordID == "M1")
    #expect(act.reason == .assessmentInconsistent)
    #expect(act.rows == [2, 3, 4, 5])
    #expect(
      act.candidates.map(scores) == [["good-education 3", "housing 3"], ["health 3", "crime 1"]]
    )
  }

  @Test func `rows of one assessment that wait for the same reason are one act and one candidate`()
    throws
  {
    let acts = try held(
      Sheet.scores.file([
        ["case_no": "C4"], ["assessment_id": "M2", "case_no": "C4"],
        ["case_no": "C4", "domain": "Health"],
      ])
    )

    #expect(acts.map(\.recordID) == ["M1", "M2"])
    #expect(acts.map(\.rows) == [[2, 4], [3]])
    #expect(acts.map(\.reason) == [.engagementNotAccepted, .engagementNotAccepted])
    #expect(
      acts.map { $0.candidates.map(scores) } == [[["health 3", "housing 3"]], [["housing 3"]]]
    )
  }

  @Test func `a reading of an episode that is held waits with all it says`() throws {
    let act = try #require(
      try held(
        Sheet.stars.file([["Engagement ID": "E4", "Family Ref": "F4", "Notes": "kept"]])
      ).first
    )

    #expect(act.reason == .engagementNotAccepted)
    guard case .reading(let reading) = act.candidates.first else {
      Issue.record("The candidate is no reading.")
      return
    }
    #expect(reading.episode == "E4")
    #expect(reading.family == "F4")
    #expect(reading.remark == "kept")
    #expect(act.candidates.count == 1)
  }

  @Test func `a held reading of a known child says which child`() throws {
    let cells = Sheet.child.merging(["Subject": "C3", "Worker": "W9"]) { $1 }

    let candidates = try held(Sheet.stars.file([cells])).flatMap(\.candidates)

    guard case .reading(let reading) = candidates.first else {
      Issue.record("The candidate is no reading.")
      return
    }
    #expect([reading.birthYear, reading.birthOrdinal] == [2015, 2])
  }

  @Test func `an episode with a code that nobody knows keeps the rest of it`() throws {
    let act = try #require(try held(Sheet.engagements.file([["Tier": "Sideways"]])).first)

    #expect(act.reason == .unknownCode)
    guard case .episode(let episode) = act.candidates.first else {
      Issue.record("The candidate is no episode.")
      return
    }
    #expect(episode.tier == nil)
    #expect(episode.agency == "school")
    #expect(episode.worker == "W1")
  }

  @Test(arguments: [["Closed": "01/02/2023"], ["Child YOBs": "x"]])
  func `an episode that could never be one is held without a candidate`(
    _ cells: [String: String]
  ) throws {
    let file = Sheet.engagements.file([cells.merging(["Tier": "Sideways"]) { $1 }])

    let acts = try held(file)

    #expect(acts.map(\.reason) == [.unknownCode])
    #expect(acts.map(\.candidates) == [[]])
  }

  @Test func `acts come in the order of files and rows`() throws {
    let acts = try World.intake([
      Sheet.stars.file([["Star ID": "S2", "Worker": "W9"], ["Star ID": "S1", "Worker": "W9"]]),
      Sheet.scores.file([["assessor": "A9"]]),
    ]).held

    #expect(
      acts.map { "\($0.file) \($0.recordID)" } == [
        "cambridgeshire/cases.csv C4", "cambridgeshire/map-scores.csv M1",
        "peterborough/engagements.csv E4", "peterborough/star-readings.csv S2",
        "peterborough/star-readings.csv S1",
      ]
    )
  }
}
