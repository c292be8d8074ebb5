import Casework
import Intake
import Testing

/// How far an episode reaches, and which of several rows about it counts.
struct EpisodeReachTests {
  private func known(_ closed: String? = "2023-07-31") throws -> KnownRecords {
    let episode = KnownEpisode(
      family: "F1",
      opened: try #require(CalendarDay("2023-02-03")),
      closed: try closed.map { try #require(CalendarDay($0)) },
      birthYears: [2015, 2010, 2015]
    )
    return KnownRecords(
      workers: [SourceKey(authority: "Peterborough", id: "W1")],
      episodes: [SourceKey(authority: "Peterborough", id: "E1"): episode]
    )
  }

  @Test func `an open episode lasts to the day of the extract`() throws {
    let file = Sheet.stars.file([["Date of Star": "31/12/2023", "Entered on": "31/12/2023"]])

    #expect(try World.alone([file], known: try known(nil)).lines(file.path) == ["2 S1 accepted"])
  }

  @Test(
    arguments: [
      ("20/01/2023", "accepted"), ("19/01/2023", "held outside_engagement"),
      ("28/08/2023", "accepted"), ("29/08/2023", "held outside_engagement"),
    ]
  )
  func `an episode reaches from 14 days before it opened to 28 after it closed`(
    _ day: String,
    _ verdict: String
  ) throws {
    let file = Sheet.stars.file([["Date of Star": day, "Entered on": "30/08/2023"]])

    #expect(try World.alone([file], known: try known()).lines(file.path) == ["2 S1 \(verdict)"])
  }

  @Test func `a newer extract of an episode goes before what is on record`() throws {
    let stars = Sheet.stars.file([
      ["Family Ref": "F2"], ["Star ID": "S2", "Engagement ID": ""],
      ["Star ID": "S3", "Engagement ID": "", "Family Ref": "F2"],
    ])

    let intake = try World.alone(
      [Sheet.engagements.file([["Family Ref": "F2"]]), stars],
      known: try known()
    )

    // The episode has moved to another family, so nothing of it is left with the former.
    #expect(
      intake.lines(stars.path) == [
        "2 S1 accepted", "3 S2 held outside_engagement",
        "4 S3 accepted_normalised engagement_inferred",
      ]
    )
  }

  @Test func `an episode whose good row stands is there although a bad row names it too`() throws {
    let stars = Sheet.stars.file([[:]])
    for rows in [[[:], ["Opened": "?"]], [["Opened": "?"], [:]]] {
      let intake = try World.alone(
        [Sheet.workers.file([[:]]), Sheet.engagements.file(rows), stars])

      #expect(intake.lines(stars.path) == ["2 S1 accepted"])
    }
  }

  @Test func `the order of the files changes nothing`() throws {
    let files = World.usual + [Sheet.stars.file([[:]]), Sheet.scores.file([[:]])]

    let straight = try World.alone(files)
    let reversed = try World.alone(files.reversed())

    #expect(reversed.files == straight.files)
    #expect(reversed.readings == straight.readings)
    #expect(reversed.held == straight.held)
  }
}
