import Audit
import Casework
import Exports
import Instruments
import Reconciliation
import Testing
import WireFormat

/// What a server's own audit says of mappers' votes, stored studies and signed-off tables of links.
@Suite struct StoredEvidenceTests {
  private static let north = UnitID(high: 0, low: 11)
  private static let south = UnitID(high: 0, low: 12)

  /// The file of an internal audit of the invented study, stored with some evidence.
  private func file(_ name: String, _ evidence: StoredEvidence) throws -> Records {
    let invented = try InventedStudy().study()
    let policy = invented.profile.policy
    let study = Study(
      StoredRecords(
        cases: invented.episodes.map(\.record),
        replacements: [],
        support: [:],
        evidence: evidence
      ),
      from: policy.from,
      to: policy.to,
      day: policy.asOf,
      asOf: AsOf(endOf: policy.asOf),
      catalogue: invented.reference.catalogue,
      library: invented.reference.library
    )
    let report = AuditReport(
      study,
      Aggregates(study),
      audience: .internal,
      generatedBy: "test"
    )
    return Records(try #require(report.folder.files.first { $0.name == name }))
  }

  private func evidence(
    rows: [JSON] = [],
    imports: [JSON] = [],
    sheets: [MapperSheet] = [],
    tables: [LinkTable] = []
  ) throws -> StoredEvidence {
    let reference = try InventedStudy().study().reference
    let task = Self.task
    let pack = try #require(reference.catalogue.pack(task.source))
    let framework = try #require(reference.framework)
    let rounds = MapperRounds(
      task: task,
      pairs: task.pairs(pack: pack, framework: framework),
      authorities: [Self.north, Self.south],
      sheets: sheets
    )
    return try StoredEvidence(
      records: rows,
      imports: imports,
      mapperRounds: sheets.isEmpty ? [] : [rounds],
      linkTables: tables
    )
  }

  private static let task = MappingTask(
    source: InstrumentKey(id: "ladder", edition: "1"),
    target: FrameworkKey(id: "shared", version: "1")
  )

  /// The sheets of two mappers of each authority; the last mapper judges one of the four pairs by
  /// itself.
  private func sheets(round: Int, lastSays: EdgeRelationship, mappers: Int = 4) -> [MapperSheet] {
    (1...mappers).map { mapper in
      var votes: [MappedPair: EdgeRelationship] = [:]
      for (area, outcome) in [("home", "X1"), ("home", "X2"), ("calm", "X1"), ("calm", "X2")] {
        votes[MappedPair(area: area, outcome: outcome)] =
          (area == "home") == (outcome == "X1") ? .equivalent : .notRelatedTo
      }
      if mapper == 4 { votes[MappedPair(area: "home", outcome: "X2")] = lastSays }
      return MapperSheet(
        task: Self.task,
        round: round,
        voice: .mapper,
        signer: ReferenceSigner(
          worker: WorkerID(high: 0, low: UInt64(mapper)),
          name: "Mapper",
          authority: mapper < 3 ? Self.north : Self.south
        ),
        votes: votes
      )
    }
  }

  @Test func `agreement of mappers is told before and after they reconcile their views`() throws {
    let stored = try evidence(
      sheets: sheets(round: 1, lastSays: .relatedTo) + sheets(round: 2, lastSays: .notRelatedTo)
    )

    let table = try file("T03-mapper-agreement.csv", stored)
    let rows = table.rows.filter { table.value("tool", $0) == "Ladder" }

    // Of four pairs three have full agreement and one has three of six pairs of mappers.
    #expect(rows.map { table.value("agreement_percent", $0) } == ["87.5", "100.0"])
    #expect(rows.map { table.value("ac1", $0) }.last == "1.00")
    #expect(
      rows.map { table.value("round", $0) } == [
        "1, before reconciliation", "2, after reconciliation",
      ]
    )
    #expect(rows.map { table.value("mappers", $0) } == ["4", "4"])
  }

