import ArgumentParser
import Foundation
import StarmapDevice
import WireFormat

/// Reference data: what the figures of the two authorities rest on, and who signed it off.
struct CrosswalkCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crosswalk",
    abstract:
      "See, propose and sign off crosswalks and the other reference data; needs the server.",
    discussion: """
      Everything here is about one version of one piece of reference data: a crosswalk, or with
      --kind a framework, a policy, a change rule, a compatibility, a link table or a disclosure
      policy. A version never changes. It is proposed by one person, signed off by another person
      of each authority, and then put into use:

        starmap crosswalk dry-run map-to-common-2.0.0.json
        starmap crosswalk propose map-to-common-2.0.0.json
        starmap crosswalk approve map-to-common@2.0.0
        starmap crosswalk activate map-to-common@2.0.0
      """,
    subcommands: [
      CrosswalkList.self, CrosswalkShow.self, CrosswalkDiffCommand.self, CrosswalkPropose.self,
      CrosswalkApprove.self, CrosswalkActivate.self, CrosswalkWithdraw.self, CrosswalkDryRun.self,
      CrosswalkVote.self, CrosswalkRounds.self, CrosswalkExport.self, CrosswalkImport.self,
    ]
  )
}

/// The name of a version, and what kind it is of.
struct ReferenceName {
  let kind: String
  let id: String
  let version: String

  /// Reads `ID@VERSION`.
  init(_ text: String, kind: String) throws(Failure) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, (parts + [kind]).allSatisfy(Self.isPlain) else {
      throw .usage(
        "A version is named ID@VERSION, such as map-to-common@1.2.0.",
        next: "starmap crosswalk list"
      )
    }
    id = parts[0]
    version = parts[1]
    self.kind = kind
  }

  /// Where the server has it.
  var path: String { "/v1/references/\(kind)/\(id)/\(version)" }

  private static func isPlain(_ part: String) -> Bool {
    !part.isEmpty
      && part.utf8.allSatisfy { byte in
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      }
  }
}

/// Lists what is stored.
struct CrosswalkList: StarmapCommand {
  static let words = "crosswalk list"
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List every version with its state and its sign-offs."
  )

  @OptionGroup var global: GlobalOptions

  @Option(help: "Only versions of this kind, such as crosswalk or framework.")
  var kind: String?

  func perform(in context: CommandContext) async throws -> Report {
    let query = kind.map {
      "?kind=\($0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
    }
    let answer = try await context.device().request(
      "GET",
      "/v1/references" + (query ?? ""),
      json: nil
    )
    var table = TextTable("Kind", "Version", "State", "Signed off by")
    for item in answer["items"]?.array ?? [] {
      table.add(
        item["kind"]?.string ?? "",
        "\(item["id"]?.string ?? "")@\(item["version"]?.string ?? "")",
        item.shownState,
        item.signOffs.joined(separator: ", ")
      )
    }
    return Report(
      data: ["references": answer["items"] ?? []],
      lines: table.lines(empty: "No reference data is stored.")
    )
  }
}

/// Shows one version.
struct CrosswalkShow: StarmapCommand {
  static let words = "crosswalk show"
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one version: its state, every step of its life, and its edges."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The version, ID@VERSION.")
  var name: String

  @Option(help: "Its kind; crosswalk if left out.")
  var kind = "crosswalk"

  func perform(in context: CommandContext) async throws -> Report {
    let name = try ReferenceName(name, kind: kind)
    let item = try await context.device().request("GET", name.path, json: nil)
    return Report(data: ["reference": item], lines: item.lifeLines + item.contentLines)
  }
}

/// Shows in what two versions differ.
struct CrosswalkDiffCommand: StarmapCommand {
  static let words = "crosswalk diff"
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show in what a version of a crosswalk differs from an earlier one."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The later version, ID@VERSION.")
  var name: String

  @Option(help: "The earlier version's number; the one before if left out.")
  var from: String?

  func perform(in context: CommandContext) async throws -> Report {
    let name = try ReferenceName(name, kind: "crosswalk")
    let earlier = try from.map { try ReferenceName("\(name.id)@\($0)", kind: "crosswalk") }
    let query = earlier.map { "?from=\($0.version)" } ?? ""
    let answer = try await context.device().request("GET", name.path + "/diff" + query, json: nil)
    var table = TextTable("Step", "What", "Of", "Before", "After")
    for change in answer["changes"]?.array ?? [] {
      table.add(
        change["step"]?.string ?? "",
        change["what"]?.string ?? "",
        (change["subjects"]?.array ?? []).compactMap(\.string).joined(separator: " → "),
        change["before"]?.string ?? "–",
        change["after"]?.string ?? "–"
      )
    }
    let heading =
      "\(name.id): \(answer["from"]?.string ?? "") → \(name.version), "
      + "a \(answer["demands"]?.string ?? "") change"
    return Report(
      data: answer,
      lines: [heading] + table.lines(empty: "They say the same."),
      messages: answer["problem"]?.string.map { [$0] } ?? []
    )
  }
}

extension JSON {
  /// The state in the word that stands beside every figure.
  var shownState: String {
    let (label, state) = (self["label"]?.string ?? "", self["state"]?.string ?? "")
    return label == "PROPOSED" && state != "proposed" ? "PROPOSED (\(state))" : label
  }

  /// Who signed the version off, for whom.
  var signOffs: [String] {
    (self["approvals"]?.array ?? []).map { approval in
      "\(approval["by"]?.string ?? "–") for \(approval["authority"]?.string ?? "–")"
    }
  }

  /// The state of a version and the steps that led there, for a person.
  var lifeLines: [String] {
    var lines = [
      "\(self["kind"]?.string ?? "") \(self["id"]?.string ?? "")@\(self["version"]?.string ?? "")  "
        + shownState,
      "  SHA-256 \(self["content_hash"]?.string ?? "")",
    ]
    for step in self["steps"]?.array ?? [] {
      let authority = step["authority"]?.string.map { " for \($0)" } ?? ""
      let reason = step["reason"]?.string.flatMap { $0.isEmpty ? nil : ": \($0)" } ?? ""
      lines.append(
        "  \(step["at"]?.string?.prefix(10) ?? "")  \(step["step"]?.string ?? "")  "
          + "\(step["by"]?.string ?? "the server's console")\(authority)\(reason)"
      )
    }
    return lines
  }

  /// What a crosswalk says, one line an edge; nothing for other kinds.
  fileprivate var contentLines: [String] {
    guard let edges = self["content"]?["edges"]?.array else { return [] }
    var table = TextTable("Area", "Outcome", "Relationship", "Role", "Weight", "Rationale")
    for edge in edges {
      table.add(
        edge["area"]?.string ?? "",
        edge["outcome"]?.string ?? "",
        edge["relationship"]?.string ?? "",
        edge["role"]?.string ?? "",
        edge["weightPercent"]?.int.map { "\($0)" } ?? "",
        edge["rationale"]?.string ?? ""
      )
    }
    let leftOut = (self["content"]?["noMap"]?.array ?? []).map { entry in
      "no outcome in \(entry["layer"]?.string ?? ""): \(entry["area"]?.string ?? ""), "
        + "\(entry["rationale"]?.string ?? "")"
    }
    return table.lines(empty: "It has no edges.") + leftOut
  }
}
