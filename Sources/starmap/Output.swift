import Foundation
import WireFormat

/// The only place where `starmap` writes to its two streams.
enum Output {
  /// The version of the JSON envelope; it only ever gains members.
  static let envelopeVersion: JSON = 1

  /// Prints what a command has to tell.
  static func show(_ report: Report, command: String, asJSON: Bool) {
    if asJSON {
      let envelope: JSON = [
        "v": envelopeVersion, "command": .string(command), "ok": .bool(report.exit == .done),
        "exit": .int(Int64(report.exit.rawValue)), "data": report.data,
        "messages": .array(report.messages.map { .string($0) }),
      ]
      write(envelope.canonicalText)
      return
    }
    for line in report.lines { write(line) }
    for message in report.messages { tell(message) }
  }

  /// Prints a failure in three lines: what happened, whether work is safe, what to do next.
  static func show(_ failure: Failure, command: String, asJSON: Bool) {
    if asJSON {
      let envelope: JSON = [
        "v": envelopeVersion, "command": .string(command), "ok": false,
        "exit": .int(Int64(failure.exit.rawValue)),
        "error": [
          "code": .string(failure.code), "message": .string(failure.message),
          "safe": .bool(failure.isWorkSafe), "next": failure.next.map { .string($0) } ?? .null,
        ],
      ]
      write(envelope.canonicalText)
      return
    }
    tell("✗ \(failure.message)")
    // Some sentences of the device library say it themselves.
    if !failure.message.contains("safe") {
      tell(
        failure.isWorkSafe
          ? "  Everything that was saved is safe on this device."
          : "  Nothing was saved by this command; what was saved before is safe."
      )
    }
    if let next = failure.next { tell("  → \(next)") }
  }

  /// One line on standard output: data.
  static func write(_ line: String) {
    write(bytes: Array((line + "\n").utf8))
  }

  /// Lines that are there already, each with its end, on standard output: data.
  static func write(bytes: [UInt8]) {
    // A reader that stops, as `head` does, is no fault of ours.
    try? FileHandle.standardOutput.write(contentsOf: Data(bytes))
  }

  /// One line on standard error: messages.
  static func tell(_ line: String) {
    try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
  }
}
