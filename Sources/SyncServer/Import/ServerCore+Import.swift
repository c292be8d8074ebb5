import Casework
import Instruments
import Intake
package import Storage
import SyncProtocol
package import WireFormat

/// How far an import has come, for a line on the operator's screen.
package enum ImportProgress: Sendable {
  /// A file was read and judged: how the mapping names it, and its rows.
  case read(source: String, rows: Int)
  /// A file in a folder is none of the mapping's.
  case skipped(_ path: String)
  /// So many records of so many were stored or found to be there already.
  case stored(count: Int, of: Int)

  /// One line for a person.
  package var line: String {
    switch self {
    case .read(let source, let rows): "read \(source): \(rows) rows"
    case .skipped(let path): "skipped \(path): none of the mapping's files"
    case .stored(let count, let total): "stored \(count) of \(total) records"
    }
  }
}

extension ServerCore {
  /// Takes a council's files in: judges every row, stores what is accepted, holds what waits for a person.
  ///
  /// It is one commit: a crash leaves nothing of it, and a second run finds everything there already.
  ///
  /// - Parameters:
  ///   - request: The files and how to read them.
  ///   - writer: The commit.
  ///   - progress: Told how far it has come.
  /// - Returns: The dispositions and counts of every file, and what was stored.
  /// - Throws: ``Refusal`` that names the file, the mapping's fault or the remedy; nothing is kept then.
  package func importFiles(
    _ request: ImportRequest,
    into writer: any LedgerWriter,
    progress: @escaping (ImportProgress) -> Void = { _ in }
  ) throws -> JSON {
    let mapping = try mapping(of: request)
    try EpisodeCodes.check(mapping)
    let receipt = surroundings.now()
    let known = try known(writer)
    let extracted =
      request.extracted ?? mapping.extractDate ?? CalendarDay(milliseconds: receipt)
    let intake: Intake
    do throws(IntakeProblem) {
      intake = try Intake(
        files: request.files,
        mapping: mapping,
        catalogue: catalogue,
        known: known,
        extracted: extracted
      )
    } catch {
      throw Refusal(.invalidImport, error.description)
    }
    for path in intake.skipped { progress(.skipped(path)) }
    for file in intake.files { progress(.read(source: file.source, rows: file.rowCount)) }
    let storing = try ImportWriter(
      core: self,
      writer: writer,
      receipt: receipt,
      intake: intake,
      extracted: extracted,
      isDryRun: request.isDryRun,
      progress: progress
    )
    let outcome = try storing.store(intake, run: ImportRun(request, intake))
    let changed = outcome.newlyChangedReadings
    guard request.holdsChanged || changed <= ImportLimits.changedReadingsMax else {
      throw Refusal(
        .invalidImport,
        "\(changed) readings differ from what an earlier import stored, and readings are "
          + "never changed. Nothing was stored. If the mapping changed, go back to the one that was "
          + "used; if the source did, run again with --hold-changed, and each waits for a person."
      )
    }
    return ImportAnswer(intake: intake, outcome: outcome, isDryRun: request.isDryRun).json
  }

  private func mapping(of request: ImportRequest) throws(Refusal) -> ImportMapping {
    do {
      return try ImportMapping(json: request.mapping)
    } catch {
      throw Refusal(.invalidMapping, error.description)
    }
  }

  /// The workers and episodes of earlier imports.
  private func known(_ writer: any LedgerWriter) throws -> KnownRecords {
    var known = KnownRecords()
    for record in try writer.references(of: .worker) {
      guard let origin = (try? JSON(strict: record.body))?["imported"],
        let authority = origin["authority"]?.string, let id = origin["id"]?.string
      else { continue }
      known.workers.insert(SourceKey(authority: authority, id: id))
    }
    for record in try writer.recordsForJudging(of: .episode) {
      guard let origin = RecordState(body: record.body)?.fields["imported"],
        let episode = KnownEpisode(json: origin), let authority = origin["authority"]?.string,
        let id = origin["id"]?.string
      else { continue }
      known.episodes[SourceKey(authority: authority, id: id)] = episode
    }
    return known
  }
}

/// The named limits of an import.
enum ImportLimits {
  /// Readings that may newly differ from what an earlier import stored before the whole run is refused.
  static let changedReadingsMax = 50
  /// Changes under one seq, well within the protocol's own limit.
  static let segmentChangesMax = 400
  /// Bytes of records under one seq.
  static let segmentBytesMax = 1_048_576
  /// Records between two lines of progress.
  static let progressStep = 5000
}

extension KnownEpisode {
  /// Reads what an imported episode keeps of its source.
  fileprivate init?(json: JSON) {
    guard let family = json["family"]?.string,
      let opened = json["opened"]?.string.flatMap({ CalendarDay($0) })
    else { return nil }
    self.init(
      family: family,
      opened: opened,
      closed: json["closed"]?.string.flatMap { CalendarDay($0) },
      birthYears: (json["birthYears"]?.array ?? []).compactMap { year in
        year.int.flatMap { Int(exactly: $0) }
      }
    )
  }
}
