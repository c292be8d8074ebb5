import Exports
import Foundation
import StarmapDevice
import WireFormat

/// The folder that the files of an export or an audit are written to.
enum ResultFolder {
  /// The files of an answer that is a ZIP.
  ///
  /// - Parameters:
  ///   - answer: The server's answer.
  ///   - noun: What it is called, `export` or `audit`.
  ///   - next: The command that asks again.
  /// - Returns: The files.
  /// - Throws: ``Failure`` when it was refused or arrived damaged.
  static func files(in answer: SyncAnswer, noun: String, next: String) throws -> [ExportFile] {
    guard answer.status == 200 else { throw Failure(refusedBy: answer) }
    do {
      return try ZipArchive.files(in: answer.body)
    } catch {
      throw Failure(
        .failed,
        code: "export-damaged",
        "The \(noun) arrived damaged; nothing was written.",
        next: next
      )
    }
  }

  /// Refuses a folder that is there already.
  ///
  /// - Throws: ``Failure``.
  static func mustBeNew(_ folder: String) throws {
    guard !FileManager.default.fileExists(atPath: folder) else {
      throw Failure.usage("\(folder) exists already; name another folder with --out.")
    }
  }

  /// Writes all files; the folder is for its owner alone.
  ///
  /// - Parameters:
  ///   - files: The files.
  ///   - folder: The folder; must not be there.
  ///   - code: The code of a failure to write.
  ///   - next: What to do then, if there is a command for it.
  /// - Throws: ``Failure``.
  static func write(
    _ files: [ExportFile],
    into folder: String,
    code: String,
    next: String? = nil
  ) throws {
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
        code: code,
        "The folder \(folder) cannot be written; check its rights and the free space.",
        next: next
      )
    }
  }
}
