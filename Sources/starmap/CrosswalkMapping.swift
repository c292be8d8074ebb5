import ArgumentParser
import StarmapDevice
import WireFormat

/// Hands in a mapper's or an adjudicator's sheet.
struct CrosswalkVote: StarmapCommand {
  static let words = "crosswalk vote"
  static let configuration = CommandConfiguration(
    commandName: "vote",
    abstract: "Hand in your sheet of a mapping round, or the adjudicator's; it never changes.",
    discussion: """
      The file names the source, the target and the round, and votes with one of the five codes on
      every pair of an area and an outcome of a mappable layer:

        {"source": {"instrument": "my-star", "version": "1"},
         "target": {"framework": "cp-early-help-2021", "version": "0.1.0-proposed"},
         "round": 1, "voice": "mapper",
         "votes": [{"area": "friends", "outcome": "IO2",
                    "relationship": "source-is-narrower-than-target"}, …]}

      Two mappers of each authority vote by themselves; what they voted is shown once all have.
      """
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The sheet.", completion: .file(extensions: ["json"]))
  var file: String

  func perform(in context: CommandContext) async throws -> Report {
    let rounds = try await context.device().request(
      "POST",
      "/v1/mappings",
      json: try ReferenceFile(file).json
    )
    return Report(data: rounds, lines: rounds.roundLines)
  }
}

/// Shows the rounds.
struct CrosswalkRounds: StarmapCommand {
  static let words = "crosswalk rounds"
  static let configuration = CommandConfiguration(
    commandName: "rounds",
    abstract:
      "Show every mapping: who has voted, how far the mappers agree, what is to be done next."
  )

  @OptionGroup var global: GlobalOptions

  func perform(in context: CommandContext) async throws -> Report {
    let answer = try await context.device().request("GET", "/v1/mappings", json: nil)
    let items = answer["items"]?.array ?? []
    return Report(
      data: ["mappings": .array(items)],
      lines: items.isEmpty ? ["Nobody has handed in a sheet."] : items.flatMap(\.roundLines)
    )
  }
}

extension JSON {
  fileprivate var roundLines: [String] {
    let (source, target) = (self["source"], self["target"])
    var lines = [
      "\(source?["instrument"]?.string ?? "")@\(source?["version"]?.string ?? "") to "
        + "\(target?["framework"]?.string ?? "")@\(target?["version"]?.string ?? ""), "
        + "\(self["pairs"]?.int ?? 0) pairs"
    ]
    for round in self["rounds"]?.array ?? [] {
      let mappers = (round["mappers"]?.array ?? []).map { mapper in
        "\(mapper["by"]?.string ?? "") for \(mapper["authority"]?.string ?? "–")"
      }
      let agreement =
        round["ac1"]?.string.map { ac1 in
          "agreement \(round["percent_agreement"]?.string ?? ""), AC1 \(ac1) "
            + "(\(round["ac1_low"]?.string ?? "–") to \(round["ac1_high"]?.string ?? "–"))"
        } ?? "open"
      lines.append("  round \(round["round"]?.int ?? 0): \(agreement)")
      lines += mappers.map { "    \($0)" }
    }
    switch self["next"]?["do"]?.string {
    case "vote": lines.append("  next: sheets of round \(self["next"]?["round"]?.int ?? 0)")
    case "adjudicate":
      lines.append("  next: a third person settles \(self["open"]?.array?.count ?? 0) pairs")
    default: lines.append("  settled")
    }
    return lines
  }
}
