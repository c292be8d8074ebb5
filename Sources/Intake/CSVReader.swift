/// Reads CSV as RFC 4180 writes it, byte by byte, so that one bad row is known for what it is.
///
/// Rows end in CRLF or LF, decided row by row. A quote inside an unquoted cell stands for itself, and
/// so does whatever follows a closing quote. Nothing here looks at an encoding. Work is linear in
/// the bytes.
package struct CSVReader {
  /// The most bytes of one row; more means that a quote was left open or that it is no CSV.
  package static let rowBytesMax = 1_048_576

  /// The most cells that are kept of a row; the others are read and left out.
  package var cellsMax = Int.max
  private let bytes: [UInt8]
  private var position: Int
  private var number = 0

  /// Makes a reader at the first row, past a byte order mark.
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The next row; `nil` at the end.
  ///
  /// - Throws: ``CSVProblem``, after which nothing more can be read.
  package mutating func next() throws(CSVProblem) -> CSVRow? {
    guard position < bytes.count else { return nil }
    number += 1
    let start = position
    var row = CSVRow(number: number)
    while true {
      let cell = try cell(from: start)
      if row.cells.count < cellsMax { row.cells.append(cell) }
      guard position < bytes.count else { break }
      if bytes[position] == UInt8(ascii: ",") {
        position += 1
        try checkLength(from: start)
        if position == bytes.count, row.cells.count < cellsMax { row.cells.append([]) }
        guard position < bytes.count else { break }
        continue
      }
      row.ending = bytes[position] == UInt8(ascii: "\n") ? .lf : .crlf
      position += row.ending == .lf ? 1 : 2
      break
    }
    row.raw = bytes[start..<position]
    return row
  }

  /// Reads a cell, and leaves the position on the comma or the row's end after it.
  private mutating func cell(from start: Int) throws(CSVProblem) -> ArraySlice<UInt8> {
    guard bytes[position] == UInt8(ascii: "\"") else { return try plain(from: start) }
    position += 1
    var content: [UInt8] = []
    var chunk = position
    while position < bytes.count {
      try checkLength(from: start)
      guard bytes[position] == UInt8(ascii: "\"") else {
        position += 1
        continue
      }
      content += bytes[chunk..<position]
      position += 1
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
        let rest = try plain(from: start)
        return rest.isEmpty ? content[...] : (content + rest)[...]
      }
      chunk = position
      position += 1
    }
    throw .openQuote(row: number)
  }

  private mutating func plain(from start: Int) throws(CSVProblem) -> ArraySlice<UInt8> {
    let first = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: ","), UInt8(ascii: "\n"): return bytes[first..<position]
      case UInt8(ascii: "\r"):
        if position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "\n") {
          return bytes[first..<position]
        }
        position += 1
      default: position += 1
      }
      try checkLength(from: start)
    }
    return bytes[first..<position]
  }

  private func checkLength(from start: Int) throws(CSVProblem) {
    if position - start > Self.rowBytesMax { throw .rowTooLong(row: number) }
  }
}

/// One row of a CSV file.
package struct CSVRow: Hashable, Sendable {
  /// How a row ends.
  package enum Ending: Hashable, Sendable {
    case lf, crlf
    /// The file ends with it.
    case none
  }

  /// Its number; the header is row 1, and a line break inside a cell begins no other.
  package let number: Int
  /// Its cells, without their quotes.
  package fileprivate(set) var cells: [ArraySlice<UInt8>] = []
  /// How it ends.
  package fileprivate(set) var ending = Ending.none
  /// Its bytes as they stand in the file.
  package fileprivate(set) var raw: ArraySlice<UInt8> = []

  fileprivate init(number: Int) {
    self.number = number
  }

  /// Whether it is an empty line.
  package var isEmpty: Bool {
    cells.count == 1 && cells.allSatisfy(\.isEmpty)
  }
}

/// Why a file cannot be read as CSV any further.
package enum CSVProblem: Error, Hashable, Sendable {
  /// The quote that a row opened is never closed.
  case openQuote(row: Int)
  /// A row has more bytes than any row may have.
  case rowTooLong(row: Int)
}
