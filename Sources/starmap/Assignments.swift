import ArgumentParser
import Casework
import StarmapDevice
import WireFormat

/// Who works with whom.
struct AssignCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assign",
    abstract: "Assign workers to families, end assignments, list and show them.",
    subcommands: [AssignAdd.self, AssignEnd.self, AssignList.self, AssignShow.self]
  )
}

/// Assigns a worker to a family.
struct AssignAdd: StarmapCommand {
  static let words = "assign add"
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Assign a worker to a family; takes effect when the server has it."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The family's code.")
  var family: String

  @Option(help: "The worker's name or id.")
  var worker: String

  @Option(help: "lead or support.")
  var role = "lead"

  @Option(help: "The first day; today if left out.")
  var on: String?

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    let family = try device.family(named: family)
    let record = try device.assign(
      try device.worker(named: worker),
      to: family.family,
      role: try Typed.code(role, flag: "--role", AssignmentRole.self),
      on: try Typed.day(on, flag: "--on", context: context)
    )
    return Shown.saved("Assignment", data: ["assignment": record.shown], device: device)
  }
}

/// Ends an assignment.
struct AssignEnd: StarmapCommand {
  static let words = "assign end"
  static let configuration = CommandConfiguration(
    commandName: "end",
    abstract: "End an assignment."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The assignment's id, or its first characters.")
  var assignment: String

  @Option(help: "The last day; today if left out.")
  var on: String?

  @Option(help: "Why it ends.")
  var reason: String?

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    let record = try device.record(of: .assignment, named: assignment)
    let ended = try device.endAssignment(
      record,
      on: try Typed.day(on, flag: "--on", context: context),
      reason: reason
    )
    return Shown.saved("End of the assignment", data: ["assignment": ended.shown], device: device)
  }
}

/// Lists the assignments of a family.
struct AssignList: StarmapCommand {
  static let words = "assign list"
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List who works or worked with a family."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The family's code.")
  var family: String

  func perform(in context: CommandContext) async throws -> Report {
    try Shown.list(.assignment, of: family, in: context)
  }
}

/// Shows an assignment.
struct AssignShow: StarmapCommand {
  static let words = "assign show"
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show an assignment."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The assignment's id, or its first characters.")
  var assignment: String

  func perform(in context: CommandContext) async throws -> Report {
    try Shown.one(.assignment, named: assignment, in: context)
  }
}

/// Families that pass from worker to worker.
struct HandoverCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "handover",
    abstract: "Pass a family to another worker.",
    subcommands: [HandoverStart.self],
    defaultSubcommand: HandoverStart.self
  )
}

/// Passes a family to another worker.
struct HandoverStart: StarmapCommand {
  static let words = "handover start"
  static let configuration = CommandConfiguration(
    commandName: "start",
    abstract: "Pass a family from its workers to another, and if asked to another unit."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The family's code.")
  var family: String

  @Option(help: "The name or id of the worker who takes over.")
  var to: String

  @Option(help: "The id of the unit that becomes the family's home.")
  var unit: String?

  @Option(help: "Why.")
  var reason: String

  @Option(help: "The day; today if left out.")
  var on: String?

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    let family = try device.family(named: family)
    let worker = try device.worker(named: to)
    try device.handOver(
      family.family,
      to: worker,
      unit: try Typed.unit(unit),
      on: try Typed.day(on, flag: "--on", context: context),
      reason: reason
    )
    return Shown.saved(
      "Handover of family \(family.code) to \(try device.workerName(worker))",
      data: ["family": family.json],
      device: device
    )
  }
}
