import Casework
import Intake
import Testing

/// What waits with a held episode or assessment, and what a release must leave out.
struct HeldContentTests {
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

  @Test func `a held assessment without an answer has no version to release`() throws {
    let acts = try held(Sheet.scores.file([["case_no": "C9", "score": ""]]))

    #expect(lines(acts) == ["Cambridgeshire, M1, unknown_engagement, [2]"])
    #expect(acts.map(\.candidates) == [[]])
  }
}
