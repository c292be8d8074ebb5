import ArgumentParser
import Casework
import WireFormat

/// Members of a family.
struct MemberCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "member",
    abstract: "List, show, add and edit members of a family.",
    subcommands: [MemberList.self, MemberShow.self, MemberAdd.self, MemberEdit.self]
  )
}

/// Lists the members of a family.
struct MemberList: StarmapCommand {
  static let words = "member list"
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the members of a family."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The family's code.")
  var family: String

  func perform(in context: CommandContext) async throws -> Report {
    try Shown.list(.member, of: family, in: context)
  }
}

/// Shows a member.
struct MemberShow: StarmapCommand {
  static let words = "member show"
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a member."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The member's id, or its first characters.")
  var member: String

  func perform(in context: CommandContext) async throws -> Report {
    try Shown.one(.member, named: member, in: context)
  }
}

/// Adds a member.
struct MemberAdd: StarmapCommand {
  static let words = "member add"
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Add a member to a family."
  )

  @OptionGroup var global: GlobalOptions
  @OptionGroup var fields: MemberFields

  @Argument(help: "The family's code.")
  var family: String

  func perform(in context: CommandContext) async throws -> Report {
    try Shown.add(.member, fields.values, to: family, in: context)
  }
}

/// Edits a member.
struct MemberEdit: StarmapCommand {
  static let words = "member edit"
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Change a member's details."
  )

  @OptionGroup var global: GlobalOptions
  @OptionGroup var fields: MemberFields

  @Argument(help: "The member's id, or its first characters.")
  var member: String

  @Option(help: "A field to clear, such as born; may be repeated.")
  var clear: [String] = []

  func perform(in context: CommandContext) async throws -> Report {
    try Shown.edit(.member, named: member, fields.values.clearing(clear), in: context)
  }
}
