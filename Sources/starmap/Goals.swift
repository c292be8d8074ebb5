import ArgumentParser
import Casework
import WireFormat

/// Goals of a family.
struct GoalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "goal",
    abstract: "List, show, add, edit and delete goals of a family.",
    subcommands: [
      GoalList.self, GoalShow.self, GoalAdd.self, GoalEdit.self, GoalDelete.self,
      GoalRestore.self,
    ]
  )
}

/// Lists the goals of a family.
struct GoalList: StarmapCommand {
  static let words = "goal list"
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the goals of a family."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The family's code.")
  var family: String

  func perform(in context: CommandContext) async throws -> Report {
    try Shown.list(.goal, of: family, in: context)
  }
}

/// Shows a goal.
struct GoalShow: StarmapCommand {
  static let words = "goal show"
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a goal."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The goal's id, or its first characters.")
  var goal: String

  func perform(in context: CommandContext) async throws -> Report {
    try Shown.one(.goal, named: goal, in: context)
  }
}

/// Adds a goal.
struct GoalAdd: StarmapCommand {
  static let words = "goal add"
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Add a goal to a family."
  )

  @OptionGroup var global: GlobalOptions
  @OptionGroup var fields: GoalFields

  @Argument(help: "The family's code.")
  var family: String

  func perform(in context: CommandContext) async throws -> Report {
    try Shown.add(.goal, fields.values, to: family, in: context)
  }
}

/// Edits a goal.
struct GoalEdit: StarmapCommand {
  static let words = "goal edit"
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Change a goal's details."
  )

  @OptionGroup var global: GlobalOptions
  @OptionGroup var fields: GoalFields

  @Argument(help: "The goal's id, or its first characters.")
  var goal: String

  @Option(help: "A field to clear, such as targetDate; may be repeated.")
  var clear: [String] = []

  func perform(in context: CommandContext) async throws -> Report {
    try Shown.edit(.goal, named: goal, fields.values.clearing(clear), in: context)
  }
}

/// Deletes a goal.
struct GoalDelete: StarmapCommand {
  static let words = "goal delete"
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Delete a goal; it can be brought back."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The goal's id, or its first characters.")
  var goal: String

  func perform(in context: CommandContext) async throws -> Report {
    try Shown.delete(.goal, named: goal, in: context)
  }
}

/// Brings a deleted goal back.
struct GoalRestore: StarmapCommand {
  static let words = "goal restore"
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Bring a deleted goal back."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The family's code.")
  var family: String

  @Argument(help: "The goal's whole id.")
  var goal: String

  func perform(in context: CommandContext) async throws -> Report {
    try Shown.restore(.goal, goal, of: family, in: context)
  }
}
