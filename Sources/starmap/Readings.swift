import ArgumentParser
import Casework
import Instruments
import StarmapDevice
import SyncProtocol
import WireFormat

/// Readings.
struct ReadingCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reading",
    abstract: "Add, list and show readings; ask for corrections and withdrawals.",
    subcommands: [
      ReadingAdd.self, ReadingList.self, ReadingShow.self, ReadingCorrect.self,
      ReadingWithdraw.self,
    ]
  )
}

/// Adds a reading.
struct ReadingAdd: StarmapCommand {
  static let words = "reading add"
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Save a reading, with or without a signal.",
    discussion: """
      Example:
        starmap reading add K7Q --instrument demo-compass --by together \\
          --score home=6 --score learning=7 --skip money=notScored …
      """
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The family's code.")
  var family: String

  @Option(help: "The instrument's id; see: starmap instrument list")
  var instrument: String

  @Option(help: "The edition; the newest that is enabled if left out.")
  var edition: String?

  @Option(help: "together, worker-only or person-only.")
  var by: String

  @Option(help: "The day the scores are for; today if left out.")
  var date: String?

  @Option(help: "An area and its point, home=6; once for each area.")
  var score: [String] = []

  @Option(
    help: "An area without a point, money=notScored; or notApplicable, declined, noIssue, unknown."
  )
  var skip: [String] = []

  @Option(help: "A note on an area, learning='back in class'.")
  var note: [String] = []

  @Option(help: "The person's own words.")
  var ownWords: String?

  @Option(help: "The member it is about: id or first characters.")
  var member: String?

  @Option(help: "The episode: id or first characters; the open one if left out.")
  var episode: String?

  @Option(help: "inPerson or virtual.")
  var setting: String?

  @Flag(help: "Scored later for an earlier date.")
  var retrospective = false

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    let family = try device.family(named: family)
    let pack = try device.pack(instrument, edition: edition)
    var reading = Reading(
      instrument: pack.key.id,
      edition: pack.key.edition,
      subject: pack.subject,
      date: try Typed.day(date, flag: "--date", context: context),
      respondent: try Typed.respondent(by),
      timing: retrospective ? .retrospective : .standard,
      setting: try setting.map { try Typed.code($0, flag: "--setting", Setting.self) },
      scores: try Typed.scores(score, skip, of: pack),
      notes: Dictionary(
        try note.map { try Typed.pair($0, flag: "--note") }
      ) { _, last in last },
      ownWords: ownWords
    )
    reading.member = try member.map {
      try device.record(of: .member, named: $0, family: family.family).id
    }
    reading.episode =
      try episode.map { try device.record(of: .episode, named: $0, family: family.family).id }
      ?? device.openEpisode(of: family.family)?.id
    let saved = try device.addReading(reading, family: family.family)
    var report = Shown.saved(
      "Reading of family \(family.code)",
      data: ["reading": try device.shownReading(saved.record)],
      device: device
    )
    report.messages = saved.warnings.map(\.description)
    if let notice = pack.assumptionNotice { report.messages.append(notice) }
    return report
  }
}

/// Lists the readings of a family.
struct ReadingList: StarmapCommand {
  static let words = "reading list"
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the readings of a family; works offline."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The family's code.")
  var family: String

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    let family = try device.family(named: family)
    let readings = try device.records(of: .reading, family: family.family)
    return Report(
      data: ["readings": .array(try readings.map { try device.shownReading($0) })],
      lines: readings.isEmpty
        ? ["Family \(family.code) has no readings on this device."]
        : try readings.map { try Shown.line($0, device: device) }
    )
  }
}

/// Shows a reading with its corrections.
struct ReadingShow: StarmapCommand {
  static let words = "reading show"
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a reading, and what was asked or decided about it since."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The reading's id, or its first characters.")
  var reading: String

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    let record = try device.record(of: .reading, named: reading)
    let seen = try device.effectiveReading(record)
    let pack = try device.catalogue().pack(
      InstrumentKey(id: seen.reading.instrument, edition: seen.reading.edition)
    )
    var lines = [try Shown.line(record, device: device)]
    if let notice = pack?.assumptionNotice { lines.append("  \(notice)") }
    for score in seen.reading.scores {
      lines.append("  \(pack?.area(score.area)?.title ?? score.area): \(score.code)")
      if let note = seen.reading.notes[score.area] { lines.append("    \(note)") }
    }
    if let words = seen.reading.ownWords { lines.append("  Own words: \(words)") }
    if let origin = seen.reading.imported {
      let day = CalendarDay(milliseconds: origin.recorded)
      lines.append("  Imported: \(origin.id) of \(origin.source), recorded there \(day)")
      if let reason = origin.released { lines.append("  Held at first (\(reason)) and released") }
      if let remark = origin.remark { lines.append("  Remark there: \(remark)") }
    }
    for correction in try device.corrections(of: record) {
      lines.append(
        "  \(correction.text("kind")) \(correction.text("state")): \(correction.text("reason"))"
      )
    }
    return Report(data: ["reading": try device.shownReading(record)], lines: lines)
  }
}

/// Asks for a correction.
struct ReadingCorrect: StarmapCommand {
  static let words = "reading correct"
  static let configuration = CommandConfiguration(
    commandName: "correct",
    abstract: "Ask for a correction; changed scores take effect when a second person approves.",
    discussion: "Another date, respondent or timing takes effect at once; the supervisor is told."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The reading's id, or its first characters.")
  var reading: String

  @Option(help: "Why the reading is wrong.")
  var reason: String

  @Option(help: "A corrected score, home=6; may be repeated.")
  var score: [String] = []

  @Option(help: "The right day.")
  var date: String?

  @Option(help: "Who marked it: together, worker-only or person-only.")
  var by: String?

  @Option(help: "standard or retrospective.")
  var timing: String?

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    let record = try device.record(of: .reading, named: reading)
    let changes = ReadingChanges(
      date: try date.map { try Typed.day($0, flag: "--date", context: context) },
      respondent: try by.map { try Typed.respondent($0) },
      timing: try timing.map { try Typed.code($0, flag: "--timing", Timing.self) },
      scores: score.isEmpty
        ? nil
        : try score.map { try Typed.pair($0, flag: "--score") }.map { Score(area: $0, code: $1) }
    )
    let request = try device.correct(record, changes: changes, reason: reason)
    return Shown.saved("Correction", data: ["correction": request.shown], device: device)
  }
}

/// Asks for a withdrawal.
struct ReadingWithdraw: StarmapCommand {
  static let words = "reading withdraw"
  static let configuration = CommandConfiguration(
    commandName: "withdraw",
    abstract: "Ask that a reading no longer counts; a second person approves."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The reading's id, or its first characters.")
  var reading: String

  @Option(help: "Why.")
  var reason: String

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    let record = try device.record(of: .reading, named: reading)
    let request = try device.withdraw(record, reason: reason)
    return Shown.saved("Withdrawal", data: ["correction": request.shown], device: device)
  }
}
