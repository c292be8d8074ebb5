import Casework
import WireFormat

/// An example with its placeholders and matchers replaced by values of their types.
struct ExampleFile {
  let name: String
  let title: String
  let devices: [String]
  let exchanges: [Exchange]
  /// Every placeholder and matcher, as written between the braces.
  let placeholders: Set<String>

  /// One request and what must come back.
  struct Exchange {
    let request: JSON
    let response: JSON
  }

  init(name: String, json: JSON) {
    var reader = PlaceholderReader()
    reader.note(json)
    let filled = reader.filled(json)
    self.name = name
    title = filled["title"]?.string ?? ""
    devices = (filled["given"]?["devices"]?.array ?? []).compactMap(\.string)
    exchanges = (filled["exchanges"]?.array ?? []).map {
      Exchange(request: $0["request"] ?? .null, response: $0["response"] ?? .null)
    }
    placeholders = reader.found
  }
}

/// Replaces placeholders the way that the checks of this target need them.
private struct PlaceholderReader {
  private(set) var found: Set<String> = []
  private var savedTypes: [String: String] = [:]
  private var minted: [String: UInt64] = [:]

  mutating func note(_ json: JSON) {
    switch json {
    case .string(let text):
      for match in text.matches(of: /\{\{([^}]*)\}\}/) {
        let words = String(match.output.1)
        found.insert(words)
        let parts = words.split(separator: ":").map(String.init)
        if parts.first == "save", parts.count > 1 {
          savedTypes[parts[1]] = parts.count > 2 ? parts[2] : "text"
        }
        if minted[words] == nil { minted[words] = UInt64(minted.count + 1) }
      }
    case .array(let elements): for element in elements { note(element) }
    case .object(let members):
      for (name, value) in members.sorted(by: { $0.key < $1.key }) {
        note(.string(name))
        note(value)
      }
    default: break
    }
  }

  func filled(_ json: JSON) -> JSON {
    switch json {
    case .string(let text):
      if let match = text.wholeMatch(of: /\{\{([^}]*)\}\}/) {
        return value(String(match.output.1))
      }
      return .string(
        text.replacing(/\{\{([^}]*)\}\}/) { match in
          let filled = value(String(match.output.1))
          return filled.string ?? filled.canonicalText
        }
      )
    case .array(let elements):
      return .array(elements.filter { $0 != "{{more}}" }.map(filled))
    case .object(let members):
      return .object(members.filter { $0.key != "{{more}}" }.mapValues(filled))
    default: return json
    }
  }

  private func value(_ words: String) -> JSON {
    let parts = words.split(separator: ":").map(String.init)
    switch parts.first {
    case "any": return stand(inFor: parts.count > 1 ? parts[1] : nil)
    case "save", "saved": return stand(inFor: savedTypes[parts.count > 1 ? parts[1] : ""])
    case "token", "code": return .string(words)
    default:
      let number = minted[words] ?? 0
      return .string(Samples.id(number, RecordTag.self).description)
    }
  }

  private func stand(inFor type: String?) -> JSON {
    switch type {
    case "int": 7
    case "id": .string(Samples.id(999, RecordTag.self).description)
    case "text": "text"
    default: .null
    }
  }
}
