import ArgumentParser
import Casework
import Drawing
import Instruments
import StarmapDevice
import WireFormat

/// Drawing readings.
struct StarCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "star",
    abstract: "Draw a family's readings.",
    subcommands: [StarShow.self]
  )
}

/// Draws the first and the latest reading of one instrument.
struct StarShow: StarmapCommand {
  static let words = "star show"
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Draw the readings of one instrument as a star and a table of change."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The family's code.")
  var family: String

  @Option(help: "The instrument; the one of the latest reading if left out.")
  var instrument: String?

  @Option(help: "The member, for an instrument about one person: id or first characters.")
  var member: String?

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    let family = try device.family(named: family)
    let memberID = try member.map {
      try device.record(of: .member, named: $0, family: family.family).id
    }
    let readings = try device.records(of: .reading, family: family.family)
      .map { try device.effectiveReading($0) }
      .filter { !$0.isWithdrawn }
      .map(\.reading)
      .filter { instrument == nil || $0.instrument == instrument }
      .filter { memberID == nil || $0.member == memberID }
      .sorted { $0.date < $1.date }
    guard let latest = readings.last else {
      throw Failure(
        .notFound,
        code: "no-readings",
        "Family \(family.code) has no such readings on this device.",
        next: "starmap reading list \(family.code)"
      )
    }
    // Readings of other tools, editions or people never share a chart.
    let shown = readings.filter {
      $0.instrument == latest.instrument && $0.edition == latest.edition
        && $0.member == latest.member
        && $0.respondent.countsInReports
          == latest.respondent.countsInReports
    }
    guard
      let pack = try device.catalogue().pack(
        InstrumentKey(id: latest.instrument, edition: latest.edition)
      )
    else {
      throw Failure(
        .notFound,
        code: "unknown-edition",
        "The pack of \(latest.instrument) edition \(latest.edition) is not on this device.",
        next: "starmap sync"
      )
    }
    let scene = StarScene(readings: shown, pack: pack, title: "Family \(family.code)")
    var lines = scene.terminalText(global.terminal(context.environment))
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if let notice = pack.assumptionNotice { lines.append(notice) }
    return Report(
      data: [
        "family": .string(family.code), "instrument": .string(pack.key.id),
        "edition": .string(pack.key.edition),
        "readings": .array(
          shown.map { reading in
            [
              "date": .string(reading.date.description),
              "scores": .object(
                Dictionary(reading.scores.map { ($0.area, .string($0.code)) }) { first, _ in first }
              ),
            ]
          }
        ),
      ],
      lines: lines
    )
  }
}

extension StarScene {
  /// The scene of some readings of one instrument, oldest first.
  init(readings: [Reading], pack: InstrumentPack, title: String) {
    let scale = pack.scales.first
    self.init(
      title: "\(title) · \(pack.title)",
      scale: StarScale(
        codes: scale?.points.sorted { $0.order < $1.order }.map(\.code) ?? [],
        text: scale?.summary,
        lowerIsBetter: scale?.polarity == .lowerIsBetter
      ),
      readings: readings.enumerated().map { index, reading in
        StarReading(
          date: StarDate(year: reading.date.year, month: reading.date.month, day: reading.date.day),
          number: index + 1
        )
      },
      areas: pack.areas.map { area in
        StarArea(
          title: area.title,
          marks: readings.map { reading in
            guard let score = reading.scores.first(where: { $0.area == area.id }) else {
              return nil
            }
            guard pack.rank(of: score.code, area: area.id) == nil else {
              return .score(score.code)
            }
            return score.code == NonScore.notScored.rawValue
              ? nil : .word(NonScore(rawValue: score.code)?.words ?? score.code)
          }
        )
      }
    )
  }
}

extension NonScore {
  /// The words a person sees.
  fileprivate var words: String {
    switch self {
    case .notApplicable: "does not apply"
    case .notScored: "not scored"
    case .declined: "declined"
    case .noIssue: "no issue"
    case .unknown: "not known"
    }
  }
}
