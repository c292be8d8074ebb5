import Casework
import Instruments

/// The rows of all files of one source, with what every kind of check begins with.
struct SourceRows {
  let source: ImportSource
  let tables: [IntakeTable]
  let lookup: SourceLookup
  var rows: [JudgedRow]

  init(_ source: ImportSource, _ tables: [IntakeTable]) {
    self.source = source
    self.tables = Self.named(tables)
    lookup = SourceLookup(source)
    rows = tables.enumerated().flatMap { number, table in
      table.rows.map { JudgedRow(table: number, row: $0) }
    }
    for place in rows.indices {
      let table = tables[rows[place].table]
      guard let fault = rows[place].row.structureFault(columnCount: table.columnCount) else {
        continue
      }
      rows[place].refuse(fault)
    }
  }

  /// The files of one source, each by the last part of its path when there are several.
  private static func named(_ tables: [IntakeTable]) -> [IntakeTable] {
    guard tables.count > 1 else { return tables }
    var counts: [String: Int] = [:]
    return tables.map { table in
      var named = table
      named.name = table.path.split(separator: "/").last.map(String.init) ?? table.path
      counts[named.name, default: 0] += 1
      if let count = counts[named.name], count > 1 { named.name += " (\(count))" }
      return named
    }
  }

  /// Reads every row that nothing has refused yet.
  ///
  /// - Parameter read: Reads one row, or says why it cannot be used and whether a person may decide.
  /// - Returns: What was read, by the row's place.
  mutating func read<Content>(
    _ read: (inout RowValues, inout JudgedRow) -> Content?
  ) -> [Int: Content] {
    var contents: [Int: Content] = [:]
    for place in rows.indices where rows[place].isOpen {
      var values = RowValues(tables[rows[place].table], lookup, rows[place].row)
      let content = read(&values, &rows[place])
      rows[place].notes.formUnion(values.notes)
      if let content { contents[place] = content }
    }
    return contents
  }

  /// Settles duplicates among rows that are still open, or that a kind lets take part.
  mutating func settleDuplicates(_ keys: [Int: String]) {
    rows.settleDuplicates(keys.filter { rows[$0.key].isOpen }, in: tables)
  }

  /// The reports, one a file.
  var reports: [IntakeReport] {
    tables.enumerated().map { number, table in
      IntakeReport(
        source: source.file,
        path: table.path,
        name: table.name,
        rows: rows.filter { $0.table == number }
          .map { $0.disposition(headerEnding: table.headerEnding) }
      )
    }
  }

  /// The acts of held rows, one for each record and reason, with what was read of their rows.
  func heldActs(_ read: [Int: HeldCandidate]) -> [HeldAct] {
    let held = rows.indices.filter { rows[$0].disposition == .held }
    let groups = Dictionary(grouping: held) { place in
      "\(rows[place].recordID)\n\(rows[place].reason?.rawValue ?? "")"
    }
    return groups.values.compactMap { places in
      let ordered = places.sorted()
      guard let first = ordered.first, let reason = rows[first].reason else { return nil }
      return HeldAct(
        file: tables[rows[first].table].name,
        authority: source.authority,
        recordID: rows[first].recordID,
        reason: reason,
        rows: ordered.map { rows[$0].row.number },
        candidates: ordered.compactMap { read[$0] }
      )
    }
  }
}
