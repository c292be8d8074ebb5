import Audit
import Testing
import WireFormat

/// A study of two invented councils, small enough to reckon by hand.
///
/// *Northvale* scores parents on a *ladder* of seven rungs from 0 to 6 on which lower is better and
/// two rungs make a change; *Southmere* scores families on a *tally* from 1 to 3 with half points, of
/// which two make a level.
struct InventedStudy {
  /// `import-profile.json`.
  var profile: JSON = Self.profile
  /// `instruments.json`.
  var instruments: JSON = Self.instruments
  /// The frameworks and crosswalks.
  var drafts: [JSON] = [Self.drafts]
  /// The files, by their path in the folder.
  var sheets: [String: Sheet] = Self.sheets

  /// The study, read and judged.
  func study() throws -> Study {
    let file = { (name: String, json: JSON) in StudyFile(path: name, bytes: json.canonical) }
    let profile = try StudyProfile(file(StudyProfile.fileName, profile))
    return try Study(
      profile: profile,
      reference: try StudyReference(
        instruments: file(StudyReference.fileName, instruments),
        crosswalks: drafts.enumerated().map { file("draft-\($0.offset).json", $0.element) },
        policy: profile.policy
      ),
      files: sheets.sorted { $0.key < $1.key }.map {
        StudyFile(path: $0.key, bytes: $0.value.bytes)
      }
    )
  }

  /// Its aggregates.
  func aggregates() throws -> JSON { Aggregates(try study()).json }

  /// The member of the aggregates at a path, `areas/Northvale/ladder/home/n`.
  func value(_ path: String) throws -> JSON {
    let all = try aggregates()
    return try #require(all.member(path), "\(path) is missing")
  }
}

extension JSON {
  /// The member at a path of names.
  func member(_ path: String) -> JSON? {
    path.split(separator: "/").reduce(Optional(self)) { $0?[String($1)] }
  }

  /// The document with one member set, by a path of names.
  func setting(_ path: String, to value: JSON) -> JSON {
    let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
    var members = object ?? [:]
    members[parts[0]] =
      parts.count == 1 ? value : (members[parts[0]] ?? [:]).setting(parts[1], to: value)
    return .object(members)
  }

  /// The document with every text and every name put through a function.
  func mappingTexts(_ change: (String) -> String) -> JSON {
    switch self {
    case .string(let text): .string(change(text))
    case .array(let elements): .array(elements.map { $0.mappingTexts(change) })
    case .object(let members):
      .object(
        Dictionary(members.map { (change($0.key), $0.value.mappingTexts(change)) }) { first, _ in
          first
        }
      )
    default: self
    }
  }
}
