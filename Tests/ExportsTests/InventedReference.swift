import Instruments
import Reconciliation
import WireFormat

/// Invented packs, a framework and crosswalks; no real instrument, publisher or outcome.
///
/// The compass has ten points in five stages and three editions: the second may follow the first,
/// the third may follow none. The map has four levels and an assumed definition.
enum InventedReference {
  static let assumption = "The map's definition is assumed"

  static func catalogue() throws -> InstrumentCatalogue {
    InstrumentCatalogue(packs: [
      try compass("1"), try compass("2", follows: ["1"]), try compass("3"), try map(),
    ])
  }

  /// The states are those of the crosswalks of the compass and of the map.
  static func library(
    compass: ReferenceState = .proposed,
    map: ReferenceState = .proposed
  ) throws -> ReconciliationLibrary {
    var policy = ProgressPolicy.standard
    policy.framework = FrameworkKey(id: "common", version: "1")
    policy.mainInstrument = ["North": "compass", "South": "map"]
    return ReconciliationLibrary(
      frameworks: [try framework()],
      crosswalks: [
        try crosswalk(
          "compass",
          edition: "1",
          state: compass,
          edges: [
            edge("home", "calm", weight: 60), edge("school", "calm", weight: 40),
            edge("friends", "thriving"), edge("home", "thriving", role: "contributory"),
          ],
          bands: ["scale": "compass10", "points": .object(compassBands)]
        ),
        try crosswalk(
          "map",
          edition: "0",
          state: map,
          edges: [edge("health", "thriving"), edge("home", "calm", role: "contributory")],
          bands: [
            "scale": "map4", "points": ["1": [1, 1], "2": [2, 3], "3": [4, 4], "4": [5, 5]],
          ]
        ),
      ],
      policy: policy
    )
  }

  /// The stages of the compass are its bands.
  private static var compassBands: [String: JSON] {
    var bands: [String: JSON] = [:]
    for code in 1...10 {
      let band = JSON.int(Int64((code + 1) / 2))
      bands[String(code)] = [band, band]
    }
    return bands
  }

  private static func compass(_ edition: String, follows: [String] = []) throws -> InstrumentPack {
    try pack(
      "compass",
      edition: edition,
      notice: "Invented",
      status: "demo",
      areas: ["home", "school", "friends"],
      unit: "stage",
      scale: [
        "id": "compass10", "polarity": "higherIsBetter", "step": "1",
        "nonScores": ["notApplicable", "notScored", "declined", "unknown"],
        "points": .array(
          (1...10).map { code in
            ["code": .string("\(code)"), "order": .int(code), "stage": .int((code + 1) / 2)]
          }
        ),
      ],
      follows: follows
    )
  }

  private static func map() throws -> InstrumentPack {
    try pack(
      "map",
      edition: "0",
      notice: assumption,
      status: "assumed",
      areas: ["health", "home"],
      unit: "level",
      scale: [
        "id": "map4", "polarity": "higherIsBetter", "step": "1", "noIssuePolicy": "exclude",
        "nonScores": ["noIssue", "notApplicable", "notScored", "declined", "unknown"],
        "points": .array((1...4).map { ["code": .string("\($0)"), "order": .int($0)] }),
      ]
    )
  }

  private static func pack(
    _ id: String,
    edition: String,
    notice: String,
    status: String,
    areas: [String],
    unit: String,
    scale: JSON,
    follows: [String] = []
  ) throws -> InstrumentPack {
    var json: [String: JSON] = [
      "id": .string(id), "edition": .string(edition), "title": "Invented", "publisher": "Nobody",
      "licence": ["notice": .string(notice), "isRequired": false],
      "definitionStatus": .string(status), "subject": "family",
      "perspectives": ["agreed", "worker", "family"],
      "areas": .array(
        areas.map { ["id": .string($0), "title": .string($0), "scale": scale["id"] ?? .null] }
      ),
      "scales": [scale],
      "changeRule": ["unit": .string(unit), "threshold": 1, "basis": "assumed"],
    ]
    if !follows.isEmpty {
      json["compatibleWith"] = .array(
        follows.map { ["edition": .string($0), "basis": "publisherAsserted"] }
      )
    }
    return try InstrumentPack(bytes: JSON.object(json).canonical)
  }

  private static func framework() throws -> Framework {
    let json: JSON = [
      "id": "common", "version": "1", "title": "Invented", "state": "proposed",
      "layers": [
        [
          "id": "outcomes", "title": "Outcomes", "mappable": true,
          "outcomes": [
            ["id": "calm", "label": "A calm home", "order": 1],
            ["id": "thriving", "label": "=Thriving", "order": 2],
          ],
        ]
      ],
    ]
    return try Framework(bytes: json.canonical)
  }

  private static func crosswalk(
    _ instrument: String,
    edition: String,
    state: ReferenceState,
    edges: [JSON],
    bands: JSON
  ) throws -> Crosswalk {
    let json: JSON = [
      "id": .string("\(instrument)-to-common"), "version": "1", "state": .string(state.rawValue),
      "source": ["instrument": .string(instrument), "version": .string(edition)],
      "target": ["framework": "common", "version": "1"],
      "edges": .array(edges), "noMap": [], "bandMaps": [bands],
    ]
    return try Crosswalk(bytes: json.canonical)
  }

  private static func edge(
    _ area: String,
    _ outcome: String,
    role: String = "primary",
    weight: Int64 = 100
  ) -> JSON {
    [
      "area": .string(area), "outcome": .string(outcome), "layer": "outcomes",
      "relationship": "source-is-narrower-than-target", "role": .string(role),
      "weightPercent": .int(weight), "rationale": "Invented.", "author": "Nobody",
    ]
  }
}
