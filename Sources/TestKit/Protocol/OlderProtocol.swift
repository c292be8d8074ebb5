import Casework
package import SyncProtocol
import WireFormat

/// A protocol before version 1 that never was, to see that a server serves two versions at once.
///
/// Its operations call their kind `kind`, and add with `.new`; a note's text is `words`. Its answers know no
/// more than `done` and `refused`. Its pages close a family with `complete`.
package enum OlderProtocol {
  /// Its number.
  package static let version = 0

  /// What the server needs to speak it.
  package static let dialect = ProtocolDialect(
    readsPush: { body in
      lines(of: body).enumerated().flatMap { index, line in
        (index == 0 ? line : newer(line) ?? line) + [newline]
      }
    },
    writesAnswer: { body in
      guard let answer = try? JSON(strict: body), var object = answer.object,
        let results = answer["results"]?.array
      else { return body }
      object["results"] = .array(results.map(older))
      return JSON.object(object).canonical
    },
    writesPage: { body in
      lines(of: body).flatMap { line -> [UInt8] in
        guard let parts = (try? JSON(strict: line))?.array, parts.first == "ready" else {
          return line + [newline]
        }
        return JSON.array(["complete"] + parts.dropFirst()).canonical + [newline]
      }
    }
  )

  /// An operation as a device of that version would have saved it.
  ///
  /// - Parameter operation: The operation in today's form.
  /// - Returns: Its line.
  package static func line(_ operation: Operation) -> [UInt8] {
    guard let json = try? JSON(strict: operation.line), var object = json.object else { return [] }
    object["kind"] = object.removeValue(forKey: "k").map { kind in
      .string((kind.string ?? "").replacing(".add", with: ".new"))
    }
    if operation.record != operation.family.retagged(), var data = object["d"]?.object {
      data["words"] = data.removeValue(forKey: "text")
      object["d"] = .object(data)
    }
    return JSON.object(object).canonical
  }

  private static let newline = UInt8(ascii: "\n")

  private static func lines(of body: [UInt8]) -> [[UInt8]] {
    body.split(separator: newline).map(Array.init)
  }

  private static func newer(_ line: [UInt8]) -> [UInt8]? {
    guard var object = (try? JSON(strict: line))?.object,
      let kind = object.removeValue(forKey: "kind")?.string
    else { return nil }
    object["k"] = .string(kind.replacing(".new", with: ".add"))
    if var data = object["d"]?.object, let words = data.removeValue(forKey: "words") {
      data["text"] = words
      object["d"] = .object(data)
    }
    return JSON.object(object).canonical
  }

  private static func older(_ result: JSON) -> JSON {
    guard var object = result.object else { return result }
    let isHeld = ["rejected", "blocked", "quarantined"].contains(object["status"]?.string ?? "")
    object["status"] = isHeld ? "refused" : "done"
    return .object(object)
  }
}
