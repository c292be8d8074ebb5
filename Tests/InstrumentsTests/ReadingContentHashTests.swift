import Casework
import Instruments
import Testing
import WireFormat

/// The expected hashes were computed with Python's `json` and `hashlib`.
@Suite struct ReadingContentHashTests {
  private let member: RecordID
  private var reading: Reading

  init() throws {
    member = try #require(RecordID("0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b"))
    reading = Reading(
      instrument: "family-star-plus",
      edition: "2",
      subject: .parent,
      member: member,
      date: try day("2024-02-29"),
      respondent: .agreed,
      scores: [
        Score(area: "your-wellbeing", code: "10"), Score(area: "family-routine", code: "3"),
        Score(area: "home-money", code: "notScored"),
      ]
    )
  }

  @Test func `the hash of a reading about a member is the known one`() {
    #expect(
      Hex.encode(reading.contentHash)
        == "2e77889015a71450180ba9dd9f3012dc38bc44c76afe8b5e3abd3f3174d70729"
    )
  }

  @Test func `the hash of a reading about a family leaves the member out`() throws {
    let reading = Reading(
      instrument: "map-assumed",
      edition: "0",
      subject: .family,
      date: try day("2024-02-29"),
      respondent: .worker,
      scores: [Score(area: "health", code: "2"), Score(area: "crime", code: "noIssue")]
    )

    #expect(
      Hex.encode(reading.contentHash)
        == "0dc4d5d177b7b272bfac5ddd7a8b1498309bc606e67ca1867fa4e2cef2ce3e0e"
    )
  }

  @Test func `order of scores, texts, episode, timing, setting and capture leave the hash alone`() {
    var other = reading
    other.scores.reverse()
    other.notes = ["home-money": "Invented note."]
    other.ownWords = "Invented words."
    other.episode = RecordID(high: 3, low: 4)
    other.timing = .retrospective
    other.setting = .virtual
    other.capturedOffline = true

    #expect(other.contentHash == reading.contentHash)
  }

  @Test func `each thing that it covers changes the hash`() throws {
    var others = [Reading](repeating: reading, count: 7)
    others[0].instrument = "family-star"
    others[1].edition = "1"
    others[2].subject = .child
    others[3].member = nil
    others[4].date = try day("2024-03-01")
    others[5].respondent = .worker
    others[6].scores[0] = Score(area: "your-wellbeing", code: "1")

    let hashes = Set(([reading] + others).map(\.contentHash))

    #expect(hashes.count == 8)
  }
}
