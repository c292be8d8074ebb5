import ArgumentParser
import Exports
import Foundation
import StarmapDevice
import WireFormat

/// Exports that a supervisor can defend.
struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write figures and the rows behind them.",
    subcommands: [ExportCreate.self]
  )
}

/// Writes an export.
struct ExportCreate: StarmapCommand {
  static let words = "export create"
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Write an export as a folder of CSV files with a dictionary and a manifest.",
    discussion: "For use inside the partnership: figures are not suppressed."
  )

  @OptionGroup var global: GlobalOptions

  @Option(help: "Which set: readings.")
  var set: String

  @Option(help: "The folder to make; readings-SEQ in the present folder if left out.")
  var out: String?

  func perform(in context: CommandContext) async throws -> Report {
    guard set == "readings" else { throw Failure.usage("--set must be readings.") }
    let device = try context.device()
    guard let identity = try device.identity() else { return Report() }
    let transport = try HTTPTransport(server: identity.server)
    let answer: SyncAnswer
    do {
      answer = try await transport.call(
        method: "GET",
        path: "/v1/exports/readings",
        token: identity.token
      )
      try await transport.shutdown()
    } catch {
      try? await transport.shutdown()
      throw error
    }
    guard answer.status == 200 else { throw Failure(refusedBy: answer) }
    let files: [ExportFile]
    do {
      files = try ZipArchive.files(in: answer.body)
    } catch {
      throw Failure(
        .failed,
        code: "export-damaged",
        "The export arrived damaged; nothing was written.",
        next: "starmap export create --set readings"
      )
    }
    let manifest = files.first { $0.name == "manifest.json" }
      .flatMap { try? JSON(strict: $0.bytes) }
    let folder = out ?? "readings-\(manifest?["asOfSeq"]?.int ?? 0)"
    try write(files, into: folder)
    return Report(
      data: [
        "directory": .string(folder), "files": .array(files.map { .string($0.name) }),
        "manifest": manifest ?? .null,
      ],
      lines: [
        "Wrote \(files.count) files for use inside the partnership; not for onward sharing.",
        folder,
      ]
    )
  }

  private func write(_ files: [ExportFile], into folder: String) throws {
    let manager = FileManager.default
    guard !manager.fileExists(atPath: folder) else {
      throw Failure.usage("\(folder) exists already; name another folder with --out.")
    }
    do {
      try manager.createDirectory(
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
        code: "export-not-written",
        "The folder \(folder) cannot be written; check its rights and the free space.",
        next: "starmap export create --set readings --out DIR"
      )
    }
  }
}
