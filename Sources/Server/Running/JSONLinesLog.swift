import Foundation
package import Logging
import WireFormat

/// Writes log events as JSON, one object a line, so that nothing in a message can look like another
/// event.
package struct JSONLinesLog: LogHandler {
  /// Events below it are left out.
  package var logLevel: Logger.Level = .info
  /// Members of every event.
  package var metadata: Logger.Metadata = [:]
  /// Members that depend on where the event happens.
  package var metadataProvider: Logger.MetadataProvider?
  private let label: String
  private let now: @Sendable () -> Int64
  private let write: @Sendable ([UInt8]) -> Void

  /// Makes a handler.
  ///
  /// - Parameters:
  ///   - label: What the events come from.
  ///   - now: Milliseconds since 1970.
  ///   - write: Takes one whole line with its newline; standard error if left out.
  package init(
    label: String,
    now: @escaping @Sendable () -> Int64,
    write: @escaping @Sendable ([UInt8]) -> Void = { line in
      try? FileHandle.standardError.write(contentsOf: Data(line))
    }
  ) {
    self.label = label
    self.now = now
    self.write = write
  }

  /// A member of every event.
  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Writes an event.
  package func log(event: LogEvent) {
    var object: [String: JSON] = [:]
    for source in [metadataProvider?.get() ?? [:], metadata, event.metadata ?? [:]] {
      for (key, value) in source { object[key] = JSON(value) }
    }
    object["ts"] = .string(timestamp(milliseconds: now()))
    object["level"] = .string(event.level.rawValue)
    object["msg"] = .string("\(event.message)")
    object["log"] = .string(label)
    // The text of an error may repeat what a person typed, its type cannot.
    object["error"] = event.error.map { .string("\(type(of: $0))") }
    write(JSON.object(object).canonical + [UInt8(ascii: "\n")])
  }
}

extension JSON {
  fileprivate init(_ value: Logger.Metadata.Value) {
    switch value {
    case .string(let text): self = .string(text)
    case .stringConvertible(let value): self = .string(value.description)
    case .array(let values): self = .array(values.map { JSON($0) })
    case .dictionary(let values): self = .object(values.mapValues { JSON($0) })
    }
  }
}
