import Instruments
import Reconciliation
import Testing
import WireFormat

/// Files of reference data of every kind.
@Suite struct ReferenceDocumentTests {
  private static let rule: JSON = [
    "id": "rule", "version": "1", "source": ["instrument": "tool", "version": "1"],
    "unit": "level", "threshold": 2, "basis": "reliabilityStudy", "sourceRef": "Invented study.",
  ]
  private static let edge: JSON = [
    "id": "one-two", "version": "1", "instrument": "tool", "earlier": "1", "later": "2",
    "basis": "publisherAsserted",
  ]
  private static let link: JSON = [
    "id": "link", "version": "1", "crosswalk": ["crosswalk": "tool-to-common", "version": "1"],
    "sourceScale": "star5", "targetScale": "map4", "design": "singleGroup", "n": 60,
    "status": "exploratory", "state": "proposed",
    "rows": [
      [
        "point": "1", "value": 1_250_000, "se": 90_000, "lo": 1_000_000, "hi": 1_500_000,
        "support": 9,
      ],
      ["point": "2", "support": 0],
    ],
  ]
  private static let disclosure: JSON = [
    "id": "release", "version": "2", "title": "Invented", "rule": "dfe-1-5",
  ]

  @Test func `a file is known by its fields, and keeps its content and hash`() throws {
    let files: [(JSON, ReferenceKind)] = [
      (try inventedFramework().source, .framework), (try inventedCrosswalk().json, .crosswalk),
      (ProgressPolicy.standard.json, .policy), (Self.rule, .changeRule),
      (Self.edge, .compatibility), (Self.link, .linkTable), (Self.disclosure, .disclosure),
      (DisclosurePolicyVersion.standard.json, .disclosure),
    ]
    for (json, kind) in files {
      let document = try ReferenceDocument(json)
      #expect(document.key.kind == kind)
      #expect(document.content == json)
      #expect(document.contentHash == contentHash(of: json))
    }
    #expect(Set(files.map(\.1)) == Set(ReferenceKind.allCases))
  }

  @Test func `a file of no kind, or with a fault, is refused with the fault`() {
    func faults(_ json: JSON) -> String {
      let problem = #expect(throws: ReferenceProblem.self) { try ReferenceDocument(json) }
      return problem?.description ?? ""
    }
    #expect(faults(["id": "x"]).contains("is no framework"))
    #expect(faults([]).contains("is no framework"))
    var rule = Self.rule.object ?? [:]
    rule["threshold"] = 0
    #expect(faults(.object(rule)).hasPrefix("/threshold"))
    var edge = Self.edge.object ?? [:]
    edge["later"] = "1"
    #expect(faults(.object(edge)).hasPrefix("/later"))
    var link = Self.link.object ?? [:]
    link["rows"] = [["point": "1", "lo": 2, "hi": 1, "support": 1], ["point": "1", "support": 1]]
    #expect(faults(.object(link)).contains("/rows/0 has a lower limit above"))
    #expect(faults(.object(link)).contains("name 1 twice"))
  }

  @Test func `a signed-off rule and claim stand beside the packs, whose hashes stay`() throws {
    let packs = [
      try inventedPack(areas: ["a", "b"], scale: .five),
      try inventedPack(edition: "2", areas: ["a", "b"], scale: .five),
    ]
    let catalogue = InstrumentCatalogue(packs: packs)
    let first = InstrumentKey(id: "tool", edition: "1")
    let second = InstrumentKey(id: "tool", edition: "2")
    var library = ReconciliationLibrary(frameworks: [], crosswalks: [])
    #expect(library.amending(catalogue) == catalogue)

    library = library.adopting(try ReferenceDocument(Self.rule))
      .adopting(try ReferenceDocument(Self.edge))
    let amended = library.amending(catalogue)

    #expect(amended.pack(first)?.changeRule.threshold == 2)
    #expect(amended.pack(second)?.changeRule.threshold == 1)
    #expect(amended.compatibility(from: first, to: second) == .publisherAsserted)
    #expect(catalogue.compatibility(from: first, to: second) == nil)
    #expect(amended.all.map(\.contentHash) == catalogue.all.map(\.contentHash))
  }
}
