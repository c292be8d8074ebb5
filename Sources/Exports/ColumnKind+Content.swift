import WireFormat

extension ColumnKind {
  /// The content as a cell of a CSV file; nothing is an empty cell.
  func cell(_ content: String?) -> CSVCell {
    guard let content, !content.isEmpty else { return .empty }
    switch self {
    case .number, .integer, .decimal, .score: return .number(content)
    case .text, .code, .date, .time, .flag: return .text(content)
    }
  }

  /// The content as a member of a line of JSON; nothing is `null`, never zero.
  ///
  /// Whole numbers are numbers. Decimals stay the text that the CSV file has, so that no reader
  /// rounds them; scores stay codes, for they are names of points.
  func json(_ content: String?) -> JSON {
    guard let content, !content.isEmpty else { return .null }
    switch self {
    case .integer: return Int64(content).map { .int($0) } ?? .string(content)
    case .flag: return .bool(content == "true")
    case .text, .code, .date, .time, .number, .decimal, .score: return .string(content)
    }
  }
}
