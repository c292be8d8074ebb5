import ArgumentParser
import Casework
import WireFormat

/// Erases everything about a family, for good.
struct AdminErase: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract: "Erase everything about a family by law; without flags, list what was erased.",
    discussion: """
      Without --confirm it only tells what would go. Devices remove what they hold when they next sync, and \
      what they still send about the family is refused and not kept. What stays is that a family was erased, \
      when and why, and ids without content. Backups and exports made before still hold the family: destroy \
      those yourself. A restore erases again what the store that it replaces had erased.
      """
  )

  @OptionGroup var data: DataOptions

  @Option(help: "The id of the family.")
  var family: String?

  @Option(
    help: ArgumentHelp(
      "Why: " + ErasureReason.allCases.map(\.rawValue).joined(separator: ", ") + "."
    )
  )
  var reason: String?

  @Option(help: "The family's short code; nothing is erased without it.")
  var confirm: String?

  func validate() throws {
    guard (family == nil) == (reason == nil), confirm == nil || family != nil else {
      throw ValidationError("Name both --family and --reason, or neither to list what was erased.")
    }
  }

  func run() async throws {
    try await reporting("admin erase", asJSON: data.json) {
      let console = Console(data: data)
      guard let family, let reason else {
        let answer = try await console.send(["command": "erasure.list"])
        guard !data.json else { return say(answer, command: "admin erase") }
        let erasures = answer["erasures"]?.array ?? []
        guard !erasures.isEmpty else { return say("Nothing was ever erased.") }
        for erasure in erasures {
          let day = CalendarDay(milliseconds: erasure["time"]?.int ?? 0)
          say("\(word("family", erasure))  \(day)  \(word("reason", erasure))")
        }
        return
      }
      let answer = try await console.send([
        "command": "family.erase", "family": .string(family), "reason": .string(reason),
        "confirm": confirm.map { .string($0) } ?? .null,
      ])
      guard !data.json else { return say(answer, command: "admin erase") }
      let isDone = answer["erased"]?.bool == true
      let code = word("code", answer)
      say(isDone ? "Erased family \(code):" : "Family \(code) has:")
      for (type, count) in (answer["records"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
        say("  \(count.int ?? 0) of type \(type)")
      }
      let elsewhere = answer["elsewhere"]?.int ?? 0
      if elsewhere > 0 { say("  \(elsewhere) review items elsewhere that tell of it") }
      say(
        isDone
          ? "Devices remove what they hold when they next sync. Now destroy backups and exports made before."
          : "Nothing was erased. To erase all of it for good: --confirm \(code)"
      )
    }
  }
}
