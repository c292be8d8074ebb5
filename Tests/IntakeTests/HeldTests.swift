import Casework
import Intake
import Testing
import WireFormat

/// What a person is asked to decide about, and what a release could store.
struct HeldTests {
  private func held(_ file: IntakeFile) throws -> [HeldAct] {
    let intake = try World.intake([file])
    let source = try #require(intake.files.first { $0.path == file.path }).source
    return intake.held.filter { $0.file == source }
  }

  /// The values of a held act that tests compare; the candidates apart.
  private func lines(_ acts: [HeldAct]) -> [String] {
    acts.map { act in
      "\(act.authority), \(act.recordID), \(act.reason.rawValue), \(act.rows)"
    }
  }

  private func readings(_ act: HeldAct?) -> [ImportedReading] {
    (act?.candidates ?? []).compactMap { candidate in
      guard case .reading(let reading) = candidate else { return nil }
      return reading
    }
  }

  private func episodes(_ act: HeldAct?) -> [ImportedEpisode] {
    (act?.candidates ?? []).compactMap { candidate in
      guard case .episode(let episode) = candidate else { return nil }
      return episode
    }
  }

  private func scores(_ act: HeldAct?) -> [HeldAreaScore] {
    (act?.candidates ?? []).compactMap { candidate in
      guard case .areaScore(let score) = candidate else { return nil }
      return score
    }
  }

  @Test func `a held row of readings is one act with the reading that it would become`() throws {
    let acts = try held(Sheet.stars.file([["Star ID": "S1"], ["Star ID": "S2", "Worker": "W9"]]))

    #expect(lines(acts) == ["Peterborough, S2, unknown_worker, [3]"])
    let reading = try #require(readings(acts.first).first)
    #expect(acts.first?.candidates == [.reading(reading)])
    #expect(reading.id == "S2")
    #expect(reading.episode == "E1")
    #expect(reading.worker == "W9")
    #expect(reading.scores.map(\.code) == Array(repeating: "3", count: 10))
  }

  @Test func `rows of readings that differ are one act with a version for each`() throws {
    let acts = try held(
      Sheet.stars.file([[:], ["FSP home-money": "4"], [:], ["FSP home-money": "5"]])
    )

    #expect(lines(acts) == ["Peterborough, S1, id_conflict, [2, 3, 5]"])
    let codes = readings(acts.first).map { $0.scores.first { $0.area == "home-money" }?.code }
    #expect(codes == ["3", "4", "5"])
    #expect(readings(acts.first).map(\.rows) == [[2], [3], [5]])
  }

  @Test func `episodes that differ are one act, and their readings wait with them`() throws {
    let engagements = Sheet.engagements.file([[:], ["Tier": "Targeted"]])

    let intake = try World.intake([engagements, Sheet.stars.file([[:]])])

    #expect(
      lines(intake.held.filter { $0.authority == "Peterborough" }) == [
        "Peterborough, E1, id_conflict, [2, 3]", "Peterborough, S1, engagement_not_accepted, [2]",
      ]
    )
    #expect(
      episodes(intake.held.first { $0.recordID == "E1" }).map(\.tier) == ["more", "targeted"]
    )
    #expect(readings(intake.held.first { $0.recordID == "S1" }).map(\.episode) == ["E1"])
  }

  @Test func `a held episode leaves out what its lists do not have, and an unknown worker`() throws
  {
    let acts = try held(
      Sheet.engagements.file([
        ["Tier": "Sideways", "Lead worker": "W9"], ["Engagement ID": "E2", "Step-up": "Sideways"],
      ])
    )

    #expect(
      lines(acts) == [
        "Peterborough, E1, unknown_code, [2]", "Peterborough, E2, unknown_code, [3]",
      ]
    )
    let all = acts.flatMap { episodes($0) }
    #expect(all.map(\.tier) == [nil, "more"])
    #expect(all.map(\.stepUp) == ["none", nil])
    #expect(all.map(\.worker) == [nil, "W1"])
  }

  @Test func `what could be no episode is held without a version to release`() throws {
    let acts = try held(
      Sheet.engagements.file([["Tier": "Sideways", "Closed": "01/02/2023"]])
    )

    #expect(lines(acts) == ["Peterborough, E1, unknown_code, [2]"])
    #expect(acts.map(\.candidates) == [[]])
  }

  @Test func `the rows of a held assessment are one reading`() throws {
    let rows = ["Housing", "Health"].map { ["domain": $0, "case_no": "C9"] }

    let acts = try held(Sheet.scores.file(rows + [["assessment_id": "M2"]]))

    #expect(lines(acts) == ["Cambridgeshire, M1, unknown_engagement, [2, 3]"])
    let answered = readings(acts.first).map { reading in
      reading.scores.filter { $0.code == "3" }.map(\.area)
    }
    #expect(answered == [["health", "housing"]])
  }

  @Test func `an assessment that disagrees has a version for each way of agreeing`() throws {
    let acts = try held(
      Sheet.scores.file([
        ["domain": "Housing"], ["domain": "Health", "stage": "review"], ["domain": "Education"],
      ])
    )

    #expect(lines(acts) == ["Cambridgeshire, M1, assessment_inconsistent, [2, 3, 4]"])
    #expect(readings(acts.first).map(\.stage) == ["initial", "review"])
    #expect(readings(acts.first).map(\.rows) == [[2, 4], [3]])
  }

  @Test func `scores of one area that differ are an act of that area alone`() throws {
    let acts = try held(
      Sheet.scores.file([[:], ["score": "4"], ["domain": "Health", "assessor": "A9"]])
    )

    #expect(
      lines(acts) == [
        "Cambridgeshire, M1 housing, id_conflict, [2, 3]",
        "Cambridgeshire, M1, unknown_worker, [4]",
      ]
    )
    let all = scores(acts.first)
    #expect(all.map(\.assessment) == ["M1", "M1"])
    #expect(all.map(\.area) == ["housing", "housing"])
    #expect(all.map(\.code) == ["3", "4"])
    #expect(all.map(\.row) == [2, 3])
  }

  @Test func `a held assessment without an answer has no version to release`() throws {
    let acts = try held(Sheet.scores.file([["case_no": "C9", "score": ""]]))

    #expect(lines(acts) == ["Cambridgeshire, M1, unknown_engagement, [2]"])
    #expect(acts.map(\.candidates) == [[]])
  }
}
