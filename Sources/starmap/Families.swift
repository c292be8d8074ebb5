import ArgumentParser
import Casework
import Foundation
import StarmapDevice
import WireFormat

/// Families: the unit of access.
struct FamilyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "family",
    abstract: "List, show, add and edit families.",
    subcommands: [
      FamilyList.self, FamilyShow.self, FamilyAdd.self, FamilyEdit.self, FamilyDeleted.self,
    ]
  )
}

/// Lists the families on this device.
struct FamilyList: StarmapCommand {
  static let words = "family list"
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the families on this device; works offline."
  )

  @OptionGroup var global: GlobalOptions

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    var table = TextTable("Code", "Authority", "Name", "Readings", "State")
    var items: [JSON] = []
    let counts = try device.counts(of: .reading)
    for family in try device.families() {
      let readings = counts[family.family] ?? 0
      table.add(
        family.code,
        family.record.text("authority"),
        family.record.text("name"),
        "\(readings)",
        family.record.isPending ? "not sent yet" : ""
      )
      items.append(family.json)
    }
    return Report(
      data: ["families": .array(items)],
      lines: table.lines(empty: "No families on this device yet. Receive yours with: starmap sync")
    )
  }
}

/// Shows one family with everything that hangs on it.
struct FamilyShow: StarmapCommand {
  static let words = "family show"
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a family with its members, episodes, goals, readings and consents."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The family's code, such as K7Q.")
  var family: String

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    let family = try device.family(named: family)
    var lines = Shown.fields(of: family.record, title: "Family \(family.code)")
    var data: [String: JSON] = ["family": family.json]
    let parts: [(RecordType, String)] = [
      (.member, "members"), (.episode, "episodes"), (.assignment, "assignments"),
      (.goal, "goals"), (.note, "notes"), (.reading, "readings"),
    ]
    for (type, name) in parts {
      let records = try device.records(of: type, family: family.family)
      data[name] = .array(records.map(\.shown))
      guard !records.isEmpty else { continue }
      lines += ["", name.capitalized]
      lines += try records.map { "  " + (try Shown.line($0, device: device)) }
    }
    data["consent_states"] = try device.shownConsentStates(of: family.family)
    let consents = try device.consentLines(of: family.family)
    if !consents.isEmpty { lines += ["", "Consents"] + consents.map { "  " + $0 } }
    return Report(data: .object(data), lines: lines)
  }
}

/// Adds a family, assigned to whoever adds it.
struct FamilyAdd: StarmapCommand {
  static let words = "family add"
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Add a family; it is yours at once, also offline."
  )

  @OptionGroup var global: GlobalOptions
  @OptionGroup var fields: FamilyFields

  @Option(help: "The id of the unit that becomes its home; yours if left out.")
  var unit: String?

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    try Typed.checkAuthority(fields.authority, on: device)
    let family = try device.addFamily(fields.values, unit: try Typed.unit(unit))
    return Shown.saved(
      "Family \(family.code)",
      data: ["family": family.json],
      device: device
    )
  }
}

/// Changes fields of a family.
struct FamilyEdit: StarmapCommand {
  static let words = "family edit"
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Change a family's details."
  )

  @OptionGroup var global: GlobalOptions
  @OptionGroup var fields: FamilyFields

  @Argument(help: "The family's code.")
  var family: String

  @Option(help: "A field to clear, such as address; may be repeated.")
  var clear: [String] = []

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    try Typed.checkAuthority(fields.authority, on: device)
    let family = try device.family(named: family)
    let record = try device.edit(
      family.record,
      changes: fields.values.clearing(clear)
    )
    return Shown.saved(
      "Family \(family.code)",
      data: ["family": record.shown],
      device: device
    )
  }
}

extension [String: JSON] {
  /// The same, with fields to clear set to null.
  func clearing(_ names: [String]) -> [String: JSON] {
    merging(names.map { ($0, .null) }) { given, _ in given }
  }
}
