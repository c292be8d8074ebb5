import ArgumentParser
import Casework
import WireFormat

/// Notes of a family.
struct NoteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "note",
    abstract: "List, show, add, edit and delete notes of a family.",
    subcommands: [
      NoteList.self, NoteShow.self, NoteAdd.self, NoteEdit.self, NoteDelete.self,
      NoteRestore.self,
    ]
  )
}

/// Lists the notes of a family.
struct NoteList: StarmapCommand {
  static let words = "note list"
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the notes of a family."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The family's code.")
  var family: String

  func perform(in context: CommandContext) async throws -> Report {
    try Shown.list(.note, of: family, in: context)
  }
}

/// Shows a note.
struct NoteShow: StarmapCommand {
  static let words = "note show"
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a note."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The note's id, or its first characters.")
  var note: String

  func perform(in context: CommandContext) async throws -> Report {
    try Shown.one(.note, named: note, in: context)
  }
}

/// Adds a note.
struct NoteAdd: StarmapCommand {
  static let words = "note add"
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Add a note to a family."
  )

  @OptionGroup var global: GlobalOptions
  @OptionGroup var fields: NoteFields

  @Argument(help: "The family's code.")
  var family: String

  func perform(in context: CommandContext) async throws -> Report {
    var values = fields.values
    values["date"] = .string(try Typed.dayText(fields.date, flag: "--date", context: context))
    return try Shown.add(.note, values, to: family, in: context)
  }
}

/// Edits a note.
struct NoteEdit: StarmapCommand {
  static let words = "note edit"
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Change a note's details."
  )

  @OptionGroup var global: GlobalOptions
  @OptionGroup var fields: NoteFields

  @Argument(help: "The note's id, or its first characters.")
  var note: String

  @Option(help: "A field to clear, such as episode; may be repeated.")
  var clear: [String] = []

  func perform(in context: CommandContext) async throws -> Report {
    try Shown.edit(.note, named: note, fields.values.clearing(clear), in: context)
  }
}

/// Deletes a note.
struct NoteDelete: StarmapCommand {
  static let words = "note delete"
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Delete a note; it can be brought back."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The note's id, or its first characters.")
  var note: String

  func perform(in context: CommandContext) async throws -> Report {
    try Shown.delete(.note, named: note, in: context)
  }
}

/// Brings a deleted note back.
struct NoteRestore: StarmapCommand {
  static let words = "note restore"
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Bring a deleted note back."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The family's code.")
  var family: String

  @Argument(help: "The note's whole id.")
  var note: String

  func perform(in context: CommandContext) async throws -> Report {
    try Shown.restore(.note, note, of: family, in: context)
  }
}
