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
      .compactMap { record -> DatedReading? in
        let effective = try device.effectiveReading(record)
        guard !effective.isWithdrawn else { return nil }
        return DatedReading(reading: effective.reading, made: record.made, id: record.id)
      }
      .filter { instrument == nil || $0.reading.instrument == instrument }
      .filter { memberID == nil || $0.reading.member == memberID }
      .inReportOrder
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
    // What was scored looking back stays out of reports, so it stays out of the chart.
    let standard = shown.filter { $0.timing == .standard }
    let drawn = standard.isEmpty ? shown : standard
    let scene = StarScene(readings: drawn, pack: pack, title: "Family \(family.code)")
    var lines = scene.terminalText(global.terminal(context.environment))
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if let notice = pack.assumptionNotice { lines.append(notice) }
    if drawn.count < shown.count {
      lines.append("Readings that look back are not drawn: \(shown.count - drawn.count).")
    }
    return Report(
      data: [
        "family": .string(family.code), "instrument": .string(pack.key.id),
        "edition": .string(pack.key.edition),
        "readings": .array(
          drawn.map { reading in
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

/// A reading with what decides between several of one day.
private struct DatedReading {
  let reading: Reading
  let made: Int64
  let id: RecordID

  /// Whether a report would rather count the other, of the same day.
  func isLessPreferred(than other: DatedReading) -> Bool {
    let (own, others) = (reading.respondent.preference, other.reading.respondent.preference)
    if own != others { return own < others }
    return made != other.made ? made < other.made : id < other.id
  }
}

extension [DatedReading] {
  /// By day, so that the chart begins and ends with the readings that the exports compare: of the first
  /// day the preferred one comes first, of any other day last.
  fileprivate var inReportOrder: [Reading] {
    let firstDay = map(\.reading.date).min()
    let isOneDay = allSatisfy { $0.reading.date == firstDay }
    return sorted { one, other in
      let (day, otherDay) = (one.reading.date, other.reading.date)
      if day != otherDay { return day < otherDay }
      return day == firstDay && !isOneDay
        ? other.isLessPreferred(than: one) : one.isLessPreferred(than: other)
    }.map(\.reading)
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
