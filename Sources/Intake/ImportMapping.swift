package import Casework
package import WireFormat

/// What the columns and words of a council's files mean, as data.
///
/// The file is `{"sources": […]}`; a third council's export needs another such file and no code.
package struct ImportMapping: Hashable, Sendable {
  /// The files, in the order in which they are reported.
  package let sources: [ImportSource]
  /// When the files were extracted, where the mapping says so.
  package let extractDate: CalendarDay?

  /// The files of studies that stored rows came from, by name; every other record is stored already.
  ///
  /// - Parameter rows: The stored rows.
  package init(ofStudies rows: [ImportedStudyRow]) {
    extractDate = nil
    sources = Dictionary(grouping: rows) { [$0.file, $0.kind.rawValue] }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .compactMap { _, rows in ImportSource(ofStudy: rows) }
  }

  /// Reads a mapping.
  ///
  /// - Parameter json: The file's content.
  /// - Throws: ``MappingProblem`` with everything that is wrong.
  package init(json: JSON) throws(MappingProblem) {
    var reader = MappingReader()
    let date = json["extractDate"] ?? json["policy"]?["extractDate"]
    extractDate = date?.string.flatMap { CalendarDay($0) }
    if date != nil, extractDate == nil {
      let pointer = json["extractDate"] == nil ? "/policy/extractDate" : "/extractDate"
      reader.report(pointer, "is not a day; write it as \"2026-11-24\".")
    }
    var sources: [ImportSource] = []
    if let list = json["sources"]?.array, !list.isEmpty {
      for (index, source) in list.enumerated() {
        if let source = reader.source(source, at: "/sources/\(index)") { sources.append(source) }
      }
    } else {
      reader.report("/sources", "is missing or empty; list the files that the mapping explains.")
    }
    let files = (json["sources"]?.array ?? []).compactMap { $0["file"]?.string }
    for file in Set(files).sorted() where files.count(where: { $0 == file }) > 1 {
      reader.report("/sources", "names \(file) twice; give every file one entry.")
    }
    guard reader.faults.isEmpty else { throw MappingProblem(faults: reader.faults) }
    self.sources = sources
  }
}

/// Everything that is wrong with a mapping.
package struct MappingProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// One sentence each, with the place as a JSON pointer (RFC 6901); never empty.
  package let faults: [String]

  /// All of them, one after the other.
  package var description: String { faults.joined(separator: " ") }
}
