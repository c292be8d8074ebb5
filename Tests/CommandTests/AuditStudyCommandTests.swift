import Foundation
import Testing
import WireFormat

/// The audit of a folder of past records as an analyst runs it, with the real program.
@Suite struct AuditStudyCommandTests {
  private static let history = repositoryRoot + "/Tests/IntakeTests/Fixtures/history"

  /// The seed frameworks and crosswalks.
  private func seeds() throws -> [String] {
    try ["frameworks", "crosswalks"].flatMap { name in
      let folder = "\(repositoryRoot)/Seeds/\(name)"
      return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        .map { "\(folder)/\($0)" }
    }
  }

  private func inFolder<Result>(_ work: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("starmap-study-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try work(folder)
  }

  private func json(_ path: String) throws -> JSON {
    try JSON(strict: Array(try Data(contentsOf: URL(fileURLWithPath: path))))
  }

  @Test func `the seed crosswalks serve a study as the drafts do, and only the owner may read`()
    throws
  {
    try inFolder { folder in
      let out = folder + "/aggregates.json"

      let ended = try runProgram(
        "starmap",
        ["audit", "study", Self.history, "--aggregates", out, "--crosswalk"] + seeds()
      )

      #expect(ended.status == 0, "\(ended.errors)")
      #expect(ended.output.contains("not for onward sharing"))
      let expected = try json(Self.history + "/expected.json")
      let found = try json(out)
      #expect(found["crosswalks"] == expected["crosswalks"])
      #expect(found["pairing"]?["Peterborough"]?["family-star-plus"]?["paired"] == 478)
      #expect(found["crossAuthority"]?["sentence"] == "adjusted_for_tool_effect")
      let mode = try FileManager.default.attributesOfItem(atPath: out)[.posixPermissions]
      #expect(mode as? NSNumber == 0o600)
    }
  }

  @Test func `a refused crosswalk is told with its problems, and the command ends with 3`() throws {
    try inFolder { folder in
      let out = folder + "/aggregates.json"
      let name = "teen-star-to-cp-early-help-2021-0.1.0.json"
      var broken = try #require(try json("\(repositoryRoot)/Seeds/crosswalks/\(name)").object)
      broken["edges"] = .array((broken["edges"]?.array ?? []).dropFirst(2).map(\.self))
      let path = "\(folder)/\(name)"
      try Data(JSON.object(broken).canonical).write(to: URL(fileURLWithPath: path))
      let others = try seeds().filter { !$0.hasSuffix(name) }

      // The folder may stand after the crosswalks too.
      let ended = try runProgram(
        "starmap",
        ["audit", "study", "--aggregates", out] + others.flatMap { ["--crosswalk", $0] }
          + ["--crosswalk", path, Self.history]
      )

      #expect(ended.status == 3)
      #expect(
        ended.errors.contains("The area drugs-alcohol has no edge in the layer intermediate")
      )
      let found = try json(out)
      #expect(found["crosswalks"]?["teen-star"]?["status"] == "refused")
      #expect(found["pairing"]?["Peterborough"]?["teen-star"]?["paired"] == 49)
      #expect(found["outcomes"]?["Peterborough"]?["teen-star"] == nil)
      #expect(found["outcomes"]?["Peterborough"]?["my-star"] != nil)
    }
  }

  @Test func `a folder for a committee is made for its owner, and one that is there is left alone`()
    throws
  {
    try inFolder { folder in
      let out = folder + "/audit"
      let words = ["audit", "study", Self.history, "--out", out]

      let ended = try runProgram("starmap", words)
      let again = try runProgram("starmap", words)
      let unknown = try runProgram("starmap", words + ["--policy", "public"])
      let nothing = try runProgram("starmap", ["audit", "study", Self.history])

      #expect(ended.status == 0, "\(ended.errors)")
      #expect(ended.output.contains("Wrote the audit for release"))
      let names = Set(try FileManager.default.contentsOfDirectory(atPath: out))
      #expect(names.isSuperset(of: ["report.html", "manifest.json", "T13-limits.csv"]))
      let mode = try FileManager.default.attributesOfItem(atPath: out)[.posixPermissions]
      #expect(mode as? NSNumber == 0o700)
      #expect(again.status == 64 && again.errors.contains("exists already"))
      #expect(unknown.status == 64 && unknown.errors.contains("--policy must be"))
      #expect(nothing.status == 64 && nothing.errors.contains("--aggregates"))
    }
  }

  @Test func `what is missing is named in one sentence`() throws {
    try inFolder { folder in
      let out = folder + "/aggregates.json"

      let nowhere = try runProgram(
        "starmap",
        ["audit", "study", folder + "/none", "--aggregates", out]
      )
      let empty = try runProgram("starmap", ["audit", "study", folder, "--aggregates", out])
      let crosswalk = try runProgram(
        "starmap",
        ["audit", "study", Self.history, "--crosswalk", folder + "/c.json", "--aggregates", out]
      )

      #expect(nowhere.status == 5)
      #expect(nowhere.errors.contains("none is no folder; name a study's folder."))
      #expect(empty.status == 78)
      #expect(empty.errors.contains("import-profile.json is not there; add it"))
      #expect(crosswalk.status == 78)
      #expect(crosswalk.errors.contains("c.json is not there"))
      #expect(!FileManager.default.fileExists(atPath: out))
    }
  }
}
