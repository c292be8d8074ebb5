import Casework
import Crypto
import Intake
import WireFormat

/// The ids of imported records: they follow from the source's own ids.
///
/// A second import meets the first one's records and changes nothing. An authority counts by its code, whatever the spelling.
enum ImportedID {
  static func worker(_ authority: String, _ id: String) -> WorkerID {
    derivedID("import worker \(Authority.code(ofTitle: authority))\n\(id)").retagged()
  }

  static func family(_ authority: String, _ id: String) -> FamilyID {
    derivedID("import family \(Authority.code(ofTitle: authority))\n\(id)").retagged()
  }

  static func member(_ family: FamilyID, _ name: String) -> RecordID {
    derivedID("import member \(name)", family.retagged())
  }

  static func episode(_ authority: String, _ id: String) -> RecordID {
    derivedID("import episode \(Authority.code(ofTitle: authority))\n\(id)")
  }

  /// A note with the free text of an episode, so that another text is another note.
  static func note(_ text: String, of episode: RecordID) -> RecordID {
    derivedID("import note \(text)", episode)
  }

  /// A reading's id, whatever the file is called: a renamed export doubles nothing, and what comes under
  /// an id that another file used is seen to differ.
  static func reading(_ reading: ImportedReading) -> RecordID {
    self.reading(reading.authority, reading.id)
  }

  static func reading(_ authority: String, _ id: String) -> RecordID {
    derivedID("import reading \(Authority.code(ofTitle: authority))\n\(id)")
  }

  static func study(_ source: String, _ key: String) -> RecordID {
    derivedID("import study \(source)\n\(key)")
  }

  /// A held act's id: it follows from what the act says, so that another version of the same record
  /// waits beside the first, and the same version waits once.
  static func held(_ act: HeldAct) -> RecordID {
    let versions = act.candidates.map { Hex.encode($0.digest) }.sorted()
    let what = versions.isEmpty ? act.file : versions.joined(separator: "\n")
    return derivedID(
      "import held \(Authority.code(ofTitle: act.authority))\n\(act.recordID)\n"
        + "\(act.reason.rawValue)\n\(what)"
    )
  }
}

extension HeldCandidate {
  /// The SHA-256 of what it says.
  var digest: [UInt8] { Array(SHA256.hash(data: content.canonical)) }
}
