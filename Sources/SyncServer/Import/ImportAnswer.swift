import Casework
import Intake
import WireFormat

/// What an import has to tell: counts, what was stored, and every row that was not simply accepted.
struct ImportAnswer {
  let intake: Intake
  let outcome: ImportWriter.Outcome
  let isDryRun: Bool

  var json: JSON {
    let disputed = disputedRows
    return [
      "dryRun": .bool(isDryRun),
      "files": .array(
        intake.files.map { report in
          [
            "source": .string(report.source), "path": .string(report.path),
            "counts": report.countsJSON,
          ]
        }
      ),
      "stored": counts(outcome.stored), "unchanged": counts(outcome.unchanged),
      "held": .int(Int64(outcome.held)), "heldBefore": .int(Int64(outcome.heldBefore)),
      "refusedBefore": .int(Int64(outcome.refusedBefore)), "erased": .int(Int64(outcome.erased)),
      "changedSinceImport": .int(Int64(outcome.disputes.count)),
      "notes": .array(
        intake.files.flatMap { report in
          report.rows.compactMap { row in note(of: row, in: report, disputed: disputed) }
        }
      ),
    ]
  }

  private struct RowKey: Hashable {
    let file: String
    let row: Int
  }

  private var disputedRows: [RowKey: DispositionReason] {
    let pairs = outcome.disputes.flatMap { act in
      act.rows.map { (RowKey(file: act.file, row: $0), act.reason) }
    }
    return Dictionary(pairs) { first, _ in first }
  }

  /// A row that has something to be said about: file, row, record, disposition, reason.
  private func note(
    of row: RowDisposition,
    in report: IntakeReport,
    disputed: [RowKey: DispositionReason]
  ) -> JSON? {
    var disposition = row.disposition
    var reason = row.reason
    if let dispute = disputed[RowKey(file: report.name, row: row.row)] {
      disposition = .held
      reason = dispute
    }
    guard let reason else { return nil }
    return .array([
      .string(report.name), .int(Int64(row.row)), .string(row.recordID),
      .string(disposition.rawValue), .string(reason.rawValue),
    ])
  }

  private func counts(_ counts: [String: Int]) -> JSON {
    .object(counts.mapValues { .int(Int64($0)) })
  }
}
