import ArgumentParser
import Instruments
import StarmapDevice
import WireFormat

/// Instruments on this device.
struct InstrumentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "instrument",
    abstract: "List and show the instruments that readings can be taken with.",
    subcommands: [InstrumentList.self, InstrumentShow.self]
  )
}

/// Lists the instruments.
struct InstrumentList: StarmapCommand {
  static let words = "instrument list"
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the instruments and whether they may be used; works offline."
  )

  @OptionGroup var global: GlobalOptions

  func perform(in context: CommandContext) async throws -> Report {
    let catalogue = try context.device().catalogue()
    var table = TextTable("Instrument", "Edition", "Title", "Areas", "State")
    var items: [JSON] = []
    for pack in catalogue.all {
      let isEnabled = catalogue.isEnabled(pack.key)
      table.add(
        pack.key.id,
        pack.key.edition,
        pack.title,
        "\(pack.areas.count)",
        isEnabled ? pack.definitionStatus.rawValue : "disabled: no licence reference recorded"
      )
      items.append([
        "id": .string(pack.key.id), "edition": .string(pack.key.edition),
        "title": .string(pack.title), "enabled": .bool(isEnabled),
      ])
    }
    return Report(
      data: ["instruments": .array(items)],
      lines: table.lines(empty: "No instruments on this device yet. Receive them: starmap sync")
    )
  }
}

/// Shows an instrument's areas and points.
struct InstrumentShow: StarmapCommand {
  static let words = "instrument show"
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show an instrument's areas and the points of its scale."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The instrument's id.")
  var instrument: String

  @Option(help: "The edition; the newest that is enabled if left out.")
  var edition: String?

  func perform(in context: CommandContext) async throws -> Report {
    let pack = try context.device().pack(instrument, edition: edition)
    var lines = ["\(pack.title), edition \(pack.key.edition)", "  \(pack.licence.notice)"]
    for area in pack.areas {
      let scale = pack.scale(ofArea: area.id)
      let others = scale?.nonScores.map(\.rawValue).joined(separator: ", ") ?? ""
      lines.append("  \(area.id): \(area.title), \(scale?.summary ?? "")")
      if !others.isEmpty { lines.append("    or \(others)") }
    }
    return Report(data: ["pack": pack.source], lines: lines)
  }
}
