import Casework
package import Intake
import WireFormat

/// What the files of a study are, and by which policies they are judged: `import-profile.json`.
package struct StudyProfile: Sendable {
  /// The name of the file in a study's folder.
  package static let fileName = "import-profile.json"

  /// What the columns and words of each file mean.
  package let mapping: ImportMapping
  /// The policies.
  package let policy: StudyPolicy

  /// The authorities of stored records; `nil` where the files say them.
  private let storedAuthorities: [String]?

  /// A profile of records that are stored already: only the rows of studies still say which file
  /// they came from.
  init(authorities: [String], mapping: ImportMapping, policy: StudyPolicy) {
    self.mapping = mapping
    self.policy = policy
    storedAuthorities = authorities
  }

  /// Reads a profile.
  ///
  /// - Parameter file: `{"policy": {…}, "sources": […]}`.
  /// - Throws: ``StudyProblem`` with everything that is wrong.
  package init(_ file: StudyFile) throws(StudyProblem) {
    let json = try file.json()
    do {
      mapping = try ImportMapping(json: json)
    } catch {
      throw .unreadable(file.path, error.description)
    }
    var reader = StudyPolicyReader(json["policy"] ?? .null)
    let policy = reader.policy(extracted: mapping.extractDate)
    guard let policy, reader.faults.isEmpty else {
      throw .unreadable(file.path, reader.faults.joined(separator: " "))
    }
    self.policy = policy
    storedAuthorities = nil
    for source in mapping.sources where !source.file.staysInside {
      throw .unreadable(
        file.path,
        "`\(source.file)` leads out of the folder; name each file by its path within it."
      )
    }
  }

  /// The paths of the study's files within its folder, in the order of the profile.
  package var files: [String] { mapping.sources.map(\.file) }

  /// The authorities by title, in the order in which their episodes are listed; differences are the
  /// first minus the second.
  package var authorities: [String] {
    if let storedAuthorities { return storedAuthorities }
    var titles: [String] = []
    for source in mapping.sources where source.kind == .episodes {
      let code = Authority.code(ofTitle: source.authority)
      if !titles.contains(where: { Authority.code(ofTitle: $0) == code }) {
        titles.append(source.authority)
      }
    }
    return titles
  }

  /// The title under which an authority is listed, however a file spells it; `nil` for one that has
  /// no episodes here.
  package func authority(_ spelling: String) -> String? {
    let code = Authority.code(ofTitle: spelling)
    return authorities.first { Authority.code(ofTitle: $0) == code }
  }
}

extension String {
  /// Whether a path stays within the folder that it starts from.
  fileprivate var staysInside: Bool {
    !hasPrefix("/") && !split(separator: "/").contains("..")
  }
}
