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
  /// The two instruments of the study, in the order of its mapping; empty for ratings.
  package let pair: [String]

  /// What the row is known by.
  package var key: String { "\(id)\n\(part)" }

  /// The stored object.
  package var json: JSON {
    var object: [String: JSON] = [
      "kind": .string(kind.rawValue), "file": .string(file), "id": .string(id),
      "part": .string(part), "row": .int(Int64(row)),
      "values": .object(values.mapValues { .string($0) }),
      "scores": .object(
        scores.mapValues { scores in
          .object(Dictionary(scores.map { ($0.area, .string($0.code)) }) { first, _ in first })
        }
      ),
    ]
    if !pair.isEmpty { object["pair"] = .array(pair.map { .string($0) }) }
    return .object(object)
  }
}

extension ImportedStudyRow {
  /// Reads ``json``; `nil` when it is no row of a study.
  ///
  /// A row of an earlier version names neither its file nor the order of its instruments, which is
  /// then that of their ids.
  package init?(json: JSON) {
    guard let kind = json["kind"]?.string.flatMap({ SourceKind(rawValue: $0) }),
      kind == .dual || kind == .double, let id = json["id"]?.string,
      let part = json["part"]?.string, let row = json["row"]?.int.flatMap({ Int(exactly: $0) }),
      let values = json["values"]?.object, let scores = json["scores"]?.object
    else { return nil }
    self.kind = kind
    self.id = id
    self.part = part
    self.row = row
    file = json["file"]?.string ?? ""
    self.values = values.compactMapValues(\.string)
    self.scores = scores.mapValues { codes in
      (codes.object ?? [:]).sorted { $0.key < $1.key }.compactMap { area, code in
        code.string.map { Score(area: area, code: $0) }
      }
    }
    let pair = json["pair"]?.array?.compactMap(\.string)
    self.pair = kind == .dual ? pair ?? scores.keys.sorted() : []
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

extension ImportedPopulation {
  /// Reads ``json``; `nil` when it is no population figure.
  package init?(json: JSON) {
    guard json["kind"]?.string == SourceKind.population.rawValue,
      let authority = json["authority"]?.string, let band = json["band"]?.string,
      let date = json["date"]?.string.flatMap({ CalendarDay($0) }),
      let count = json["count"]?.int.flatMap({ Int(exactly: $0) })
    else { return nil }
    self.init(file: "", authority: authority, band: band, date: date, count: count)
  }
}
