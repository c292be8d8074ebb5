package import Casework
package import WireFormat

/// A worker of a council's register.
package struct ImportedWorker: Hashable, Sendable {
  /// The authority's title.
  package let authority: String
  /// The reference in the council's files.
  package let id: String
  /// The name.
  package let name: String
  /// The team, as the file names it.
  package let team: String
}

/// An episode of support, its codes those of the mapping.
package struct ImportedEpisode: Hashable, Sendable {
  /// The authority's title.
  package var authority: String
  /// The episode's id in the file.
  package var id: String
  /// The family's reference.
  package var family: String
  /// The day on which it was opened.
  package var opened: CalendarDay
  /// The day on which it was closed; `nil` while it is open.
  package var closed: CalendarDay?
  /// The level of support; `nil` when it could not be read.
  package var tier: String?
  /// The lead worker's reference; `nil` when the register does not have it.
  package var worker: String?
  /// The lead worker's reference when the register does not have it.
  package var unknownWorker: String?
  /// Words that the mapping's lists do not have, by the thing they stand for.
  package var unknownWords: [String: String] = [:]
  /// The agency that leads.
  package var agency: String?
  /// The district.
  package var district: String?
  /// Why it closed.
  package var reason: String?
  /// What it was stepped up to.
  package var stepUp: String?
  /// How the family was met.
  package var contact: String?
  /// The children's years of birth, in the order of the file.
  package var birthYears: [Int]
  /// The free text, unchanged.
  package var remark: String?
  /// The file, as the mapping names it.
  package var file: String
  /// The row in it.
  package var row: Int

  /// The object that a review item holds.
  package var json: JSON {
    var object: [String: JSON] = [
      "authority": .string(authority), "id": .string(id), "family": .string(family),
      "opened": .string(opened.description),
      "birthYears": .array(birthYears.map { .int(Int64($0)) }), "file": .string(file),
      "row": .int(Int64(row)),
    ]
    object["closed"] = closed.map { .string($0.description) }
    object["tier"] = tier.map { .string($0) }
    object["worker"] = worker.map { .string($0) }
    object["unknownWorker"] = unknownWorker.map { .string($0) }
    if !unknownWords.isEmpty {
      object["unknownWords"] = .object(unknownWords.mapValues { .string($0) })
    }
    object["agency"] = agency.map { .string($0) }
    object["district"] = district.map { .string($0) }
    object["reason"] = reason.map { .string($0) }
    object["stepUp"] = stepUp.map { .string($0) }
    object["contact"] = contact.map { .string($0) }
    object["remark"] = remark.map { .string($0) }
    return .object(object)
  }
}

extension ImportedEpisode {
  /// Reads ``json``; `nil` when it is no episode.
  package init?(json: JSON) {
    guard let authority = json["authority"]?.string, let id = json["id"]?.string,
      let family = json["family"]?.string,
      let opened = json["opened"]?.string.flatMap({ CalendarDay($0) }),
      let file = json["file"]?.string, let row = json["row"]?.int.flatMap({ Int(exactly: $0) })
    else { return nil }
    self.init(
      authority: authority,
      id: id,
      family: family,
      opened: opened,
      closed: json["closed"]?.string.flatMap { CalendarDay($0) },
      tier: json["tier"]?.string,
      worker: json["worker"]?.string,
      unknownWorker: json["unknownWorker"]?.string,
      unknownWords: (json["unknownWords"]?.object ?? [:]).compactMapValues(\.string),
      agency: json["agency"]?.string,
      district: json["district"]?.string,
      reason: json["reason"]?.string,
      stepUp: json["stepUp"]?.string,
      contact: json["contact"]?.string,
      birthYears: (json["birthYears"]?.array ?? []).compactMap {
        $0.int.flatMap { Int(exactly: $0) }
      },
      remark: json["remark"]?.string,
      file: file,
      row: row
    )
  }
}
