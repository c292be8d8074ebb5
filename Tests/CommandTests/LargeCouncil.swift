import Foundation
import Testing
import WireFormat

/// An invented council whose records fill several pages of a pull, as files for an import.
struct LargeCouncil {
  /// How many families it has.
  let families: Int
  /// How many episodes each of them had, one a year.
  let episodes: Int
  /// How many bytes the remark on each episode has.
  let remarkBytes: Int

  /// Brings it in through the invented third council's mapping.
  func bring(into sandbox: Sandbox) throws {
    let ended = try runProgram("starmap-server", try prepare(in: sandbox))
    try #require(ended.status == 0, "\(ended.errors) \(ended.output)")
    let json = try JSON(strict: Array(ended.output.utf8.prefix { $0 != UInt8(ascii: "\n") }))
    try #require(json["data"]?["stored"]?["episodes"]?.int == Int64(families * episodes))
  }

  /// Writes the files and installs the pack, and gives the arguments of the import.
  func prepare(in sandbox: Sandbox) throws -> [String] {
    let source = repositoryRoot + "/Seeds/demo/fenmere"
    let folder = sandbox.directory + "/fenmere"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: source + "/workers.csv",
      toPath: folder + "/workers.csv"
    )
    try Data(table.utf8).write(to: URL(fileURLWithPath: folder + "/support.csv"))
    _ = try sandbox.admin(["pack", "add", source + "/fenmere-ladder-1.json"])
    return [
      "import", "--mapping", source + "/fenmere-mapping.json", folder, "--data", sandbox.data,
      "--json",
    ]
  }

  private var table: String {
    let heading =
      "Case,Household,From,Until,Level,Key worker,Led by,Locality,How it ended,Social care,"
      + "Birth years,How we met,Comments\n"
    let remark = String(repeating: "x", count: remarkBytes)
    let rows = (0..<families).flatMap { family in
      (0..<episodes).map { episode in
        let (id, year) = ("C\(family)-\(episode)", 2026 - episode)
        return "\(id),H\(family),03/02/\(year),31/07/\(year),Extra,F01,School,Mere Side,"
          + "Goals reached,No,2015,At home,\(remark)\n"
      }
    }
    return heading + rows.joined()
  }
}
