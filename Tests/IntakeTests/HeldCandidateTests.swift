import Casework
import Intake
import Testing
import WireFormat

/// How what could be released is stored in a review item and read back.
struct HeldCandidateTests {
  /// Every kind of candidate, with everything that it can say and with as little as it can.
  private func candidates() throws -> [HeldCandidate] {
    let child = Sheet.child.merging([
      "Star ID": "S2", "Subject": "C3", "Replaces": "S1", "Notes": "Zoë, \"so\"\n=1",
      "Worker": "W9",
    ]) { $1 }
    let files = [
      Sheet.engagements.file([
        ["Tier": "?", "Notes": "a\r\nb"],
        [
          "Engagement ID": "E2", "Tier": "?", "Closed": "", "Closure reason": "", "Step-up": "",
          "Child YOBs": "", "Contact": "", "Lead worker": "",
        ],
        ["Engagement ID": "E3"],
      ]),
      Sheet.stars.file([
        child.merging(["Engagement ID": "E3"]) { $1 },
        ["Star ID": "S3", "Engagement ID": "", "Family Ref": "", "Subject": "", "Worker": ""],
      ]),
      Sheet.scores.file([[:], ["score": "No issue"], ["domain": "Health", "assessor": ""]]),
    ]
    return try World.intake(files).held.flatMap(\.candidates)
  }

  @Test func `a candidate is read back as it was, through the bytes that are stored`() throws {
    let candidates = try candidates()

    let readBack = try candidates.map { HeldCandidate(json: try JSON(strict: $0.json.canonical)) }

    #expect(readBack == candidates)
    #expect(candidates.map(\.kind).sorted() == Self.kinds)
  }

  private static let kinds = [
    "areaScore", "areaScore", "episode", "episode", "episode", "reading", "reading", "reading",
  ]

  @Test func `a candidate that lacks what it needs is none`() throws {
    let needed: [String: Set<String>] = [
      "episode": ["authority", "id", "family", "opened", "file", "row"],
      "reading": [
        "authority", "id", "instrument", "edition", "subject", "date", "recorded", "respondent",
        "timing", "file",
      ],
      "areaScore": ["reading", "area", "code"],
    ]
    for candidate in try candidates() {
      let members = try #require(candidate.json[candidate.kind]?.object)
      for name in try #require(needed[candidate.kind]) {
        let lacking = members.filter { $0.key != name }
        let wrong = members.merging([name: .array([])]) { $1 }

        #expect(HeldCandidate(json: [candidate.kind: .object(lacking)]) == nil, "without \(name)")
        #expect(HeldCandidate(json: [candidate.kind: .object(wrong)]) == nil, "a wrong \(name)")
      }
    }
  }

  @Test(
    arguments: [
      nil, [], [:], "episode", 7, true, ["family": [:]], ["episode": nil], ["reading": "S1"],
      ["areaScore": []],
    ] as [JSON]
  )
  func `anything else is no candidate`(_ json: JSON) {
    #expect(HeldCandidate(json: json) == nil)
  }
}

extension HeldCandidate {
  fileprivate var kind: String {
    switch self {
    case .episode: "episode"
    case .reading: "reading"
    case .areaScore: "areaScore"
    }
  }
}
