/// Why a ZIP could not be written or was refused.
package enum ZipProblem: Error, Hashable, Sendable {
  /// The archive is larger than ``ZipArchive/bytesMax``.
  case tooLarge
  /// There are more files than ``ZipArchive/filesMax``.
  case tooManyFiles
  /// A file name is empty, too long, occurs twice, or could lead out of its folder.
  case unsafeName
  /// A file does not match its check sum.
  case damaged
  /// The bytes are not a ZIP as Starmap writes it, or end too early.
  case unknownFormat

  /// What happened and what to do next.
  package var message: String {
    switch self {
    case .tooLarge: "The export is too large for one file. Export a shorter period."
    case .tooManyFiles: "The export has too many files and was not unpacked."
    case .unsafeName: "The export has a file name that is not safe and was not unpacked."
    case .damaged: "The export was damaged on its way. Ask for it again."
    case .unknownFormat: "The answer is not an export of Starmap, or is cut off. Ask for it again."
    }
  }
}
