import Audit
import Exports

/// The folder that an audit is written to.
enum AuditFolder {
  /// Writes all files; the folder is for its owner alone.
  static func write(_ files: [ExportFile], into folder: String) throws {
    try ResultFolder.write(files, into: folder, code: "audit-not-written")
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
