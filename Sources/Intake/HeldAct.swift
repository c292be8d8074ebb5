import Casework
package import WireFormat

/// Something in a file that a person decides about: one episode, one reading, or one score that rows
/// disagree about.
package struct HeldAct: Hashable, Sendable {
  /// The file, as the mapping names it.
  package let file: String
  /// The authority's title.
  package let authority: String
  /// The record's id in the file; with the area for a single score.
  package let recordID: String
  /// Why it is held.
  package let reason: DispositionReason
  /// Its rows.
  package let rows: [Int]
  /// The most versions that a person can choose among.
  package static let candidatesMax = 20

  /// What a release could store: one, or one for each row that disagrees; none when they are more than
  /// anybody could choose among.
  package let candidates: [HeldCandidate]

  /// Makes an act from all its parts.
  package init(
    file: String,
    authority: String,
    recordID: String,
    reason: DispositionReason,
    rows: [Int],
    candidates: [HeldCandidate]
  ) {
    self.file = file
    self.authority = authority
    self.recordID = recordID
    self.reason = reason
    self.rows = rows
    self.candidates = candidates.count <= Self.candidatesMax ? candidates : []
  }
}

/// What a release could store.
package enum HeldCandidate: Hashable, Sendable {
  case episode(ImportedEpisode)
  case reading(ImportedReading)
  case areaScore(HeldAreaScore)

  /// The object that a review item holds.
  package var json: JSON {
    switch self {
    case .episode(let episode): ["episode": episode.json]
    case .reading(let reading): ["reading": reading.json]
    case .areaScore(let score): ["areaScore": score.json]
    }
  }

  /// What it says, wherever in whichever file it stands, and whatever its episode adds to it.
  ///
  /// Two candidates of one content are the same wish.
  package var content: JSON {
    json.told(without: ["file", "row", "rows", "birthYear", "birthOrdinal"])
  }

  /// Reads ``json``; `nil` when it is no candidate.
  package init?(json: JSON) {
    if let episode = json["episode"].flatMap({ ImportedEpisode(json: $0) }) {
      self = .episode(episode)
    } else if let reading = json["reading"].flatMap({ ImportedReading(json: $0) }) {
      self = .reading(reading)
    } else if let score = json["areaScore"].flatMap({ HeldAreaScore(json: $0) }) {
      self = .areaScore(score)
    } else {
      return nil
    }
  }
}

/// One row of a long file that disagrees with another about the same area.
package struct HeldAreaScore: Hashable, Sendable {
  /// The assessment with this one score, all other areas not scored.
  package let reading: ImportedReading
  /// The area.
  package let area: String
  /// The answer.
  package let code: String

  /// The object that a review item holds.
  package var json: JSON {
    ["reading": reading.json, "area": .string(area), "code": .string(code)]
  }

  init(reading: ImportedReading, area: String, code: String) {
    self.reading = reading
    self.area = area
    self.code = code
  }

  /// Reads ``json``; `nil` when it is no such row.
  package init?(json: JSON) {
    guard let reading = json["reading"].flatMap({ ImportedReading(json: $0) }),
      let area = json["area"]?.string, let code = json["code"]?.string
    else { return nil }
    self.init(reading: reading, area: area, code: code)
  }
}

extension JSON {
  fileprivate func told(without names: Set<String>) -> JSON {
    guard let object else { return self }
    var told = object.filter { !names.contains($0.key) }
      .mapValues { $0.told(without: names) }
    if let title = told["authority"]?.string {
      told["authority"] = .string(Authority.code(ofTitle: title))
    }
    return .object(told)
  }
}
