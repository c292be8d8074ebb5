import Foundation
import Testing

/// The programs under test, as they were built beside this test bundle.
enum Programs {
  /// The path of a program.
  static func path(_ name: String) throws -> String {
    let folder = Bundle.main.bundleURL
    for candidate in [folder, folder.deletingLastPathComponent()] {
      let path = candidate.appendingPathComponent(name).path
      if FileManager.default.isExecutableFile(atPath: path) { return path }
    }
    throw ProgramMissing(name: name, folder: folder.path)
  }
}

struct ProgramMissing: Error {
  let name: String
  let folder: String
}

/// The repository's root, from the place of this file.
let repositoryRoot = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

/// What a program left behind when it ended.
struct Ended: Sendable {
  let status: Int32
  let wasKilled: Bool
  let output: String
  let errors: String
}

/// Runs a program to its end, with nothing on its standard input.
func runProgram(
  _ name: String,
  _ arguments: [String],
  environment: [String: String] = [:]
) throws -> Ended {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: try Programs.path(name))
  process.arguments = arguments
  process.environment = ProcessInfo.processInfo.environment
    .filter { !$0.key.hasPrefix("STARMAP_") || $0.key == "STARMAP_MUTATION" }
    .merging(environment) { _, new in new }
  process.standardInput = FileHandle.nullDevice
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("starmap-run-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  // Files and not pipes: a program that writes a lot must not wait for a reader.
  let output = folder.appendingPathComponent("output")
  let errors = folder.appendingPathComponent("errors")
  for file in [output, errors] { try Data().write(to: file) }
  process.standardOutput = try FileHandle(forWritingTo: output)
  process.standardError = try FileHandle(forWritingTo: errors)
  try process.run()
  process.waitUntilExit()
  return Ended(
    status: process.terminationStatus,
    wasKilled: process.terminationReason == .uncaughtSignal,
    output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
    errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self)
  )
}
