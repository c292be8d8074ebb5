import Audit
import Exports
import Foundation

/// The folder that an audit is written to.
enum AuditFolder {
  /// Refuses a folder that is there already, before anything is reckoned.
  static func mustBeNew(_ folder: String) throws {
    guard !FileManager.default.fileExists(atPath: folder) else {
      throw Failure.usage("\(folder) exists already; name another folder with --out.")
    }
  }

  /// Writes all files; the folder is for its owner alone.
  static func write(_ files: [ExportFile], into folder: String) throws {
    try mustBeNew(folder)
    do {
      try FileManager.default.createDirectory(
        atPath: folder,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
      for file in files {
        try Data(file.bytes).write(to: URL(fileURLWithPath: folder + "/" + file.name))
      }
    } catch {
      throw Failure(
        .failed,
        code: "audit-not-written",
        "The folder \(folder) cannot be written; check its rights and the free space."
      )
    }
  }

  /// What is said of it.
  static func lines(_ folder: String, _ audience: AuditAudience) -> [String] {
    [
      audience == .release
        ? "Wrote the audit for release; small counts are hidden."
        : "Wrote the audit for use inside the partnership; not for onward sharing.",
      "\(folder)/report.html",
    ]
  }
}
