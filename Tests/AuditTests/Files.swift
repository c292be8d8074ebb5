import Audit
import Foundation
import WireFormat

/// Files of the repository that the tests read.
enum Files {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The bytes of a file of the repository.
  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: root.appending(path: path)))
  }

  /// The frameworks and crosswalks of the invented history, as their authors hand them round.
  static func drafts() throws -> [StudyFile] {
    try ["crosswalk-draft.json", "map-assumed-crosswalk.json"].map { name in
      StudyFile(path: name, bytes: try bytes("Tests/AuditTests/Fixtures/\(name)"))
    }
  }

  /// The invented history of two councils, audited once.
  static let history = Result { Aggregates(try study.get()) }

  /// The invented history of two councils, read once.
  static let study = Result { try historyStudy() }

  private static func historyStudy() throws -> Study {
    let folder = "Tests/IntakeTests/Fixtures/history"
    let file = { (name: String) in
      StudyFile(path: name, bytes: try bytes("\(folder)/\(name)"))
    }
    let profile = try StudyProfile(try file(StudyProfile.fileName))
    return try Study(
      profile: profile,
      reference: try StudyReference(
        instruments: try file(StudyReference.fileName),
        crosswalks: try drafts(),
        policy: profile.policy
      ),
      files: try profile.files.map(file)
    )
  }
}
