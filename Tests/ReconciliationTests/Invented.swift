import Casework
import Instruments
import Reconciliation
import Testing
import WireFormat

/// A scale to put into an invented pack.
struct InventedScale {
  var id = "scale"
  var codes: [String]
  var stages: [Int]?
  var isReversed = false

  /// Ten points in five stages.
  static let ten = InventedScale(
    id: "star10",
    codes: (1...10).map(String.init),
    stages: (1...10).map { ($0 + 1) / 2 }
  )
  /// Five points.
  static let five = InventedScale(id: "star5", codes: (1...5).map(String.init))
  /// Four points.
  static let four = InventedScale(id: "map4demo", codes: (1...4).map(String.init))
  /// Seven points, the lowest of which is the best.
  static let reversed = InventedScale(
    id: "map0to6worse-high",
    codes: (0...6).map(String.init),
    isReversed: true
  )

  var json: JSON {
    [
      "id": .string(id),
      "polarity": isReversed ? "lowerIsBetter" : "higherIsBetter",
      "step": "1",
      "nonScores": ["noIssue", "notApplicable", "notScored", "declined", "unknown"],
      "noIssuePolicy": "exclude",
      "points": .array(
        codes.enumerated().map { index, code in
          var point: [String: JSON] = ["code": .string(code), "order": .int(Int64(index))]
          if let stages { point["stage"] = .int(Int64(stages[index])) }
          return .object(point)
        }
      ),
    ]
  }
}

/// Makes an invented pack.
func inventedPack(
  _ id: String = "tool",
  edition: String = "1",
  areas: [String],
  scale: InventedScale,
  threshold: Int64 = 1,
  follows: [String] = []
) throws -> InstrumentPack {
  var json: [String: JSON] = [
    "id": .string(id), "edition": .string(edition), "title": "Invented", "publisher": "Nobody",
    "licence": ["notice": "Invented", "isRequired": false], "definitionStatus": "demo",
    "subject": "family", "perspectives": ["agreed", "worker", "family"],
    "areas": .array(
      areas.map { ["id": .string($0), "title": .string($0), "scale": .string(scale.id)] }
    ),
    "scales": [scale.json],
    "changeRule": [
      "unit": scale.stages == nil ? "level" : "stage", "threshold": .int(threshold),
      "basis": "assumed",
    ],
  ]
  if !follows.isEmpty {
    json["compatibleWith"] = .array(
      follows.map { ["edition": .string($0), "basis": "publisherAsserted"] }
    )
  }
  return try InstrumentPack(bytes: JSON.object(json).canonical)
}

/// Makes an invented framework with one mappable layer.
func inventedFramework(outcomes: [String] = ["calm", "thriving"]) throws -> Framework {
  let json: JSON = [
    "id": "common", "version": "1", "title": "Invented", "state": "proposed",
    "layers": [
      [
        "id": "goals", "title": "Goals", "mappable": false,
        "outcomes": [["id": "goal", "label": "Goal", "order": 1]],
      ],
      [
        "id": "outcomes", "title": "Outcomes", "mappable": true,
        "outcomes": .array(
          outcomes.enumerated().map { index, id in
            ["id": .string(id), "label": .string(id), "order": .int(Int64(index + 1))]
          }
        ),
      ],
    ],
  ]
  return try Framework(bytes: json.canonical)
}

/// One edge of an invented crosswalk as JSON.
func inventedEdge(_ area: String, _ outcome: String, role: String = "primary") -> JSON {
  [
    "area": .string(area), "outcome": .string(outcome), "layer": "outcomes",
    "relationship": "source-is-narrower-than-target", "role": .string(role),
    "weightPercent": 100, "rationale": "Invented.", "author": "Nobody",
  ]
}

/// An invented crosswalk of the areas `a` and `b` to the outcome `calm`, with changes.
func inventedCrosswalk(_ changes: [String: JSON] = [:]) throws -> Crosswalk {
  var json: [String: JSON] = [
    "id": "tool-to-common", "version": "1", "state": "proposed",
    "source": ["instrument": "tool", "version": "1"],
    "target": ["framework": "common", "version": "1"],
    "edges": [inventedEdge("a", "calm"), inventedEdge("b", "calm")],
    "noMap": [],
    "bandMaps": [
      [
        "scale": "star5",
        "points": ["1": [1, 1], "2": [2, 2], "3": [3, 3], "4": [4, 4], "5": [5, 5]],
      ]
    ],
  ]
  for (name, value) in changes { json[name] = value }
  return try Crosswalk(bytes: JSON.object(json).canonical)
}

/// The day in the text, which the test wrote.
func day(_ text: String) throws -> CalendarDay {
  try #require(CalendarDay(text))
}

/// Midnight UTC of the day in the text.
func midnight(_ text: String) throws -> Int64 {
  Int64(try day(text).daysSince1970) * 86_400_000
}

/// Makes an invented reading; it is recorded and made on its own date unless said otherwise.
func reading(
  _ id: String,
  _ date: String,
  key: InstrumentKey = InstrumentKey(id: "tool", edition: "1"),
  subject: String = "",
  by respondent: Respondent = .agreed,
  timing: Timing = .standard,
  recorded: String? = nil,
  made: Int64? = nil,
  scores: [String: String] = [:],
  replaces: String? = nil
) throws -> CaseReading {
  CaseReading(
    id: id,
    key: key,
    subject: subject,
    subjectTitle: subject,
    date: try day(date),
    respondent: respondent,
    timing: timing,
    recorded: try midnight(recorded ?? date),
    made: try made ?? midnight(recorded ?? date),
    scores: scores,
    replaces: replaces
  )
}

/// Makes an invented episode.
func episode(
  _ id: String = "e1",
  authority: String = "North",
  district: String? = "Hill",
  opened: String = "2025-01-06",
  closed: String? = "2025-07-04",
  _ readings: [CaseReading]
) throws -> EpisodeCase {
  EpisodeCase(
    id: id,
    family: "F-\(id)",
    authority: authority,
    unit: "Team",
    district: district,
    opened: try day(opened),
    closed: try closed.map { try day($0) },
    readings: readings
  )
}

/// The invented episode of the family `F-e1`.
func episode(
  opened: String = "2025-01-06",
  closed: String? = "2025-07-04",
  _ readings: [CaseReading]
) throws -> EpisodeCase {
  try episode("e1", opened: opened, closed: closed, readings)
}
