import Exports
import Reconciliation

/// What every row that was reconciled must carry, beside its figures.
struct RowLabels: Hashable, Sendable {
  /// `A` status in common bands, `B` change on the tool's own scale, `C` statistical link; empty for
  /// rows that are about no family.
  var level = ""
  /// How far what it rests on has come, `PROPOSED` unless signed off.
  var status = ""
  /// The instrument with its editions.
  var instrument = ""
  /// Whom it is about.
  var perspective = ""
  /// The crosswalk, `id@version`.
  var crosswalk = ""
  /// Warnings, such as that a definition is assumed.
  var notice = ""
}

/// One row of a table.
struct AuditRow: Hashable, Sendable {
  var cells: [AuditCell]
  var labels = RowLabels()
}

/// A figure that cannot be had, and what would be needed.
struct AuditGap: Hashable, Sendable {
  /// The table that lacks it, `T6`.
  let table: String
  /// A code for programs.
  let code: String
  /// What it is about.
  let subject: String
  /// Why it cannot be told, and what data would be needed; whole sentences.
  let sentence: String
}

/// One table of the audit.
struct AuditTable: Sendable {
  /// The number, 1 to 13.
  let number: Int
  /// The name of the file without `.csv`, `T07-change`.
  let name: String
  /// The caption.
  let title: String
  /// What a reader should know before reading it.
  let introduction: String
  let columns: [AuditColumn]
  var rows: [AuditRow]
  /// Sentences below the table.
  var notes: [String] = []
  /// What it cannot give.
  var gaps: [AuditGap] = []
  /// Whether it stands on the page, or in its file alone.
  var isOnPage = true
  /// Whether it assumes more than order, and so stands in the annex.
  var isAnnex = false

  /// How many figures are hidden.
  var hiddenCount: Int { rows.reduce(0) { $0 + $1.cells.count(where: \.isHidden) } }

  /// The table as a file, with the labels of every row.
  func file(_ gate: Disclosure) -> ExportFile {
    let labels = [
      "level", "status", "instrument_edition", "perspective", "crosswalk", "suppression", "notice",
    ]
    let records = rows.map { row in
      zip(columns, row.cells).flatMap { column, cell in cell.cells(of: column.kind, gate) }
        + [
          row.labels.level, row.labels.status, row.labels.instrument, row.labels.perspective,
          row.labels.crosswalk,
          gate.isExact ? "none (internal)" : row.cells.contains(where: \.isHidden) ? "[c]" : "none",
          row.labels.notice,
        ].map { CSVCell.text($0) }
    }
    return ExportFile(
      name: "\(name).csv",
      bytes: CSV.bytes(heading: columns.flatMap(\.fileNames) + labels, records: records)
    )
  }
}

extension AuditCell {
  /// What stands in a file, a cell for each of the column's names.
  func cells(of kind: AuditColumnKind, _ gate: Disclosure) -> [CSVCell] {
    let rest = Array(repeating: CSVCell.empty, count: kind.hasLimits ? 2 : 0)
    switch self {
    case .text(let text): return [.text(text)] + rest
    case .count(.shown(let number)): return [.number("\(number)")] + rest
    case .count(.hidden), .hidden: return [.text(Self.hiddenSign)] + rest
    case .none(let reason): return [.text(reason.rawValue)] + rest
    case .missing(let code): return [.text(code)] + rest
    case .estimate(let value, let low, let high):
      let text = { (number: Double?) -> CSVCell in
        number.map { .number(FixedDecimal.text($0, of: kind, gate)) } ?? .empty
      }
      return kind.hasLimits ? [text(value), text(low), text(high)] : [text(value)]
    }
  }

  /// What stands in the place of a hidden figure for people.
  static let hiddenSign = "[c]"
}
