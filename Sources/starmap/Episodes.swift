import ArgumentParser
import Casework
import StarmapDevice
import WireFormat

/// Episodes of support.
struct EpisodeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "episode",
    abstract: "Open, close and reopen episodes of support, and list, show and edit them.",
    subcommands: [
      EpisodeOpen.self, EpisodeClose.self, EpisodeReopen.self, EpisodeList.self, EpisodeShow.self,
      EpisodeEdit.self,
    ]
  )
}

/// Opens an episode.
struct EpisodeOpen: StarmapCommand {
  static let words = "episode open"
  static let configuration = CommandConfiguration(
    commandName: "open",
    abstract: "Open an episode of support.",
    aliases: ["add"]
  )

  @OptionGroup var global: GlobalOptions
  @OptionGroup var fields: EpisodeFields

  @Argument(help: "The family's code.")
  var family: String

  func perform(in context: CommandContext) async throws -> Report {
    var values = fields.values
    values["openedOn"] = .string(
      try Typed.dayText(fields.openedOn, flag: "--opened-on", context: context)
    )
    return try Shown.add(.episode, values, to: family, in: context)
  }
}

/// Closes an episode.
struct EpisodeClose: StarmapCommand {
  static let words = "episode close"
  static let configuration = CommandConfiguration(
    commandName: "close",
    abstract: "Close an episode with its reason and the exact step-up event."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The episode's id, or its first characters.")
  var episode: String

  @Option(help: "The day; today if left out.")
  var closedOn: String?

  @Option(
    help: ArgumentHelp(
      "outcomesAchieved, familyWithdrew, movedAway, steppedUp, steppedDown, noContact or other."
    )
  )
  var reason: String

  @Option(help: "none, s17, s47, childProtectionPlan or lookedAfter.")
  var stepUp: String

  @Option(help: "The day of the step-up event, unless there was none.")
  var stepUpOn: String?

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    let record = try device.record(of: .episode, named: episode)
    let closed = try device.closeEpisode(
      record,
      closedOn: Typed.day(closedOn, flag: "--closed-on", context: context),
      reason: Typed.code(reason, flag: "--reason", ClosureReason.self),
      stepUp: Typed.code(stepUp, flag: "--step-up", StepUpEvent.self),
      stepUpOn: try stepUpOn.map { try Typed.day($0, flag: "--step-up-on", context: context) }
    )
    return Shown.saved("Episode closed", data: ["episode": closed.shown], device: device)
  }
}

/// Reopens an episode.
struct EpisodeReopen: StarmapCommand {
  static let words = "episode reopen"
  static let configuration = CommandConfiguration(
    commandName: "reopen",
    abstract: "Reopen a closed episode, with a reason."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The episode's id, or its first characters.")
  var episode: String

  @Option(help: "Why it is reopened.")
  var reason: String

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    let record = try device.record(of: .episode, named: episode)
    let opened = try device.reopenEpisode(record, reason: reason)
    return Shown.saved("Episode reopened", data: ["episode": opened.shown], device: device)
  }
}

/// Lists the episodes of a family.
struct EpisodeList: StarmapCommand {
  static let words = "episode list"
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the episodes of a family."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The family's code.")
  var family: String

  func perform(in context: CommandContext) async throws -> Report {
    try Shown.list(.episode, of: family, in: context)
  }
}

/// Shows an episode.
struct EpisodeShow: StarmapCommand {
  static let words = "episode show"
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show an episode."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The episode's id, or its first characters.")
  var episode: String

  func perform(in context: CommandContext) async throws -> Report {
    try Shown.one(.episode, named: episode, in: context)
  }
}

/// Edits an episode.
struct EpisodeEdit: StarmapCommand {
  static let words = "episode edit"
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Change an episode's details."
  )

  @OptionGroup var global: GlobalOptions
  @OptionGroup var fields: EpisodeFields

  @Argument(help: "The episode's id, or its first characters.")
  var episode: String

  @Option(help: "A field to clear, such as assessedOn; may be repeated.")
  var clear: [String] = []

  func perform(in context: CommandContext) async throws -> Report {
    try Shown.edit(.episode, named: episode, fields.values.clearing(clear), in: context)
  }
}
