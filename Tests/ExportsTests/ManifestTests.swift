import Exports
import Reconciliation
import Testing
import WireFormat

/// What the manifest and the dictionary say about the files beside them.
struct ManifestTests {
  @Test(arguments: InventedCases.sets)
  func `the manifest has the size, the hash and the rows of each file and of nothing else`(
    set: String
  ) throws {
    let folder = try InventedCases.golden().folder(set)

    let manifest = try Self.manifest(of: folder)

    var files: [String: JSON] = [:]
    for file in folder.files where file.name != "manifest.json" {
      files[file.name] = [
        "bytes": .int(Int64(file.bytes.count)),
        "sha256": .string(IndependentSHA256.hex(file.bytes)),
      ]
    }
    var counts: [String: JSON] = [:]
    for table in try folder.tables() {
      counts[String(table.name.dropLast(4))] = .int(Int64(table.cells.count))
    }
    #expect(manifest["files"] == .object(files))
    #expect(manifest["counts"] == .object(counts))
    #expect(manifest["set"] == .string(set))
  }

  @Test(arguments: InventedCases.sets)
  func `the dictionary has each column of each file once, in the order of the file`(
    set: String
  ) throws {
    let folder = try InventedCases.golden().folder(set)

    let dictionary = try folder.table("dictionary")

    let own = ["file", "column", "meaning", "type", "since"]
    #expect(dictionary.columns == own)
    var columns = Dictionary(grouping: dictionary.cells) { $0[0] }.mapValues { $0.map { $0[1] } }
    #expect(columns.removeValue(forKey: "dictionary.csv") == own)
    for table in try folder.tables() {
      #expect(columns.removeValue(forKey: table.name) == table.columns)
      #expect(Set(table.columns).count == table.columns.count, "\(table.name)")
    }
    #expect(columns == [:])
    #expect(dictionary.cells.allSatisfy { !$0[2].isEmpty && Int($0[4]) ?? 0 > 0 })
  }

  @Test(arguments: InventedCases.sets)
  func `the cohort is hashed by the ids of its episodes and by nothing that is left out`(
    set: String
  ) throws {
    var cases = try InventedCases.golden()
    // A family that was closed twice, and whose first id comes after all others in the tables.
    cases.episodes.append(try InventedCases.episode("e0", "D4", authority: "South", []))

    let cohort = try Self.manifest(of: cases.folder(set))["cohort"]

    #expect(cohort?["episodes"] == 5)
    #expect(cohort?["families"] == 4)
    #expect(
      cohort?["sha256"] == .string(IndependentSHA256.hex(Array("e0\ne1\ne2\ne3\ne4".utf8)))
    )
    cases.episodes.removeAll { $0.id == "e5" }
    #expect(try Self.manifest(of: cases.folder(set))["cohort"] == cohort)
  }

  @Test(arguments: InventedCases.sets)
  func `figures of a day name the day and the newest commit, and no other byte hangs on it`(
    set: String
  ) throws {
    var cases = try InventedCases.golden()
    cases.asOf = AsOf(endOf: try InventedCases.day("2025-07-31"))
    let folder = cases.folder(set)
    let lines = cases.lines(set)

    cases.context = ExportContext(asOfSeq: 9_999, epoch: "0e", generatedBy: "starmap test")

    #expect(try Self.manifest(of: folder)["asOf"] == ["day": "2025-07-31", "seq": 77])
    let later = cases.folder(set)
    #expect(try Self.manifest(of: later)["asOf"] == ["day": "2025-07-31", "seq": 9_999])
    #expect(
      later.files.filter { $0.name != "manifest.json" }
        == folder.files.filter { $0.name != "manifest.json" }
    )
    let (old, new) = (lines.split(separator: 0x0A), cases.lines(set).split(separator: 0x0A))
    #expect(old.dropFirst() == new.dropFirst())
  }

  @Test(arguments: InventedCases.sets)
  func `figures of a commit or of the head name its number alone`(set: String) throws {
    var cases = try InventedCases.golden()

    #expect(try Self.manifest(of: cases.folder(set))["asOf"] == ["seq": 77])
    cases.asOf = AsOf(seq: 77, milliseconds: nil, day: nil)
    #expect(try Self.manifest(of: cases.folder(set))["asOf"] == ["seq": 77])
    let folder = cases.folder(set)
    cases.context = ExportContext(asOfSeq: 78, epoch: "0e", generatedBy: "starmap test")
    #expect(cases.folder(set) != folder)
  }

  @Test func `what was closed or recorded after the day is as if it were not there`() throws {
    var cases = try InventedCases.golden()
    cases.asOf = AsOf(endOf: try InventedCases.day("2025-06-29"))

    let left = try cases.table("left-out").rows.map { [$0["episode"], $0["reason"]] }

    // e2 was closed in July; e3 has no follow-up; e5 is open.
    #expect(
      left == [["e2", "closed_after_as_of"], ["e3", "no_follow_up"], ["e5", "still_open"]]
    )
  }

  static func manifest(of folder: ExportFolder) throws -> JSON {
    try JSON(strict: #require(folder.file("manifest.json")).bytes)
  }
}