  @Test func `votes of an open round stay closed, and no_votes stands where there are none`() throws
  {
    let stored = try evidence(sheets: sheets(round: 1, lastSays: .relatedTo, mappers: 3))

    let table = try file("T03-mapper-agreement.csv", stored)

    let agreement = { (tool: String) in
      table.rows.filter { table.value("tool", $0)?.hasPrefix(tool) == true }
        .map { table.value("ac1", $0) }
    }
    #expect(agreement("Ladder") == ["round_open"])
    #expect(agreement("Tally") == ["no_votes"])
  }

  /// Sixty families whose tally rises as their ladder falls.
  private static let rows: [JSON] = (0..<60).map { number in
    let rung = number % 7
    let mark = ["3", "3", "2.5", "2", "1.5", "1", "1"][rung]
    return [
      "kind": "dual", "file": "both.csv", "id": .string("D\(number)"), "part": "1",
      "row": .int(Int64(number + 2)), "pair": ["ladder", "tally"],
      "values": [
        "date": "2024-02-01", "date2": "2024-02-02", "rater": .string("r\(number)"),
        "rater2": .string("q\(number)"), "authority": "Northvale", "ageBand": "5-8", "tier": "x",
      ],
      "scores": [
        "ladder": ["home": .string("\(rung)"), "calm": "0"],
        "tally": ["roof": .string(mark), "mood": "1"],
      ],
    ]
  }

  private static let links: JSON = [
    "links": [
      "linkPairs": [["id": "A", "areas": ["home", "roof"], "relationship": "equivalent"]],
      "bootstrapSeed": 7, "bootstrapReplicates": 20,
    ]
  ]

  /// A signed-off table with the values of the concordance, moved by so many points.
  private func table(_ concordance: Records, movedBy shift: Double) throws -> LinkTable {
    let rows = concordance.rows.compactMap { row -> JSON? in
      guard let point = concordance.value("point", row),
        let value = concordance.value("value", row).flatMap({ Double($0) })
      else { return nil }
      return [
        "point": .string(point), "support": 20, "se": 20_000,
        "value": .int(Int64(((value + shift) * 1_000_000).rounded())),
      ]
    }
    let json: JSON = [
      "id": "home-roof", "version": "1.0.0", "state": "approved",
      "crosswalk": ["crosswalk": "ladder-to-shared", "version": "1"],
      "areas": ["home", "roof"], "sourceScale": "rungs", "targetScale": "halves",
      "design": "singleGroup", "n": 400, "status": "provisional", "rows": .array(rows),
    ]
    return try LinkTable(bytes: json.canonical)
  }

  @Test(arguments: [(0.0, "agrees"), (-0.5, "differs")])
  func `a signed-off table of a link is set beside what the families give`(
    _ shift: Double,
    _ verdict: String
  ) throws {
    let bare = try evidence(rows: Self.rows, imports: [Self.links])
    let concordance = try file("T11-concordance.csv", bare)
    try #require(!concordance.rows.isEmpty)
    let table = try table(concordance, movedBy: shift)
    let stored = try evidence(rows: Self.rows, imports: [Self.links], tables: [table])

    let gates = try file("T11-gates.csv", stored)
    let beside = try file("T11-stored.csv", stored)

    #expect(
      gates.rows.map { gates.value("stored_tables", $0) } == ["home-roof@1.0.0 \(verdict)"]
    )
    #expect(Set(beside.rows.map { beside.value("verdict", $0) }) == [verdict])
    #expect(
      Set(beside.rows.map { beside.value("content_hash", $0) })
        == [ReferenceDocument.linkTable(table).contentHash]
    )
  }

  @Test func `a signed-off table without families is named with what it lacks`() throws {
    let bare = try evidence(rows: Self.rows, imports: [Self.links])
    let table = try table(try file("T11-concordance.csv", bare), movedBy: 0)

    let limits = try file("T13-limits.csv", try evidence(tables: [table]))

    #expect(
      limits.rows.contains { limits.value("code", $0) == "stored_table_no_data_now" }
    )
  }
}
