import ArgumentParser
import Foundation
import Reconciliation
import StarmapDevice
import WireFormat

/// Writes a crosswalk in a format of others.
struct CrosswalkExport: StarmapCommand {
  static let words = "crosswalk export"
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a crosswalk as JSON, FHIR R5 ConceptMap or SSSOM table; each holds all of it."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The version, ID@VERSION.")
  var name: String

  @Option(help: "json, conceptmap or sssom.")
  var format = "json"

  @Option(help: "The file to write; standard output if left out.")
  var out: String?

  func perform(in context: CommandContext) async throws -> Report {
    guard let format = CrosswalkFormat(rawValue: format) else {
      let formats = CrosswalkFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw Failure.usage("--format must be one of \(formats).")
    }
    let name = try ReferenceName(name, kind: "crosswalk")
    let item = try await context.device().request("GET", name.path, json: nil)
    let bytes: [UInt8]
    do {
      bytes = try format.bytes(of: item["content"] ?? .null)
    } catch {
      throw Failure(.failed, code: "invalid-reference", error.description)
    }
    guard let out else {
      if !global.json {
        Output.write(bytes: bytes)
        return Report()
      }
      return Report(data: [
        "format": .string(format.rawValue), "content_hash": item["content_hash"] ?? .null,
        "content": .string(String(decoding: bytes, as: UTF8.self)),
      ])
    }
    guard !FileManager.default.fileExists(atPath: out) else {
      throw Failure.usage("\(out) exists already; name another file with --out.")
    }
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: out))
    } catch {
      throw Failure(
        .failed,
        code: "export-not-written",
        "\(out) cannot be written; check its folder's rights and the free space."
      )
    }
    return Report(
      data: [
        "file": .string(out), "format": .string(format.rawValue),
        "content_hash": item["content_hash"] ?? .null,
      ],
      lines: [out]
    )
  }
}

/// Stores a file as a draft.
struct CrosswalkImport: StarmapCommand {
  static let words = "crosswalk import"
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Store a file as a draft: reference data in JSON, or a ConceptMap or SSSOM table."
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The file.", completion: .file())
  var file: String

  func perform(in context: CommandContext) async throws -> Report {
    let item = try await context.device().request(
      "POST",
      "/v1/references",
      json: ["content": try ReferenceFile(file).json, "draft": true]
    )
    return Report(data: ["reference": item], lines: item.lifeLines)
  }
}
