import Foundation
import Testing
import WireFormat

/// The life of a crosswalk and the comparative audit, with the real programs.
@Suite struct ReferenceLifeTests {
  private static let id = "map-assumed-to-cp-early-help-2021"

  /// The partnership leads of the whole and of both authorities, on devices of their own.
  private func leads(_ sandbox: Sandbox, _ supervisor: Profile) throws -> [Profile] {
    let units = try supervisor.succeed("team", "unit", "list")["units"]?.array ?? []
    let places = try ["partnership", "Cambridgeshire", "Peterborough"].map { name in
      let unit = units.first {
        $0["kind"]?.string == name || $0["title"]?.string == name
      }
      return try #require(unit?["id"]?.string, "\(name) is not in \(units)")
    }
    return try places.enumerated().map { index, unit in
      let added = try sandbox.admin([
        "admin", "worker", "--name", "Lead \(index) (invented)", "--unit", unit, "--role",
        "partnershipLead",
      ])
      let profile = Profile(home: sandbox.directory + "/lead-\(index)")
      let code = try #require(added["code"]?.string)
      try profile.succeed("enrol", "--server", sandbox.address, "--code", code)
      return profile
    }
  }

  /// A version of the seeded crosswalk with another weight.
  private func changed(_ version: String, in sandbox: Sandbox) throws -> String {
    let seed = repositoryRoot + "/Seeds/crosswalks/\(Self.id)-0.1.0.json"
    var file = try #require(
      try JSON(strict: Array(Data(contentsOf: URL(fileURLWithPath: seed)))).object
    )
    file["version"] = .string(version)
    var edges = file["edges"]?.array ?? []
    let index = try #require(edges.firstIndex { $0["role"]?.string == "primary" })
    var edge = edges[index].object ?? [:]
    edge["weightPercent"] = 50
    edges[index] = .object(edge)
    file["edges"] = .array(edges)
    let path = sandbox.directory + "/\(version).json"
    try Data(JSON.object(file).canonical).write(to: URL(fileURLWithPath: path))
    return path
  }

  @Test func `a crosswalk is proposed, signed off by both authorities, used and withdrawn`() throws
  {
    let sandbox = try Sandbox.seeded()
    let supervisor = try sandbox.profile("supervisor")
    let leads = try leads(sandbox, supervisor)
    let version = Self.id + "@1.0.0"
    let file = try changed("1.0.0", in: sandbox)
    func state() throws -> String? {
      try leads[0].succeed("crosswalk", "show", version)["reference"]?["state"]?.string
    }

    let tooSmall = try leads[0].run(["crosswalk", "propose", try changed("0.1.1", in: sandbox)])
    #expect(tooSmall.status != 0 && tooSmall.errors.contains("write 1.0.0 or higher"))
    let notALead = try supervisor.run(["crosswalk", "propose", file])
    #expect(notALead.status == 8, "\(notALead.errors)")
    try leads[0].succeed("crosswalk", "dry-run", file)
    #expect(try leads[0].run(["crosswalk", "show", version]).status == 5)
    try leads[0].succeed("crosswalk", "propose", file)
    #expect(try leads[0].run(["crosswalk", "approve", version]).status != 0)
    try leads[1].succeed("crosswalk", "approve", version)
    #expect(try leads[1].run(["crosswalk", "activate", version]).status != 0)
    #expect(try state() == "proposed")
    try leads[2].succeed("crosswalk", "approve", version)
    try leads[1].succeed("crosswalk", "activate", version)
    #expect(try state() == "active")
    try leads[2].succeed("crosswalk", "withdraw", version, "--reason", "Invented mistake")
    #expect(try state() == "withdrawn")
  }

  @Test(arguments: ["conceptmap", "sssom", "json"])
  func `a crosswalk that goes out in a format comes back with the same hash`(
    _ format: String
  ) throws {
    let sandbox = try Sandbox.seeded()
    let lead = try leads(sandbox, try sandbox.profile("supervisor"))[0]
    let version = Self.id + "@0.1.0"
    let file = sandbox.directory + "/out"

    let sent = try lead.succeed(
      "crosswalk",
      "export",
      version,
      "--format",
      format,
      "--out",
      file
    )
    let read = try lead.succeed("crosswalk", "import", file)

    let hash = try #require(sent["content_hash"]?.string)
    #expect(read["reference"]?["content_hash"]?.string == hash)
  }

  @Test func `a supervisor audits the server's records into a folder, and a practitioner may not`()
    throws
  {
    let sandbox = try Sandbox.seeded()
    let supervisor = try sandbox.profile("supervisor")
    let worker = try sandbox.profile("peterborough")
    let arguments = ["audit", "run", "--from", "2026-01-01", "--to", "2026-12-31", "--out"]

    let first = try supervisor.succeed(arguments + [sandbox.directory + "/one"])
    // The release was noted, which is a commit: the same again is that of the same moment.
    let moment = try #require(first["manifest"]?["asOfSeq"]?.int)
    let second = try supervisor.run(
      arguments + [sandbox.directory + "/two", "--as-of", "\(moment)", "--progress"]
    )
    #expect(second.status == 0, "\(second.errors)")
    let steps = second.errors.split(separator: "\n").map { $0.prefix(5) }
    #expect(steps == ["[1/3]", "[2/3]", "[3/3]"], "\(second.errors)")
    let refused = try worker.run(arguments + [sandbox.directory + "/three"])

    #expect(refused.status == 8, "\(refused.errors)")
    let files = FileManager.default
    let names = try files.contentsOfDirectory(atPath: sandbox.directory + "/one").sorted()
    #expect(
      Set(["manifest.json", "report.html", "T01-tools.csv", "T13-limits.csv"]).isSubset(of: names)
    )
    for name in names where name != "manifest.json" {
      #expect(
        files.contentsEqual(
          atPath: sandbox.directory + "/one/\(name)",
          andPath: sandbox.directory + "/two/\(name)"
        ),
        "\(name)"
      )
    }
  }
}
