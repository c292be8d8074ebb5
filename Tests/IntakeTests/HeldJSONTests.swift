import Casework
import Intake
import Testing
import WireFormat

/// A candidate is stored in a review item and read back months later.
struct HeldJSONTests {
  /// One candidate of each kind, with and without what may be missing.
  private func candidates() throws -> [HeldCandidate] {
    let child = Sheet.child.merging(["Subject": "C3", "Replaces": "S0", "Notes": "a\nb"]) { $1 }
    let bare = [
      "Engagement ID": "E1", "Closed": "", "Closure reason": "", "Step-up": "", "Contact": "",
      "Child YOBs": "", "Lead worker": "", "Tier": "",
    ]
    let intake = try World.intake([
      Sheet.engagements.file([
        [:], ["Engagement ID": "E4", "Tier": "Sideways", "Notes": "n"], bare,
      ]),
      Sheet.stars.file([
        child.merging(["Worker": "W9"]) { $1 }, ["Star ID": "S2", "Engagement ID": "E9"],
        ["Star ID": "S3", "Engagement ID": "", "Family Ref": "F9", "Worker": ""],
      ]),
      Sheet.scores.file([
        [:], ["score": "4"], ["domain": "Health", "retro": "Y"],
        ["domain": "Crime & ASB", "stage": "review"],
      ]),
    ])
    return intake.held.flatMap(\.candidates)
  }

  @Test func `every candidate is the same after it was written and read`() throws {
    let candidates = try candidates()

    let read = try candidates.map { HeldCandidate(json: try JSON(strict: $0.json.canonical)) }

    #expect(read == candidates)
    #expect(
      Set(candidates.compactMap { $0.json.object?.keys.first }) == [
        "episode", "reading", "areaScore",
      ]
    )
  }

  @Test func `accepted episodes and readings are the same after they were written and read`() throws
  {
    let intake = try World.intake([
      Sheet.stars.file([[:], Sheet.child.merging(["Star ID": "S2"]) { $1 }]),
      Sheet.scores.file([[:]]),
    ])

    #expect(intake.episodes.map { ImportedEpisode(json: $0.json) } == intake.episodes)
    #expect(intake.readings.map { ImportedReading(json: $0.json) } == intake.readings)
    #expect(intake.readings.count == 3)
  }

  @Test(
    arguments: [
      .null, [:], [], "episode", 7, ["episode": [:]], ["episode": "E1"], ["reading": []],
      ["areaScore": ["authority": "A"]], ["workers": ["id": "W1"]],
    ] as [JSON]
  )
  func `garbage is no candidate`(_ json: JSON) {
    #expect(HeldCandidate(json: json) == nil)
  }

  @Test func `a candidate that lacks or garbles what it must have is none`() throws {
    let needed = [
      "episode": ["authority", "id", "family", "opened", "file", "row"],
      "reading": [
        "authority", "id", "instrument", "edition", "subject", "date", "recorded", "respondent",
        "timing", "file",
      ],
      "areaScore": ["reading", "area", "code"],
    ]
    for candidate in try candidates() {
      let (kind, content) = try #require(candidate.json.object?.first)
      for name in try #require(needed[kind]) {
        var members = try #require(content.object)
        members[name] = .bool(true)
        #expect(HeldCandidate(json: [kind: .object(members)]) == nil, "\(kind) \(name)")
        members.removeValue(forKey: name)
        #expect(HeldCandidate(json: [kind: .object(members)]) == nil, "\(kind) \(name)")
      }
    }
  }
}
