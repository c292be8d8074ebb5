import Instruments
import Reconciliation
import Testing
import WireFormat

/// Crosswalks in the formats of others, there and back.
@Suite struct CrosswalkFormatTests {
  /// A random crosswalk with everything that its strict reader takes, present or not.
  private static func random(_ dice: inout Dice) throws -> Crosswalk {
    func id(_ prefix: String) -> String { "\(prefix)-\(Int.random(in: 1...6, using: &dice))" }
    func text() -> JSON {
      let parts = [
        "", "plain", "a \"quoted\" word", "\"", "\"\"x", "\u{301}\"accent", "tab-less", ": colon",
        "# hash", "sssom:NoTermFound", "é中😀", "a|b", " space ", "[1]", "{", "null", "\\",
      ]
      return .string(
        (parts.randomElement(using: &dice) ?? "") + (parts.randomElement(using: &dice) ?? "")
      )
    }
    func maybe(_ members: inout [String: JSON], _ name: String, _ value: JSON) {
      if Bool.random(using: &dice) { members[name] = value }
    }
    var root: [String: JSON] = [
      "id": .string(id("cross")), "version": "1.2.3-draft.1",
      "source": ["instrument": .string(id("tool")), "version": .string(id("e"))],
      "target": ["framework": .string(id("frame")), "version": "0.1.0-proposed"],
    ]
    let state = ReferenceState.allCases.randomElement(using: &dice) ?? .draft
    maybe(&root, "state", .string(state.rawValue))
    maybe(&root, "needs", text())
    maybe(&root, "note", text())
    maybe(&root, "supersedes", "1.2.2")
    root["edges"] = .array(
      (0..<Int.random(in: 0...9, using: &dice)).map { _ in
        var edge: [String: JSON] = [
          "area": .string(id("area")), "outcome": .string(id("out")),
          "relationship": .string(
            (EdgeRelationship.allCases.randomElement(using: &dice) ?? .equivalent).rawValue
          ),
          "role": Bool.random(using: &dice) ? "primary" : "contributory",
          "weightPercent": .int(Int64.random(in: 1...10_000, using: &dice)),
        ]
        maybe(&edge, "layer", .string(id("layer")))
        maybe(&edge, "confidence", "high")
        maybe(&edge, "justification", "adjudicated")
        for name in ["confidenceOf", "rationale", "author", "status"] { maybe(&edge, name, text()) }
        return .object(edge)
      }
    )
    if Bool.random(using: &dice) {
      root["noMap"] = .array(
        (0..<Int.random(in: 0...4, using: &dice)).map { _ in
          var entry: [String: JSON] = ["area": .string(id("area")), "layer": .string(id("layer"))]
          maybe(&entry, "rationale", text())
          return .object(entry)
        }
      )
    }
    if Bool.random(using: &dice) {
      root["bandMaps"] = .array(
        (0..<Int.random(in: 0...3, using: &dice)).map { _ in
          let points = (0..<Int.random(in: 0...5, using: &dice)).map { point in
            let lo = Int64.random(in: -2...6, using: &dice)
            return ("\(point).5", JSON.array([.int(lo), .int(lo + 1)]))
          }
          return [
            "scale": .string(id("scale")),
            "points": .object(Dictionary(points) { first, _ in first }),
          ]
        }
      )
    }
    return try Crosswalk(bytes: JSON.object(root).canonical)
  }

  @Test(arguments: CrosswalkFormat.allCases)
  func `random crosswalks keep their content hash there and back`(_ format: CrosswalkFormat) throws
  {
    for seed in 1...300 as ClosedRange<UInt64> {
      var dice = Dice(seed: seed)
      let crosswalk = try Self.random(&dice)
      let bytes = try format.bytes(of: crosswalk.json)
      #expect(CrosswalkFormat.format(of: bytes) == format, "seed \(seed)")
      let back = try CrosswalkFormat.json(from: bytes)
      #expect(contentHash(of: back) == crosswalk.contentHash, "seed \(seed)")
    }
  }

  @Test(arguments: CrosswalkFormat.allCases)
  func `the drafts of the seeds keep their content hash`(_ format: CrosswalkFormat) throws {
    for name in ["family-star-plus", "map-assumed", "my-star", "teen-star"] {
      let file = "Seeds/crosswalks/\(name)-to-cp-early-help-2021-0.1.0.json"
      let crosswalk = try Crosswalk(bytes: try Files.bytes(file))
      let back = try CrosswalkFormat.json(from: try format.bytes(of: crosswalk.json))
      #expect(contentHash(of: back) == crosswalk.contentHash, "\(name)")
    }
  }

