/// One column of a table, which is also one line of `dictionary.csv`.
///
/// Columns are only ever added, at the end; none is renamed or taken away.
struct TableColumn<Row>: Sendable {
  let heading: ColumnHeading
  /// The content; `nil` where the row has nothing to say.
  let text: @Sendable (Row) -> String?

  init(
    _ name: String,
    _ kind: ColumnKind,
    since: Int = 1,
    _ meaning: String,
    _ text: @escaping @Sendable (Row) -> String?
  ) {
    heading = ColumnHeading(name: name, meaning: meaning, kind: kind, since: since)
    self.text = text
  }

  /// The content as a cell of a CSV file.
  func cell(_ row: Row) -> CSVCell { heading.kind.cell(text(row)) }
}

/// What the dictionary says about a column.
struct ColumnHeading: Hashable, Sendable {
  let name: String
  let meaning: String
  let kind: ColumnKind
  /// The version of the set that first had the column.
  let since: Int
}

/// What a column holds, as the dictionary names it.
enum ColumnKind: String, Sendable {
  case text, code, date, time, number, flag
  /// A count, or another whole number.
  case integer
  /// A number with a fixed number of decimals, a point before them whatever the locale.
  case decimal
  /// The code of a point, or of an answer that is no score.
  case score
}
