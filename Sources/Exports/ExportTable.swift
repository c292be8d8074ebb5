import WireFormat

/// One table of a set: its rows in order, written as CSV or as lines of JSON.
package struct ExportTable {
  /// The name, of the file before `.csv` and in every line.
  let name: String
  let headings: [ColumnHeading]
  let count: Int
  /// The contents of one row, a place for each heading.
  private let contents: (Int) -> [String?]

  /// Takes rows that are in their final order already.
  init<Row>(_ name: String, columns: [TableColumn<Row>], rows: [Row]) {
    self.name = name
    headings = columns.map(\.heading)
    count = rows.count
    contents = { index in columns.map { $0.text(rows[index]) } }
  }

  /// The table as a file, its heading first.
  var file: ExportFile {
    let written = (0..<count).map { index in
      CSV.record(zip(headings, contents(index)).map { $0.kind.cell($1) })
    }
    return ExportFile(
      name: "\(name).csv",
      bytes: CSV.bytes(heading: headings.map(\.name), written: written)
    )
  }

  /// Writes one canonical JSON object a row, each with the name of the table.
  func appendLines(to bytes: inout [UInt8]) {
    for index in 0..<count {
      var members: [String: JSON] = ["table": .string(name)]
      for (heading, content) in zip(headings, contents(index)) {
        members[heading.name] = heading.kind.json(content)
      }
      JSON.object(members).appendCanonical(to: &bytes)
      bytes.append(0x0A)
    }
  }
}

extension ExportTable {
  /// The dictionary of tables: what every column of every file means, its own included.
  static func dictionary(of tables: [ExportTable]) -> ExportTable {
    let entries = tables.flatMap { table in table.headings.map { ("\(table.name).csv", $0) } }
    let own = dictionaryColumns.map { ("dictionary.csv", $0.heading) }
    return ExportTable("dictionary", columns: dictionaryColumns, rows: entries + own)
  }

  private static let dictionaryColumns: [TableColumn<(file: String, heading: ColumnHeading)>] = [
    TableColumn("file", .text, "Name of a file") { $0.file },
    TableColumn("column", .text, "Name of a column in it") { $0.heading.name },
    TableColumn("meaning", .text, "What the column says") { $0.heading.meaning },
    TableColumn("type", .code, "What kind of content it has") { $0.heading.kind.rawValue },
    TableColumn("since", .integer, "Version of the set that first had the column") {
      String($0.heading.since)
    },
  ]
}
