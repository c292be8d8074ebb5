package import Casework
package import WireFormat

/// A completed reading of a council's file.
package struct ImportedReading: Hashable, Sendable {
  /// The authority's title.
  package var authority: String
  /// The reading's id in the file.
  package var id: String
  /// The episode's id; `nil` when the row names none.
  package var episode: String?
  /// The family's reference, where the file has one.
  package var family: String?
  /// Whom it is about within the family, `P1` or `C2`; `nil` for the whole family.
  package var subjectCode: String?
  /// The year of birth of the child it is about.
  package var birthYear: Int?
  /// Which of several children of that year in the episode's list, from 1.
  package var birthOrdinal: Int?
  /// The instrument's id.
  package var instrument: String
  /// The edition.
  package var edition: String
  /// Whom the instrument is about.
  package var subject: Subject
  /// The day that the scores are for.
  package var date: CalendarDay
  /// When it was recorded, milliseconds since 1970; midnight UTC for a day alone.
  package var recordedMilliseconds: Int64
  /// Whether the file gives only the day of recording.
  package var recordedIsDate: Bool
  /// Who marked it.
  package var respondent: Respondent
  /// At the time, or later.
  package var timing: Timing
  /// The worker's reference.
  package var worker: String?
  /// The id of the reading that it replaces.
  package var replaces: String?
  /// The file's word for its place in the episode.
  package var stage: String?
  /// One answer an area, in the instrument's own order.
  package var scores: [Score]
  /// The free text, unchanged.
  package var remark: String?
  /// The file, as the mapping names it.
  package var file: String
  /// The rows in it.
  package var rows: [Int]

  /// The object that a review item holds.
  package var json: JSON {
    var object: [String: JSON] = [
      "authority": .string(authority), "id": .string(id), "instrument": .string(instrument),
      "edition": .string(edition), "subject": .string(subject.rawValue),
      "date": .string(date.description), "recorded": .int(recordedMilliseconds),
      "recordedIsDate": .bool(recordedIsDate), "respondent": .string(respondent.rawValue),
      "timing": .string(timing.rawValue), "file": .string(file),
      "rows": .array(rows.map { .int(Int64($0)) }),
      "scores": .array(scores.map { .array([.string($0.area), .string($0.code)]) }),
    ]
    object["episode"] = episode.map { .string($0) }
    object["family"] = family.map { .string($0) }
    object["subjectCode"] = subjectCode.map { .string($0) }
    object["birthYear"] = birthYear.map { .int(Int64($0)) }
    object["birthOrdinal"] = birthOrdinal.map { .int(Int64($0)) }
    object["worker"] = worker.map { .string($0) }
    object["replaces"] = replaces.map { .string($0) }
    object["stage"] = stage.map { .string($0) }
    object["remark"] = remark.map { .string($0) }
    return .object(object)
  }
}

extension ImportedReading {
  /// Reads ``json``; `nil` when it is no reading.
  package init?(json: JSON) {
    guard let authority = json["authority"]?.string, let id = json["id"]?.string,
      let instrument = json["instrument"]?.string, let edition = json["edition"]?.string,
      let subject = json["subject"]?.string.flatMap({ Subject(rawValue: $0) }),
      let date = json["date"]?.string.flatMap({ CalendarDay($0) }),
      let recorded = json["recorded"]?.int,
      let respondent = json["respondent"]?.string.flatMap({ Respondent(rawValue: $0) }),
      let timing = json["timing"]?.string.flatMap({ Timing(rawValue: $0) }),
      let file = json["file"]?.string
    else { return nil }
    self.init(
      authority: authority,
      id: id,
      episode: json["episode"]?.string,
      family: json["family"]?.string,
      subjectCode: json["subjectCode"]?.string,
      birthYear: json["birthYear"]?.int.flatMap { Int(exactly: $0) },
      birthOrdinal: json["birthOrdinal"]?.int.flatMap { Int(exactly: $0) },
      instrument: instrument,
      edition: edition,
      subject: subject,
      date: date,
      recordedMilliseconds: recorded,
      recordedIsDate: json["recordedIsDate"]?.bool ?? true,
      respondent: respondent,
      timing: timing,
      worker: json["worker"]?.string,
      replaces: json["replaces"]?.string,
      stage: json["stage"]?.string,
      scores: (json["scores"]?.array ?? []).compactMap { pair in
        guard let parts = pair.array, parts.count == 2, let area = parts[0].string,
          let code = parts[1].string
        else { return nil }
        return Score(area: area, code: code)
      },
      remark: json["remark"]?.string,
      file: file,
      rows: (json["rows"]?.array ?? []).compactMap { $0.int.flatMap { Int(exactly: $0) } }
    )
  }
}
