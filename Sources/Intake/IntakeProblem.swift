/// Why a whole run is refused; nothing is imported then.
package enum IntakeProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file has no byte, or no header.
  case empty(_ path: String)
  /// The file is something else than CSV: what, and what to do.
  case otherForm(_ path: String, _ what: String, _ remedy: String)
  /// The file is larger than any may be.
  case tooLarge(_ path: String)
  /// The file has more rows than any may have.
  case tooManyRows(_ path: String)
  /// The header has more columns than any may have.
  case tooManyColumns(_ path: String)
  /// The first row is not UTF-8.
  case headerNotText(_ path: String)
  /// The header lacks columns that the mapping names.
  case missingColumns(_ path: String, [MissingColumn])
  /// The header names columns twice.
  case columnTwice(_ path: String, [String])
  /// A quote is opened and never closed.
  case openQuote(_ path: String, row: Int)
  /// A row is longer than any may be.
  case rowTooLong(_ path: String, row: Int)
  /// No source of the mapping is this file.
  case unknownFile(_ path: String, known: [String])
  /// No file was given.
  case noFile
  /// The mapping names an instrument that is not installed.
  case unknownInstrument(_ source: String, String, known: [String])

  /// What is wrong, and what to do.
  package var description: String {
    switch self {
    case .empty(let path): "\(path) is empty; extract it again."
    case .otherForm(let path, let what, let remedy): "\(path) is \(what); \(remedy) first."
    case .tooLarge(let path):
      "\(path) has more than \(IntakeFile.bytesMax >> 20) MiB; split it by year."
    case .tooManyRows(let path):
      "\(path) has more than \(IntakeTable.rowsMax) rows or \(IntakeTable.cellsMax) cells; split it "
        + "by year."
    case .tooManyColumns(let path):
      "The first row of \(path) has more than \(IntakeTable.columnsMax) columns; extract it with those "
        + "that the mapping names."
    case .headerNotText(let path):
      "The first row of \(path) is not UTF-8; save the file as CSV in UTF-8."
    case .missingColumns(let path, let columns):
      "\(path) lacks columns that the mapping names: "
        + columns.map(\.description).joined(separator: ", ")
        + ". Correct the mapping's `columns`, or extract the file with them."
    case .columnTwice(let path, let names):
      "\(path) names a column twice: \(names.map(shown).joined(separator: ", ")). "
        + "Rename one of each."
    case .openQuote(let path, let row):
      "\(path): the quote that row \(row) opens is never closed; extract the file again."
    case .rowTooLong(let path, let row):
      "\(path): row \(row) has more than \(CSVReader.rowBytesMax) bytes; a quote may be left open "
        + "there. Extract the file again."
    case .unknownFile(let path, let known):
      "\(path) is none of the files that the mapping explains "
        + "(\(known.joined(separator: ", "))), by its name or by its columns."
    case .noFile: "No file was given; name the files to import."
    case .unknownInstrument(let source, let id, let known):
      "The mapping of \(source) names the instrument \(shown(id)), which is not installed. "
        + (known.isEmpty ? "No instrument is." : "Installed: \(known.joined(separator: ", ")).")
    }
  }
}

/// A column that a file lacks.
package struct MissingColumn: Hashable, Sendable, CustomStringConvertible {
  /// Its name in the mapping.
  package let name: String
  /// Names in the file's header that may be meant.
  package let nearest: [String]

  /// Makes a column that is lacking.
  package init(name: String, nearest: [String]) {
    self.name = name
    self.nearest = nearest
  }

  /// The name, with what may be meant.
  package var description: String {
    let hint = nearest.isEmpty ? "" : " (is \(nearest.map(shown).joined(separator: " or ")) meant?)"
    return "`\(shown(name))`" + hint
  }
}

/// A name that fits a message: no control characters, at most 60 characters.
private func shown(_ name: String) -> String {
  let plain = String(
    String.UnicodeScalarView(
      name.unicodeScalars.filter { $0.properties.generalCategory != .control }
    )
  )
  return plain.count > 60 ? "\(plain.prefix(59))…" : plain
}
