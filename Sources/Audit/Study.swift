package import Casework
package import Instruments
package import Intake
package import Reconciliation
import WireFormat

/// A study of past records: everything that its audit is computed from.
///
/// The order of the files, of their rows and of their columns means nothing, but for the order of
/// families in a study of links, which fixes what a bootstrap draws.
package struct Study: Sendable {
  /// What the files are and by which policies they are judged.
  package let profile: StudyProfile
  /// The instruments, the framework and the crosswalks.
  package var reference: StudyReference
  /// What became of every row, and what was accepted.
  package let intake: Intake
  /// The accepted episodes with the readings that name them.
  package let episodes: [StudyEpisode]
  /// How families fared.
  package let progress: Progress
  /// The readings that stand at the moment of the study.
  package let standing: StandingReadings

  /// What a server holds beside the episodes; nothing for a study from files.
  package let evidence: StoredEvidence

  /// Takes records that a server holds, which were judged when they came in.
  ///
  /// Differences are those of the first two authorities: in the order of the instruments of the study
  /// of both, where there is one, and by title. The compared outcome is the first of the framework that
  /// both of their main instruments measure.
  ///
  /// - Parameters:
  ///   - records: The records.
  ///   - from: The first day of the closure period.
  ///   - to: Its last day.
  ///   - day: The last day of which anything is known.
  ///   - asOf: The moment.
  ///   - catalogue: The installed packs.
  ///   - library: The frameworks, the crosswalks and the policy.
  package init(
    _ records: StoredRecords,
    from: CalendarDay,
    to: CalendarDay,
    day: CalendarDay,
    asOf: AsOf,
    catalogue: InstrumentCatalogue,
    library: ReconciliationLibrary
  ) {
    let cases = records.cases
    let evidence = records.evidence
    let authorities = evidence.ordered(Set(cases.map(\.authority)), library.policy)
    let mains = authorities.compactMap { library.policy.mainInstrument(of: $0) }
    let used = Set(cases.flatMap(\.readings).map(\.key.id)).union(mains)
    reference = StudyReference(
      library: library,
      catalogue: catalogue,
      instruments: used.union(evidence.instruments)
    )
    profile = StudyProfile(
      authorities: authorities,
      mapping: ImportMapping(ofStudies: evidence.rows),
      policy: StudyPolicy(
        stored: library.policy,
        period: (from, to),
        asOf: day,
        reference,
        mains: Array(mains.prefix(2)),
        evidence
      )
    )
    intake = Intake(study: evidence.rows, population: evidence.population)
    episodes = cases.compactMap { StudyEpisode(stored: $0, records.support[$0.id]) }
    standing = StandingReadings(of: cases, records.replacements, asOf: asOf)
    progress = Progress(
      episodes: cases,
      replacements: records.replacements,
      from: from,
      to: to,
      asOf: asOf,
      catalogue: catalogue,
      library: library
    )
    self.evidence = evidence
  }

  /// Reads and judges the records of a study.
  ///
  /// - Parameters:
  ///   - profile: What the files are.
  ///   - reference: The reference data.
  ///   - files: The files that the profile names.
  /// - Throws: ``StudyProblem`` when one is not there, or ``Intake/IntakeProblem`` as a sentence when
  ///   it cannot be read by the profile.
  package init(
    profile: StudyProfile,
    reference: StudyReference,
    files: [StudyFile]
  ) throws(StudyProblem) {
    for path in profile.files where !files.contains(where: { $0.path == path }) {
      throw .missing(path)
    }
    try reference.check(profile)
    let policy = profile.policy
    let intake: Intake
    do {
      intake = try Intake(
        files: files.map { IntakeFile(path: $0.path, bytes: $0.bytes) },
        mapping: profile.mapping,
        catalogue: reference.catalogue,
        known: KnownRecords(),
        extracted: policy.extractDate,
        reach: EpisodeReach(
          daysBefore: policy.progress.baselineBeforeDays,
          daysAfter: policy.progress.afterEndDays
        )
      )
    } catch {
      throw .unreadable("The study", error.description)
    }
    let episodes = StudyEpisode.all(intake, profile)
    let asOf = AsOf(endOf: policy.asOf)
    let cases = episodes.map(\.record)
    self.profile = profile
    self.reference = reference
    self.intake = intake
    self.episodes = episodes
    standing = StandingReadings(of: cases, asOf: asOf)
    progress = Progress(
      episodes: cases,
      from: policy.from,
      to: policy.to,
      asOf: asOf,
      catalogue: reference.catalogue,
      library: reference.library
    )
    evidence = .none
  }
}

