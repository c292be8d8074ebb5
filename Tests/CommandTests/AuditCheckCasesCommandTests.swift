import Foundation
import Testing
import WireFormat

/// Reference cases as a stranger has them answered, with the real program.
@Suite struct AuditCheckCasesCommandTests {
  private func inFolder<Result>(_ work: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("starmap-cases-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try work(folder)
  }

  private func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  private let cases = """
    {"cases": [{"id": "half", "statistic": "wilson", "input": {"x": 5, "n": 10}},
               {"id": "nothing", "statistic": "wilson", "input": {"x": 0, "n": 0}}]}
    """

  @Test func `every case of a folder is answered under its id`() throws {
    try inFolder { folder in
      try write(cases, to: folder + "/01-shares.json")
      try write("no case file", to: folder + "/INDEX.json")
      let out = folder + "/answers.txt"

      let ended = try runProgram("starmap", ["audit", "check-cases", folder, "--out", out])

      #expect(ended.status == 0, "\(ended.errors)")
      let answers = try JSON(strict: Array(try Data(contentsOf: URL(fileURLWithPath: out))))
      #expect(answers["half"]?["p"] == .number(0.5))
      #expect(answers["nothing"] == ["p": nil, "low": nil, "high": nil, "reason": "no_data"])
    }
  }

  @Test func `what cannot be answered is told, ends with 3 and leaves the rest answered`() throws {
    try inFolder { folder in
      try write(cases, to: folder + "/01-shares.json")
      try write(#"{"cases": [{"id": "odd", "statistic": "luck"}]}"#, to: folder + "/02-odd.json")
      try write("{", to: folder + "/03-broken.json")

      let ended = try runProgram("starmap", ["audit", "check-cases", folder, "--json"])

      #expect(ended.status == 3)
      let envelope = try JSON(strict: Array(ended.output.utf8.drop { $0 == 0x0A }))
      let data = try #require(envelope["data"])
      #expect(data["cases"] == 3)
      #expect(data["answers"]?["half"]?["p"] == .number(0.5))
      #expect(data["answers"]?["odd"]?["reason"] == "unknown_statistic")
      let messages = try #require(envelope["messages"]?.array).compactMap(\.string)
      #expect(messages.contains { $0.hasPrefix("03-broken.json: ") })
      #expect(messages.contains { $0.contains("odd: unknown_statistic") })
    }
  }

  @Test func `a folder that is not there is not found`() throws {
    let ended = try runProgram("starmap", ["audit", "check-cases", "/nowhere/at/all"])

    #expect(ended.status == 5)
    #expect(ended.errors.contains("name a folder of case files"))
  }
}
