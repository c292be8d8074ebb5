/// Why a study cannot be audited at all; nothing is computed then.
package enum StudyProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// A file that the study needs is not there.
  case missing(_ path: String)
  /// A file is not what it should be: why, and what to do.
  case unreadable(_ path: String, _ why: String)

  /// What is wrong, and what to do.
  package var description: String {
    switch self {
    case .missing(let path): "\(path) is not there; add it to the study's folder."
    case .unreadable(let path, let why): "\(path) cannot be used: \(why)"
    }
  }
}
