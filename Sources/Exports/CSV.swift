/// One cell of a table.
package enum CSVCell: Hashable, Sendable {
  /// Text, which a spreadsheet must never take for a formula.
  case text(String)
  /// A number written in decimal digits; anything else in it is treated as text.
  case number(String)

  /// A cell without content.
  package static let empty = CSVCell.text("")

  /// The content as it stands in the file, before quoting.
  ///
  /// Text that begins with a sign that starts a formula gets a leading apostrophe. Besides the
  /// signs of OWASP's ASVS 1.2.10 these are their full-width forms and the line feed.
  var guarded: String {
    switch self {
    case .number(let text) where Self.isDecimal(text): text
    case .number(let text), .text(let text):
      text.unicodeScalars.first.map(Self.formulaStarts.contains) == true ? "'" + text : text
    }
  }

  private static let formulaStarts: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠",
  ]

  private static func isDecimal(_ text: String) -> Bool {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    return (1...2).contains(parts.count)
      && parts.allSatisfy { part in
        !part.isEmpty
          && part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      }
  }
}

/// Writes tables as RFC 4180 asks: commas, CRLF, doubled quotes; UTF-8 without a byte order mark.
package enum CSV {
  /// The bytes of a table, its heading first; every record ends in CRLF.
  package static func bytes(heading: [String], records: [[CSVCell]]) -> [UInt8] {
    bytes(heading: heading, written: records.map { record($0) })
  }

  /// The bytes of one record with its CRLF.
  package static func record(_ cells: [CSVCell]) -> [UInt8] {
    var bytes: [UInt8] = []
    append(cells, to: &bytes)
    return bytes
  }

  /// The bytes of a table whose records ``record(_:)`` has written already.
  static func bytes(heading: [String], written: [[UInt8]]) -> [UInt8] {
    var bytes = record(heading.map { .text($0) })
    bytes.reserveCapacity(bytes.count + written.reduce(0) { $0 + $1.count })
    for record in written { bytes += record }
    return bytes
  }

  private static func append(_ cells: [CSVCell], to bytes: inout [UInt8]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(quoted: cell.guarded, to: &bytes)
    }
    bytes += [0x0D, 0x0A]
  }

  private static func append(quoted text: String, to bytes: inout [UInt8]) {
    let quote = UInt8(ascii: "\"")
    let needsQuotes = text.utf8.contains { byte in
      byte == quote || byte == UInt8(ascii: ",") || byte == 0x0D || byte == 0x0A
    }
    guard needsQuotes else {
      bytes += text.utf8
      return
    }
    bytes.append(quote)
    for byte in text.utf8 {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
    bytes.append(quote)
  }
}
