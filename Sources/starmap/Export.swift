import ArgumentParser
import Casework
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

/// The sets that can be exported.
enum ExportSet: String, CaseIterable {
  case readings
  case progress
  case snapshot
  case distanceTravelled = "distance-travelled"
  case restatement, release

  /// Whether the set looks at episodes closed in a period, as of a point in time.
  var isReconciled: Bool { self != .readings }

  /// Whether the set can be had as lines of JSON.
  var hasLines: Bool { isReconciled && self != .restatement && self != .release }
}

/// Writes an export.
struct ExportCreate: StarmapCommand {
  static let words = "export create"
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Write an export as a folder of CSV files with a dictionary and a manifest.",
    discussion: """
      readings            every score of every reading in your reach
      progress            first and last reading of each closed episode, and what they mean
                          for the outcomes of the common framework
      snapshot            the share of first readings at each stage, per instrument and area
      distance-travelled  up, same and down, per instrument and area
      restatement         what an export as of an earlier moment (--as-of) said, what it would say
                          now, and why they differ
      release             which way outcomes went, by district, for readers outside: small
                          numbers are hidden; for partnership leads and supervisors

      All but release are for use inside the partnership: figures are not suppressed. With --json
      the sets progress, snapshot and distance-travelled are printed as lines of JSON and no folder
      is made, unless --out names one.
      """
  )

  @OptionGroup var global: GlobalOptions

  @Option(
    help: "Which set: readings, progress, snapshot, distance-travelled, restatement or release."
  )
  var set: String

  @Option(help: "The first day of the period in which episodes closed.")
  var from: String?

  @Option(help: "The last day of that period.")
  var to: String?

  @Option(help: "As it was known on a day, or at the number of a commit; now if left out.")
  var asOf: String?

  @Option(help: "The folder to make; SET-SEQ in the present folder if left out.")
  var out: String?

  func perform(in context: CommandContext) async throws -> Report {
    let set = try chosenSet()
    let query = try query(of: set)
    let device = try context.device()
    guard let identity = try device.identity() else { return Report() }
    let transport = try HTTPTransport(server: identity.server)
    let path = "/v1/exports/\(set.rawValue)"
    do {
      var report: Report
      if global.json, set.hasLines {
        let answer = try await transport.download(
          path: path + Self.text(of: query + [("format", "lines")]),
          token: identity.token
        )
        guard answer.status == 200 else { throw Failure(refusedBy: answer) }
        report = Report()
        Output.write(bytes: answer.body)
        if out != nil {
          // The folder must show the state that the lines show, whatever was committed meanwhile.
          let same =
            query.filter { $0.0 != "asOf" }
            + [("asOf", Self.moment(ofLines: answer.body))].compactMap { name, value in
              value.map { (name, $0) }
            }
          report = try write(
            try await transport.download(
              path: path + Self.text(of: same),
              token: identity.token
            ),
            of: set
          )
        }
      } else if set == .release {
        // A release is noted beside the earlier ones, so that it changes something.
        let answer = try await transport.call(
          method: "POST",
          path: path,
          token: identity.token,
          json: .object(Dictionary(query.map { ($0.0, .string($0.1)) }) { first, _ in first })
        )
        report = try write(answer, of: set)
      } else {
        report = try write(
          try await transport.download(path: path + Self.text(of: query), token: identity.token),
          of: set
        )
      }
      try await transport.shutdown()
      return report
    } catch {
      try? await transport.shutdown()
      throw error
    }
  }

  private func chosenSet() throws -> ExportSet {
    guard let chosen = ExportSet(rawValue: set) else {
      let names = ExportSet.allCases.map(\.rawValue).joined(separator: ", ")
      throw Failure.usage("--set must be one of \(names).")
    }
    return chosen
  }

  private func query(of set: ExportSet) throws -> [(String, String)] {
    guard set.isReconciled else {
      guard from == nil, to == nil, asOf == nil else {
        throw Failure.usage("--from, --to and --as-of belong to the other sets, not to readings.")
      }
      return []
    }
    guard set != .restatement || asOf != nil else {
      throw Failure.usage(
        "A restatement needs --as-of, the moment of the earlier export as its manifest names it."
      )
    }
    guard set != .release || asOf == nil else {
      throw Failure.usage("A release is of now; leave out --as-of.")
    }
    for (name, day) in [("--from", from), ("--to", to)] {
      guard let day, CalendarDay(day) == nil else { continue }
      throw Failure.usage("\(name) must be a day such as 2026-11-24.")
    }
    if let asOf, !Self.isMoment(asOf) {
      throw Failure.usage(
        "--as-of must be a day such as 2026-11-24, the number of a commit, or both as 2026-11-24@1234."
      )
    }
    return [("from", from), ("to", to), ("asOf", asOf)].compactMap { name, value in
      value.map { (name, $0) }
    }
  }

  static func isMoment(_ text: String) -> Bool {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    if parts.count == 2 { return CalendarDay(parts[0]) != nil && Int64(parts[1]) != nil }
    return CalendarDay(text) != nil || Int64(text) != nil
  }

  /// The moment that lines of JSON stand on, for asking the same again.
  private static func moment(ofLines bytes: [UInt8]) -> String? {
    guard let manifest = try? JSON(strict: bytes.prefix { $0 != 0x0A }),
      let seq = manifest["asOf"]?["seq"]?.int
    else { return nil }
    return (manifest["asOf"]?["day"]?.string).map { "\($0)@\(seq)" } ?? "\(seq)"
  }

  private static func text(of query: [(String, String)]) -> String {
    guard !query.isEmpty else { return "" }
    return "?" + query.map { "\($0)=\($1)" }.joined(separator: "&")
  }

  private func write(_ answer: SyncAnswer, of set: ExportSet) throws -> Report {
    let again = "starmap export create --set \(set.rawValue)"
    let files = try ResultFolder.files(in: answer, noun: "export", next: again)
    let manifest = files.first { $0.name == "manifest.json" }
      .flatMap { try? JSON(strict: $0.bytes) }
    let folder = out ?? "\(set.rawValue)-\(Self.point(of: manifest))"
    try ResultFolder.write(
      files,
      into: folder,
      code: "export-not-written",
      next: again + " --out DIR"
    )
    let notices =
      files.first { $0.name == LaterNotices.fileName }
      .map { String(decoding: $0.bytes, as: UTF8.self).split(whereSeparator: \.isNewline) } ?? []
    return Report(
      data: [
        "directory": .string(folder), "files": .array(files.map { .string($0.name) }),
        "manifest": manifest ?? .null,
      ],
      lines: [
        set == .release
          ? "Wrote \(files.count) files for release; small numbers are hidden."
          : "Wrote \(files.count) files for use inside the partnership; not for onward sharing.",
        folder,
      ],
      messages: notices.map(String.init)
    )
  }

  /// The point in time that a manifest names, for the folder's name.
  private static func point(of manifest: JSON?) -> String {
    if let day = manifest?["asOf"]?["day"]?.string { return day }
    return "\(manifest?["asOfSeq"]?.int ?? manifest?["asOf"]?["seq"]?.int ?? 0)"
  }
}
