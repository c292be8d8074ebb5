/// A CSV file as a test writes it down.
struct Sheet {
  /// The names of the columns.
  var columns: [String]
  /// The rows, each with a cell for every column.
  var rows: [[String]] = []

  /// A sheet whose rows name the columns that they fill.
  init(_ columns: [String], _ rows: [[String: String]] = []) {
    self.columns = columns
    self.rows = rows.map { row in columns.map { row[$0] ?? "" } }
  }

  /// The bytes of the file, without a byte order mark.
  var bytes: [UInt8] {
    let lines = ([columns] + rows).map { cells in
      cells.map { $0.contains(where: { ",\"\n".contains($0) }) ? "\"\($0)\"" : $0 }
        .joined(separator: ",")
    }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  /// The same rows in the opposite order.
  var reversed: Sheet {
    var sheet = self
    sheet.rows.reverse()
    return sheet
  }

  /// The same cells with the columns the other way round.
  var mirrored: Sheet {
    var sheet = self
    sheet.columns.reverse()
    sheet.rows = rows.map { $0.reversed() }
    return sheet
  }

  /// The same sheet with every cell of some columns put through a function.
  func mapping(_ names: Set<String>, _ change: (String) -> String) -> Sheet {
    var sheet = self
    sheet.rows = rows.map { row in
      zip(columns, row).map { names.contains($0) ? change($1) : $1 }
    }
    return sheet
  }

  /// The same sheet with other names of columns.
  func renaming(_ change: (String) -> String) -> Sheet {
    var sheet = self
    sheet.columns = columns.map(change)
    return sheet
  }
}
