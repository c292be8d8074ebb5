package import Casework
package import WireFormat

/// A row of a study: one family and occasion scored with two instruments, or one rating of a pair.
package struct ImportedStudyRow: Hashable, Sendable {
  /// What kind of study it is.
  package let kind: SourceKind
  /// The file, as the mapping names it.
  package let file: String
  /// The study's own number.
  package let id: String
  /// The occasion, or the rating.
  package let part: String
  /// The mapped columns: days as days, codes as codes.
  package let values: [String: String]
  /// The answers by instrument, one an area.
  package let scores: [String: [Score]]
  /// The row in the file, since the order of rows matters to some statistics.
  package let row: Int

  /// What the row is known by.
  package var key: String { "\(id)\n\(part)" }

  /// The stored object.
  package var json: JSON {
    [
      "kind": .string(kind.rawValue), "id": .string(id), "part": .string(part),
      "row": .int(Int64(row)), "values": .object(values.mapValues { .string($0) }),
      "scores": .object(
        scores.mapValues { scores in
          .object(Dictionary(scores.map { ($0.area, .string($0.code)) }) { first, _ in first })
        }
      ),
    ]
  }
}

/// A dated population figure.
package struct ImportedPopulation: Hashable, Sendable {
  /// The file, as the mapping names it.
  package let file: String
  /// The authority's title.
  package let authority: String
  /// The age band, `0-19`.
  package let band: String
  /// The day that the figure is for.
  package let date: CalendarDay
  /// How many people.
  package let count: Int

  /// What the figure is known by.
  package var key: String { "\(authority)\n\(band)\n\(date)" }

  /// The stored object.
  package var json: JSON {
    [
      "kind": .string(SourceKind.population.rawValue), "authority": .string(authority),
      "band": .string(band), "date": .string(date.description), "count": .int(Int64(count)),
    ]
  }
}
