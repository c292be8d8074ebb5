import ArgumentParser
import Foundation
import StarmapDevice
import SyncProtocol
import WireFormat

/// Says what waits, since when, and what is safe where.
struct StatusCommand: StarmapCommand {
  static let words = "status"
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Say what waits to be sent and what waits for you; works offline."
  )

  @OptionGroup var global: GlobalOptions

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    let status = try device.status()
    let now = context.surroundings.now()
    var lines: [String] = []
    let oldest = status.oldestUnsent.map { "   oldest: \(Ago.text($0, now: now))" } ?? ""
    lines.append("To send               \(status.unsent)\(oldest)")
    for (name, count) in status.unsentByKind.sorted(by: { $0.key < $1.key }) {
      lines.append("                      \(count) × \(name)")
    }
    lines.append(
      "Last full sync        \(status.lastFullSync.map { Ago.text($0, now: now) } ?? "never")"
    )
    lines.append("Not yet in a backup   \(status.notBackedUp) (kept here until they are)")
    lines.append(
      "Waits for you         \(status.openReviews)"
        + (status.openReviews > 0 ? "   → starmap review list" : "")
    )
    lines.append("Families here         \(status.families)")
    lines.append("Your work is saved on this device.")
    return Report(
      data: [
        "unsent": .int(Int64(status.unsent)), "held": .int(Int64(status.openReviews)),
        "oldest_unsent": status.oldestUnsent.map { .string(Ago.iso($0)) } ?? .null,
        "last_full_sync": status.lastFullSync.map { .string(Ago.iso($0)) } ?? .null,
        "not_backed_up": .int(Int64(status.notBackedUp)),
        "families": .int(Int64(status.families)), "seq": .int(status.seq),
      ],
      lines: lines
    )
  }
}

/// Times as people and as scripts read them.
enum Ago {
  /// How long ago, in words.
  static func text(_ milliseconds: Int64, now: Int64) -> String {
    let minutes = (now - milliseconds) / 60_000
    return switch minutes {
    case ..<0: "in the future, by this device's clock"
    case 0: "just now"
    case 1..<60: "\(minutes) min ago"
    case 60..<2880: "\(minutes / 60) h ago"
    default: "\(minutes / 1440) days ago"
    }
  }

  /// ISO 8601 in UTC with milliseconds.
  static func iso(_ milliseconds: Int64) -> String {
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    return Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(style)
  }
}