  @Test func `a relationship is the one that the format's readers expect`() throws {
    let crosswalk = try inventedCrosswalk()
    let map = try JSON(strict: try CrosswalkFormat.conceptMap.bytes(of: crosswalk.json))
    let element = map["group"]?.array?.first?["element"]?.array?.first
    #expect(map["resourceType"] == "ConceptMap")
    #expect(element?["code"] == "a")
    let target = element?["target"]?.array?.first
    #expect(target?["relationship"] == "source-is-narrower-than-target")
    // In SKOS the outcome is the broader match of a narrower area.
    let table = String(decoding: try CrosswalkFormat.sssom.bytes(of: crosswalk.json), as: UTF8.self)
    #expect(table.contains("area:a\tskos:broadMatch\t\toutcome:calm\t"))
  }

  private func fault(_ text: String) -> String {
    let problem = #expect(throws: ReferenceProblem.self) {
      try CrosswalkFormat.json(from: Array(text.utf8))
    }
    return problem?.description ?? ""
  }

  @Test func `a bad line of a table is named by its number`() throws {
    let good = String(
      decoding: try CrosswalkFormat.sssom.bytes(of: try inventedCrosswalk().json),
      as: UTF8.self
    )
    let rows = good.split(separator: "\n").map(String.init)
    let first = try #require(rows.firstIndex { $0.hasPrefix("area:a") })
    func with(_ row: String, at index: Int? = nil) -> String {
      var changed = rows
      changed[index ?? first] = row
      return changed.joined(separator: "\n")
    }
    let line = "line \(first + 1)"
    #expect(fault(with("area:a")).hasPrefix("\(line) has 1 cells"))
    #expect(fault(with(rows[first].replacing("broadMatch", with: "sameAs"))).hasPrefix(line))
    #expect(
      fault(with(rows[first].replacing("100", with: "1e2"))).hasPrefix("\(line) has a weight")
    )
    #expect(
      fault(with(rows[first].replacing("100", with: "0"))).hasPrefix("\(line), weightPercent")
    )
    #expect(
      fault(with(rows[first].replacing("area:a", with: "area:a b"))).hasPrefix("\(line), area")
    )
    #expect(fault(with(rows[first].replacing("primary", with: "chief"))).hasPrefix("\(line), role"))
    #expect(fault(with("\"" + rows[first])).contains("never closed"))
    #expect(fault(with("#no colon", at: 0)).hasPrefix("line 1 is no metadata"))
    #expect(fault(with("a\tb", at: first - 1)).contains("has no column subject_id"))
    #expect(fault("#only: metadata").contains("has no table"))
    #expect(
      try CrosswalkFormat.json(from: Array(good.replacing("\n", with: "\r\n").utf8))
        == inventedCrosswalk().json
    )
  }

  @Test func `a bad place of a ConceptMap is named`() throws {
    let good = try JSON(strict: try CrosswalkFormat.conceptMap.bytes(of: inventedCrosswalk().json))
    let text = good.canonicalText
    #expect(
      fault(text.replacing("source-is-narrower-than-target", with: "same"))
        .hasPrefix("/group/0/element/0/target/0, relationship")
    )
    #expect(fault("{\"resourceType\":\"ConceptMap\"}").contains("/group"))
    #expect(fault("{\"resourceType\":\"ConceptMap\",\"group\":7}").contains("is not a list"))
    #expect(fault("{\"resourceType\":\"Patient\"}").contains("must be ConceptMap"))
    #expect(fault("[").contains("cannot be read"))
  }

  @Test func `no cut, doubled or changed byte of a file traps or changes it unnoticed`() throws {
    var dice = Dice(seed: 11)
    let crosswalk = try Self.random(&dice)
    for format in CrosswalkFormat.allCases {
      let good = try format.bytes(of: crosswalk.json)
      for _ in 0..<300 {
        var bytes = good
        let place = Int.random(in: 0..<bytes.count, using: &dice)
        switch Int.random(in: 0..<3, using: &dice) {
        case 0: bytes.removeSubrange(place...)
        case 1: bytes[place] = UInt8.random(in: .min ... .max, using: &dice)
        default: bytes.insert(contentsOf: bytes[place...], at: place)
        }
        // Whatever comes of it is a crosswalk or a clear refusal.
        if let json = try? CrosswalkFormat.json(from: bytes) {
          #expect((try? Crosswalk(bytes: json.canonical)) != nil)
        }
      }
    }
    #expect(throws: ReferenceProblem.self) { try CrosswalkFormat.json(from: []) }
    #expect(throws: ReferenceProblem.self) { try CrosswalkFormat.json(from: [0xFF, 0xFE]) }
  }
}
