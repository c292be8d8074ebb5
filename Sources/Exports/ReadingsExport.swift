import Casework

/// The export set `readings`: every score of every reading in reach, for use inside the partnership.
///
/// One row per reading and area in `readings.csv`, the meaning of its columns in `dictionary.csv`,
/// what it was made from in `manifest.json`. The same rows and context give the same bytes,
/// whatever the order of the rows.
package enum ReadingsExport {
  /// The name of the set.
  package static let set = "readings"
  /// The sentence that stands in every manifest of an internal set.
  package static let internalNote = "internal, not for onward sharing"

  /// Makes the files of the set.
  package static func make(rows: [ReadingRow], context: ExportContext) -> ExportFolder {
    let tables = [
      ExportFile(
        name: "readings.csv",
        bytes: CSV.bytes(
          heading: ReadingColumns.all.map(\.heading.name),
          written: records(of: rows)
        )
      ),
      ExportFile(name: "dictionary.csv", bytes: dictionary),
    ]
    let manifest = ReadingsManifest(rows: rows, context: context, files: tables)
    return ExportFolder(files: tables + [ExportFile(name: "manifest.json", bytes: manifest.bytes)])
  }

  /// Sorted by family, day, sequence and area; rows that agree in these, by their own bytes.
  private static func records(of rows: [ReadingRow]) -> [[UInt8]] {
    let keyed = rows.map { row in
      (row: row, bytes: CSV.record(ReadingColumns.all.map { $0.cell(row) }))
    }
    return keyed.sorted { left, right in
      let (first, second) = (left.row, right.row)
      if first.family.code != second.family.code {
        return first.family.code.utf8.lexicographicallyPrecedes(second.family.code.utf8)
      }
      let start = (first.reading.date, first.reading.sequence, first.reading.id)
      let other = (second.reading.date, second.reading.sequence, second.reading.id)
      if start != other { return start < other }
      if first.score.areaOrder != second.score.areaOrder {
        return first.score.areaOrder < second.score.areaOrder
      }
      return left.bytes.lexicographicallyPrecedes(right.bytes)
    }.map(\.bytes)
  }

  private static let dictionary = CSV.bytes(
    heading: ["column", "meaning", "type", "since"],
    records: ReadingColumns.all.map(\.heading).map { heading in
      [
        .text(heading.name), .text(heading.meaning), .text(heading.kind.rawValue),
        .number(String(heading.since)),
      ]
    }
  )
}
