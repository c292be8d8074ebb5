import Casework
import Instruments
package import Reconciliation
package import Storage
package import SyncProtocol
package import WireFormat

extension ServerCore {
  /// The rounds of every mapping that has a sheet, by the names of their tasks.
  ///
  /// - Parameters:
  ///   - reader: The snapshot.
  ///   - seq: The newest commit that counts; the head when `nil`.
  /// - Returns: The rounds.
  /// - Throws: `StorageError` when a stored sheet cannot be read.
  package static func mappings(
    from reader: any LedgerReader,
    at seq: Int64? = nil
  ) throws -> [MapperRounds] {
    var sheets: [(seq: Int64, sheet: MapperSheet)] = []
    for stored in try reader.studyRecords(of: .mapping) where stored.version <= seq ?? .max {
      guard let sheet = (try? JSON(strict: stored.body)).flatMap({ MapperSheet(json: $0) }) else {
        throw StorageError(.corrupt, "A stored sheet of a mapper cannot be read.")
      }
      sheets.append((stored.version, sheet))
    }
    let ordered = sheets.sorted { $0.seq < $1.seq }.map(\.sheet)
    return try Set(ordered.map(\.task)).sorted { $0.name < $1.name }.map { task in
      try rounds(of: task, ordered, from: reader)
    }
  }

  /// Stores the sheet of a mapper or an adjudicator.
  ///
  /// - Parameters:
  ///   - file: The sheet; it never changes.
  ///   - principal: The partnership lead who hands it in.
  ///   - writer: The commit.
  /// - Returns: The rounds with the sheet.
  /// - Throws: ``Refusal``, and then nothing is kept.
  package func handIn(
    _ file: JSON,
    by principal: Principal,
    into writer: any LedgerWriter
  ) throws -> MapperRounds {
    let segment = try decisionSegment(by: principal, writer)
    let signer = try signer(principal, for: .store, authority: nil, writer)
    let sheet: MapperSheet
    do throws(ReferenceProblem) {
      sheet = try MapperSheet(file: file, signer: signer)
    } catch {
      throw Refusal(.invalidReference, error.description)
    }
    let others = try Self.mappings(from: writer).first { $0.task == sheet.task }
    let rounds = try others ?? Self.rounds(of: sheet.task, [], from: writer)
    do throws(MapperRefusal) {
      try rounds.check(sheet)
    } catch {
      throw Refusal(ProblemCode(rawValue: error.code) ?? .wrongState, error.description)
    }
    let record: RecordID = surroundings.newID()
    try segment.put(sheet, id: record)
    segment.note(sheet.json.canonical)
    try segment.log("crosswalk.map", family: nil, record: record)
    try segment.close()
    return try Self.rounds(of: sheet.task, rounds.sheets + [sheet], from: writer)
  }

  private static func rounds(
    of task: MappingTask,
    _ sheets: [MapperSheet],
    from reader: any LedgerReader
  ) throws -> MapperRounds {
    guard let pack = try catalogue(from: reader).pack(task.source) else {
      throw Refusal(.unknownEdition, "\(task.source) is not installed; list the packs.")
    }
    let frameworks = try references(from: reader).compactMap(\.document.framework)
    guard let framework = frameworks.first(where: { $0.key == task.target }) else {
      throw Refusal(.notFound, "The framework \(task.target) is not there; list the crosswalks.")
    }
    return MapperRounds(
      task: task,
      pairs: task.pairs(pack: pack, framework: framework),
      authorities: Set(try AuthorityUnits(reader).all.keys),
      sheets: sheets
    )
  }
}

extension Segment {
  fileprivate func put(_ sheet: MapperSheet, id: RecordID) throws {
    try put(
      StoredRecord(
        id: id,
        type: .mapping,
        family: .study,
        recordClass: .core,
        version: seq,
        author: principal?.worker,
        made: receipt,
        body: sheet.json.canonical
      )
    )
  }
}
