package import Casework
package import Instruments

/// The files of one run, read and judged: what became of every row, and what may be stored.
///
/// It depends on nothing but what is handed in: the same files give the same dispositions, in whatever
/// order the files and their rows come.
package struct Intake: Sendable {
  /// What became of the rows, a report a file, in the order of the mapping.
  package private(set) var files: [IntakeReport] = []
  /// The paths of files found in a folder that are none of the mapping's.
  package private(set) var skipped: [String] = []
  /// Accepted workers.
  package private(set) var workers: [ImportedWorker] = []
  /// Accepted episodes.
  package private(set) var episodes: [ImportedEpisode] = []
  /// Accepted readings, whole.
  package private(set) var readings: [ImportedReading] = []
  /// Accepted rows of studies.
  package private(set) var study: [ImportedStudyRow] = []
  /// Accepted population figures.
  package private(set) var population: [ImportedPopulation] = []
  /// What a person decides about, sorted by file and row.
  package private(set) var held: [HeldAct] = []

  /// What earlier imports brought of studies and of populations; everything else is stored as records.
  package init(study: [ImportedStudyRow] = [], population: [ImportedPopulation] = []) {
    self.study = study
    self.population = population
  }

  /// Reads and judges.
  ///
  /// - Parameters:
  ///   - files: The files, in any order.
  ///   - mapping: What their columns and words mean.
  ///   - catalogue: The installed instruments; history needs no licence.
  ///   - known: What earlier imports brought.
  ///   - extracted: The day of the extract; later days are in the future.
  ///   - reach: How far beyond its ends an episode reaches for readings.
  /// - Throws: ``IntakeProblem`` when a file cannot be read by its mapping at all.
  package init(
    files: [IntakeFile],
    mapping: ImportMapping,
    catalogue: InstrumentCatalogue,
    known: KnownRecords,
    extracted: CalendarDay,
    reach: EpisodeReach = .standard
  ) throws(IntakeProblem) {
    guard !files.isEmpty else { throw .noFile }
    let areaIDs = try Self.areaIDs(mapping, catalogue)
    let matched = try FileMatching(mapping, areaIDs: areaIDs).match(files)
    skipped = matched.skipped
    var register = EpisodeRegister(known: known, mapping: mapping)
    var reports: [Int: [IntakeReport]] = [:]
    // Workers before episodes before readings, whatever the order of the mapping.
    for stage in Self.stages {
      for (place, source) in mapping.sources.enumerated() where stage.contains(source.kind) {
        guard let own = matched.tables[place] else { continue }
        var rows = SourceRows(source, own)
        let checks = ReadingChecks(
          catalogue: catalogue,
          register: register,
          extracted: extracted,
          reach: reach
        )
        judge(&rows, &register, checks)
        reports[place] = rows.reports
      }
    }
    self.files = mapping.sources.indices.flatMap { reports[$0] ?? [] }
    held.sort {
      ($0.file, $0.rows.first ?? 0, $0.recordID) < ($1.file, $1.rows.first ?? 0, $1.recordID)
    }
  }

  private static let stages: [Set<SourceKind>] = [
    [.workers], [.episodes], [.starWide, .areaLong, .dual, .double, .population],
  ]

  private mutating func judge(
    _ rows: inout SourceRows,
    _ register: inout EpisodeRegister,
    _ checks: ReadingChecks
  ) {
    switch rows.source.kind {
    case .workers: workers += rows.workers(&register)
    case .episodes: episodes += rows.episodes(&register, &held)
    case .starWide: readings += rows.readings(checks, &held)
    case .areaLong:
      let key = InstrumentKey(
        id: rows.source.instrument ?? "",
        edition: rows.source.edition ?? ""
      )
      if let pack = checks.catalogue.pack(key) { readings += rows.assessments(checks, pack, &held) }
    case .dual, .double: study += rows.study(checks)
    case .population: population += rows.population(checks)
    }
  }

  /// The areas of each instrument that each source names, over all its editions.
  private static func areaIDs(
    _ mapping: ImportMapping,
    _ catalogue: InstrumentCatalogue
  ) throws(IntakeProblem) -> [String: [String: [String]]] {
    var areas: [String: [String: [String]]] = [:]
    for source in mapping.sources {
      for instrument in source.areaPrefixes.keys.sorted() + [source.instrument].compactMap(\.self) {
        let editions = catalogue.editions(of: instrument)
        let isThere = source.edition.map { edition in
          editions.contains { $0.key.edition == edition }
        }
        guard !editions.isEmpty else {
          throw .unknownInstrument(source.file, instrument, known: catalogue.ids)
        }
        guard isThere ?? true else {
          throw .unknownInstrument(
            source.file,
            "\(instrument) \(source.edition ?? "")",
            known: editions.map { "\($0.key.id) \($0.key.edition)" }
          )
        }
        guard source.areaPrefixes[instrument] != nil else { continue }
        var ids: [String] = []
        for area in editions.flatMap({ $0.areas.map(\.id) }) where !ids.contains(area) {
          ids.append(area)
        }
        areas[source.file, default: [:]][instrument] = ids
      }
    }
    return areas
  }
}
