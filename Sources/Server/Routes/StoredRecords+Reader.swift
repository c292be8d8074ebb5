import Audit
import Casework
import Reconciliation
import Storage
import SyncProtocol
import SyncServer
import WireFormat

extension StoredRecords {
  /// Reads everything that an audit is computed from, as the store had it at a seq.
  ///
  /// What belongs to no family (rows of studies, population figures, votes of mappers, tables of links)
  /// is the same for everybody who reads the audit, but for the true counts of studies.
  ///
  /// - Parameters:
  ///   - reader: The snapshot.
  ///   - scope: The families that take part.
  ///   - asOf: The moment.
  ///   - seq: The newest commit that counts.
  ///   - audience: For whom it is: true counts of studies, which belong to no family, are for whoever works
  ///     for the whole partnership.
  /// - Throws: `StorageError` when a stored record cannot be read.
  init(
    _ reader: any LedgerReader,
    scope: AccessScope,
    asOf: AsOf,
    seq: Int64,
    audience: AuditAudience
  ) throws {
    let withStudies = try audience == .release || reader.isWhole(scope)
    var cases = try ProgressCases(reader: reader, scope: scope, asOf: asOf, withSupport: true)
    let all = try cases.all()
    self.init(
      cases: all,
      replacements: cases.replacements,
      support: cases.support,
      evidence: try StoredEvidence(reader, seq: seq, withStudies: withStudies)
    )
  }
}

extension LedgerReader {
  /// Whether the scope is that of somebody who works for the whole partnership.
  fileprivate func isWhole(_ scope: AccessScope) throws -> Bool {
    try references(of: .unit).allSatisfy { scope.units.contains($0.id.retagged()) }
  }
}

extension StoredEvidence {
  fileprivate init(_ reader: any LedgerReader, seq: Int64, withStudies: Bool) throws {
    let stored = { (type: RecordType) in
      try reader.studyRecords(of: type).filter { $0.version <= seq }
        .sorted { ($0.version, $0.id) < ($1.version, $1.id) }
        .map { try $0.content }
    }
    let tables = try ServerCore.references(from: reader, at: seq).compactMap { reference in
      if case .linkTable(let table) = reference.document, reference.life.state.isSignedOff {
        return table
      }
      return nil
    }
    do {
      try self.init(
        records: withStudies ? try stored(.study) : [],
        imports: withStudies ? try stored(.importRun) : [],
        mapperRounds: try ServerCore.mappings(from: reader, at: seq),
        linkTables: tables
      )
    } catch let problem as StudyProblem {
      throw StorageError(.corrupt, "\(problem.description) Check the store.")
    }
  }
}