extension Study {
  /// How many readings take part.
  package var readingCount: Int {
    max(intake.readings.count, episodes.reduce(0) { $0 + $1.record.readings.count })
  }
}

/// An accepted episode of a study, as the file has it and as the rules of progress need it.
///
/// It never changes and is handed on very often, so it is an object: a copy is one reference, not every part.
package final class StudyEpisode: Sendable {
  /// The row of the file.
  package let imported: ImportedEpisode
  /// The same with the readings that name it.
  package let record: EpisodeCase
  /// The team of the lead worker; `nil` where it is not known.
  let team: String?

  private init(imported: ImportedEpisode, record: EpisodeCase, team: String?) {
    self.imported = imported
    self.record = record
    self.team = team
  }

  /// An episode that a server holds; `nil` for one that no file could hold.
  init?(stored record: EpisodeCase, _ support: StoredSupport?) {
    var fields: [String: JSON] = [
      "authority": .string(record.authority), "id": .string(record.id),
      "family": .string(record.family), "opened": .string(record.opened.description), "file": "",
      "row": 0,
    ]
    fields["closed"] = record.closed.map { .string($0.description) }
    fields["tier"] = record.tier.map { .string($0) }
    fields["district"] = record.district.map { .string($0) }
    fields.merge(support?.columns ?? [:]) { own, _ in own }
    guard let imported = ImportedEpisode(json: .object(fields)) else { return nil }
    self.imported = imported
    self.record = record
    team = support?.team(of: record)
  }

  static func all(_ intake: Intake, _ profile: StudyProfile) -> [StudyEpisode] {
    var readings: [SourceKey: [CaseReading]] = [:]
    for reading in intake.readings {
      guard let episode = reading.episode else { continue }
      let key = SourceKey(authority: reading.authority, id: episode)
      readings[key, default: []].append(CaseReading(reading))
    }
    let teams = Dictionary(
      intake.workers.map { (SourceKey(authority: $0.authority, id: $0.id), $0.team) }
    ) { first, _ in first }
    return intake.episodes.map { episode in
      let worker = episode.worker.map { SourceKey(authority: episode.authority, id: $0) }
      let authority = profile.authority(episode.authority) ?? episode.authority
      let key = SourceKey(authority: episode.authority, id: episode.id)
      return StudyEpisode(
        imported: episode,
        record: EpisodeCase(
          id: episode.id,
          family: episode.family,
          authority: authority,
          unit: authority,
          district: episode.district,
          opened: episode.opened,
          closed: episode.closed,
          tier: episode.tier,
          readings: readings[key] ?? []
        ),
        team: worker.flatMap { teams[$0] }.flatMap { $0.isEmpty ? nil : $0 }
      )
    }
  }
}

extension StudyEpisode: Hashable {
  /// Whether all parts are the same.
  package static func == (left: StudyEpisode, right: StudyEpisode) -> Bool {
    left === right
      || left.imported == right.imported && left.record == right.record && left.team == right.team
  }

  /// Equal ones have the same hash.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(record)
  }
}

extension CaseReading {
  /// A reading of a file, as the rules of progress need it.
  fileprivate convenience init(_ reading: ImportedReading) {
    self.init(
      id: reading.id,
      key: InstrumentKey(id: reading.instrument, edition: reading.edition),
      subject: reading.subjectCode ?? "",
      subjectTitle: reading.subjectCode ?? "family",
      date: reading.date,
      respondent: reading.respondent,
      timing: reading.timing,
      recorded: reading.recordedMilliseconds,
      made: reading.recordedMilliseconds,
      scores: Dictionary(reading.scores.map { ($0.area, $0.code) }) { first, _ in first },
      replaces: reading.replaces,
      isImported: true,
      worker: reading.worker
    )
  }
}
