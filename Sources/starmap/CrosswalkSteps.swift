import ArgumentParser
import Foundation
import Reconciliation
import StarmapDevice
import WireFormat

/// Stores a new version and proposes it, or proposes a stored draft.
struct CrosswalkPropose: StarmapCommand {
  static let words = "crosswalk propose"
  static let configuration = CommandConfiguration(
    commandName: "propose",
    abstract: "Propose a version to the authorities; for partnership leads.",
    discussion: """
      Give a file of any kind of reference data, or ID@VERSION of a stored draft. What is wrong with a
      file is named; a version number that is too small for what changes is refused, and so is one that
      says that only words changed while a closed episode would have another result. A crosswalk may
      also be a FHIR R5 ConceptMap or an SSSOM table.
      """
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "A file, or a stored draft's ID@VERSION.", completion: .file())
  var version: String

  @Option(help: "The kind of a stored draft; crosswalk if left out.")
  var kind = "crosswalk"

  @Flag(help: "Store the file as a draft and do not propose it yet.")
  var draft = false

  @Option(help: "What is to be said about it.")
  var reason: String?

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    let item: JSON
    if !FileManager.default.fileExists(atPath: version), version.contains("@"), !draft {
      let name = try ReferenceName(version, kind: kind)
      item = try await device.request(
        "POST",
        name.path + "/propose",
        json: ["reason": .string(reason ?? "")]
      )
    } else {
      item = try await device.request(
        "POST",
        "/v1/references",
        json: [
          "content": try ReferenceFile(version).json, "draft": .bool(draft),
          "reason": .string(reason ?? ""),
        ]
      )
    }
    return Report(data: ["reference": item], lines: item.lifeLines)
  }
}

/// A file of reference data on this machine.
struct ReferenceFile {
  let json: JSON

  /// Reads a file: JSON of any kind of reference data, or a crosswalk as ConceptMap or SSSOM.
  ///
  /// - Throws: ``Failure`` that names the file, and what is wrong with it where.
  init(_ path: String) throws(Failure) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(
        .configuration,
        code: "file-unreadable",
        "\(path) cannot be read; check the path and its rights."
      )
    }
    do {
      let bytes = Array(data)
      json =
        CrosswalkFormat.format(of: bytes) == .json
        ? try JSON(strict: bytes) : try CrosswalkFormat.json(from: bytes)
    } catch {
      throw Failure(
        .configuration,
        code: "invalid-reference",
        "\(path) cannot be read: \(error)"
      )
    }
  }
}

/// A step with a stored version.
protocol CrosswalkStep: StarmapCommand {
  /// The step's word.
  static var step: String { get }
  /// The version, `ID@VERSION`.
  var name: String { get }
  /// Its kind.
  var kind: String { get }
  /// What the server is told beside the version.
  var details: JSON { get }
}

extension CrosswalkStep {
  static var words: String { "crosswalk \(step)" }

  func perform(in context: CommandContext) async throws -> Report {
    let name = try ReferenceName(name, kind: kind)
    let item = try await context.device().request(
      "POST",
      "\(name.path)/\(Self.step)",
      json: details
    )
    return Report(data: ["reference": item], lines: item.lifeLines)
  }
}

/// Signs a version off for an authority.
struct CrosswalkApprove: CrosswalkStep {
  static let step = "approve"
  static let configuration = CommandConfiguration(
    commandName: "approve",
    abstract: "Sign a proposed version off for your authority; never your own proposal."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The version, ID@VERSION.")
  var name: String

  @Option(help: "Its kind; crosswalk if left out.")
  var kind = "crosswalk"

  @Option(help: "The authority for which you sign, by title, if you are its lead in several.")
  var authority: String?

  @Option(help: "What is to be said about it.")
  var reason: String?

  var details: JSON {
    ["reason": .string(reason ?? ""), "authority": authority.map { .string($0) } ?? .null]
  }
}

/// Puts a version into use.
struct CrosswalkActivate: CrosswalkStep {
  static let step = "activate"
  static let configuration = CommandConfiguration(
    commandName: "activate",
    abstract: "Put an approved version into use; the one in use before is superseded."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The version, ID@VERSION.")
  var name: String

  @Option(help: "Its kind; crosswalk if left out.")
  var kind = "crosswalk"

  var details: JSON { [:] }
}

/// Takes a version out of use.
struct CrosswalkWithdraw: CrosswalkStep {
  static let step = "withdraw"
  static let configuration = CommandConfiguration(
    commandName: "withdraw",
    abstract: "Take a version out of use, with a reason.",
    discussion: """
      Exports as of an earlier commit still give the same bytes; beside them stands WITHDRAWN with the
      date and the reason.
      """
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The version, ID@VERSION.")
  var name: String

  @Option(help: "Its kind; crosswalk if left out.")
  var kind = "crosswalk"

  @Option(help: "Why.")
  var reason: String

  var details: JSON { ["reason": .string(reason)] }
}

/// Shows whose results another version would change.
struct CrosswalkDryRun: StarmapCommand {
  static let words = "crosswalk dry-run"
  static let configuration = CommandConfiguration(
    commandName: "dry-run",
    abstract:
      "Show whose results a version or a new instrument edition would change; stores nothing.",
    discussion: """
      Give a file of reference data, an instrument pack, or ID@VERSION of what is stored. Every closed
      episode is reckoned with what is in use and with the candidate in its place. A partnership lead
      gets figures over the whole partnership; whoever sees families gets their short codes as well.
      For use inside the partnership: figures are not suppressed.
      """
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "A file, or a stored version's ID@VERSION.", completion: .file())
  var version: String

  @Option(help: "The kind of a stored version; crosswalk if left out.")
  var kind = "crosswalk"

  func perform(in context: CommandContext) async throws -> Report {
    let answer = try await context.device().request(
      "POST",
      "/v1/references/dry-run",
      json: try asked()
    )
    var table = TextTable(
      "Authority",
      "Instrument",
      "Measure",
      "Of",
      "From",
      "To",
      "Episodes",
      "Families"
    )
    for change in answer["changes"]?.array ?? [] {
      let codes = (change["codes"]?.array ?? []).compactMap(\.string).joined(separator: " ")
      let families = change["families"]?.int.map { "\($0)" } ?? ""
      table.add(
        change["authority"]?.string ?? "",
        change["instrument"]?.string ?? "",
        change["measure"]?.string ?? "",
        change["item"]?.string ?? "",
        change["from"]?.string ?? "",
        change["to"]?.string ?? "",
        change["episodes"]?.int.map { "\($0)" } ?? "",
        codes.isEmpty ? families : "\(families): \(codes)"
      )
    }
    let heading =
      "\(answer["candidate"]?.string ?? "") would change the results of "
      + "\(answer["changed"]?.int ?? 0) of \(answer["episodes"]?.int ?? 0) closed episodes."
    return Report(
      data: answer,
      lines: [heading] + table.lines(empty: "No result would change."),
      messages: [answer["note"]?.string].compactMap(\.self)
    )
  }

  private func asked() throws(Failure) -> JSON {
    if !FileManager.default.fileExists(atPath: version), version.contains("@") {
      let name = try ReferenceName(version, kind: kind)
      return [
        "kind": .string(name.kind), "id": .string(name.id), "version": .string(name.version),
      ]
    }
    let file = try ReferenceFile(version).json
    return file["areas"] == nil ? ["content": file] : ["pack": file]
  }
}
