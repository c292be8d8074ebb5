import ArgumentParser
import Casework
import StarmapDevice
import SyncProtocol
import WireFormat

/// What families consent to.
struct ConsentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "consent",
    abstract: "Record that a consent was given or withdrawn, and show how consents stand.",
    subcommands: [ConsentGive.self, ConsentWithdraw.self, ConsentShow.self]
  )
}

/// What every event of a consent says.
struct ConsentOptions: ParsableArguments {
  @Argument(help: "The family's code.")
  var family: String

  @Option(help: "service (to be worked with) or sharing (with the other services that help).")
  var purpose: String

  @Option(help: "The member it is about: id or first characters; the whole family if left out.")
  var member: String?

  @Option(help: "The day it was given or withdrawn; today if left out.")
  var date: String?

  /// Saves the event and tells how things stand.
  func save(
    _ event: ConsentEvent,
    how: String?,
    in context: CommandContext
  ) throws -> Report {
    let device = try context.device()
    let family = try device.family(named: family)
    let consent = Consent(
      event,
      try Typed.code(purpose, flag: "--purpose", ConsentPurpose.self),
      member: try member.map {
        try device.record(of: .member, named: $0, family: family.family).id
      },
      date: try Typed.day(date, flag: "--date", context: context),
      how: try how.map { try Typed.code($0, flag: "--how", ConsentManner.self) }
    )
    let saved = try device.addConsent(consent, family: family.family)
    let what = event == .given ? "Consent" : "Withdrawal of a consent"
    var report = Shown.saved(
      "\(what) of family \(family.code)",
      data: [
        "consent": saved.record.shown,
        "consent_states": try device.shownConsentStates(of: family.family),
      ],
      device: device
    )
    report.messages = saved.warnings.map(\.description)
    return report
  }
}

/// Records that a consent was given.
struct ConsentGive: StarmapCommand {
  static let words = "consent give"
  static let configuration = CommandConfiguration(
    commandName: "give",
    abstract: "Record that a consent was given, with or without a signal.",
    discussion: """
      Example:
        starmap consent give K7Q --purpose sharing --how written

      A consent given on the day of a withdrawal does not stand; it counts from the day after.
      """
  )

  @OptionGroup var global: GlobalOptions
  @OptionGroup var options: ConsentOptions

  @Option(help: "spoken or written.")
  var how: String

  func perform(in context: CommandContext) async throws -> Report {
    try options.save(.given, how: how, in: context)
  }
}

/// Records that a consent was withdrawn.
struct ConsentWithdraw: StarmapCommand {
  static let words = "consent withdraw"
  static let configuration = CommandConfiguration(
    commandName: "withdraw",
    abstract: "Record that a consent was withdrawn; what was recorded before stays listed."
  )

  @OptionGroup var global: GlobalOptions
  @OptionGroup var options: ConsentOptions

  @Option(help: "spoken or written, if anything is to be said.")
  var how: String?

  func perform(in context: CommandContext) async throws -> Report {
    try options.save(.withdrawn, how: how, in: context)
  }
}

/// Shows how the consents of a family stand, and every event behind that.
struct ConsentShow: StarmapCommand {
  static let words = "consent show"
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show how the consents of a family stand, and what was recorded; works offline."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The family's code.")
  var family: String

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    let family = try device.family(named: family)
    let records = try device.consents(of: family.family)
    let states = try device.consentLines(of: family.family)
    let events = try records.map { "  " + (try Shown.line($0, device: device)) }
    return Report(
      data: [
        "consents": .array(records.map(\.shown)),
        "consent_states": try device.shownConsentStates(of: family.family),
      ],
      lines: records.isEmpty
        ? ["Family \(family.code) has no consents on this device."]
        : states + ["", "Recorded"] + events
    )
  }
}

extension Device {
  /// How the consents of a family stand, in a command's JSON.
  func shownConsentStates(of family: FamilyID) throws -> JSON {
    .array(try consentStates(of: family).map(\.json))
  }

  /// How the consents of a family stand, one a line.
  func consentLines(of family: FamilyID) throws -> [String] {
    try consentStates(of: family).map { state in
      let consent = state.consent
      let subject = try subjectOfConsent(consent.member?.description, family: family)
      return
        "\(consent.purpose.rawValue), \(subject): \(consent.event.rawValue) on \(consent.date)"
    }
  }

  /// Whom a consent is about, for a person.
  func subjectOfConsent(_ member: String?, family: FamilyID) throws -> String {
    guard let member else { return "whole family" }
    let found = try members(of: family).first { $0.id.description == member }
    return found?.text("name") ?? "member \(member.prefix(18))"
  }
}
