import Casework
import Intake

/// The ids of imported records: they follow from the source's own ids, so that a second import meets the
/// first one's records and changes nothing.
enum ImportedID {
  static func worker(_ authority: String, _ id: String) -> WorkerID {
    derivedID("import worker \(authority)\n\(id)").retagged()
  }

  static func family(_ authority: String, _ id: String) -> FamilyID {
    derivedID("import family \(authority)\n\(id)").retagged()
  }

  static func member(_ family: FamilyID, _ name: String) -> RecordID {
    derivedID("import member \(name)", family.retagged())
  }

  static func episode(_ authority: String, _ id: String) -> RecordID {
    derivedID("import episode \(authority)\n\(id)")
  }

  static func note(_ episode: RecordID) -> RecordID {
    derivedID("import note", episode)
  }

  /// A reading's id, whatever the file is called: a renamed export doubles nothing, and what comes under
  /// an id that another file used is seen to differ.
  static func reading(_ reading: ImportedReading) -> RecordID {
    self.reading(reading.authority, reading.id)
  }

  static func reading(_ authority: String, _ id: String) -> RecordID {
    derivedID("import reading \(authority)\n\(id)")
  }

  static func study(_ source: String, _ key: String) -> RecordID {
    derivedID("import study \(source)\n\(key)")
  }

  static func held(_ act: HeldAct) -> RecordID {
    derivedID("import held \(act.authority)\n\(act.recordID)\n\(act.reason.rawValue)")
  }
}
