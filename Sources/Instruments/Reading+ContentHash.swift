package import Casework
import Crypto
import WireFormat

extension Reading {
  /// SHA-256 of what the reading says: two readings with one hash are the same sheet.
  ///
  /// It covers the canonical JSON of instrument, edition, subject, member, date, respondent and the
  /// scores sorted by area. Both ends compute it and nobody sends it. Texts, episode, timing and
  /// setting are left out: they may differ or be corrected without making it another sheet.
  package var contentHash: [UInt8] {
    Array(SHA256.hash(data: content.canonical))
  }

  private var content: JSON {
    var members: [String: JSON] = [
      "date": .string(date.description),
      "edition": .string(edition),
      "instrument": .string(instrument),
      "respondent": .string(respondent.rawValue),
      "scores": .array(sortedScores.map(\.content)),
      "subject": .string(subject.rawValue),
    ]
    if let member { members["member"] = .string(member.description) }
    return .object(members)
  }

  private var sortedScores: [Score] {
    scores.sorted { left, right in
      left.area == right.area
        ? left.code.utf8.lexicographicallyPrecedes(right.code.utf8)
        : left.area.utf8.lexicographicallyPrecedes(right.area.utf8)
    }
  }
}

extension Score {
  fileprivate var content: JSON {
    ["area": .string(area), "code": .string(code)]
  }
}
