import Casework
import WireFormat

/// Placeholders and matchers in the texts of an example.
enum Placeholder {
  /// What stands between the braces, when a text is nothing but one placeholder.
  static func only(in text: String) -> String? {
    guard text.hasPrefix("{{"), text.hasSuffix("}}") else { return nil }
    let inner = text.dropFirst(2).dropLast(2)
    return inner.contains("{") ? nil : String(inner)
  }

  /// Whether it takes a value instead of standing for one.
  static func isMatcher(_ name: String) -> Bool {
    name == "more" || name == "any" || name.hasPrefix("any:") || name.hasPrefix("save:")
  }
}

/// Compares what a server answered with what an example expects.
struct ExampleMatch {
  /// What `{{save:…}}` has kept, also during the comparison.
  var kept: [String: JSON]

  /// Where the two differ; `nil` when they do not.
  mutating func difference(_ expected: JSON, _ actual: JSON, at path: String = "") -> String? {
    switch expected {
    case .string(let text):
      guard let name = Placeholder.only(in: text) else {
        return expected == actual ? nil : "\(path): not \(text)"
      }
      return difference(placeholder: name, actual, at: path)
    case .array(let elements): return difference(elements, actual, at: path)
    case .object(let members): return difference(members, actual, at: path)
    default: return expected == actual ? nil : "\(path): not \(expected.canonicalText)"
    }
  }

  private mutating func difference(
    placeholder name: String,
    _ actual: JSON,
    at path: String
  ) -> String? {
    let parts = name.split(separator: ":").map(String.init)
    switch parts.first {
    case "any": return typed(actual, parts.dropFirst().first) ? nil : "\(path): of another type"
    case "save":
      if parts.count > 1 { kept[parts[1]] = actual }
      return typed(actual, parts.dropFirst(2).first) ? nil : "\(path): of another type"
    case "saved":
      return parts.count > 1 && kept[parts[1]] == actual ? nil : "\(path): not \(name)"
    default: return "\(path): \(name) is not filled"
    }
  }

  private mutating func difference(
    _ elements: [JSON],
    _ actual: JSON,
    at path: String
  ) -> String? {
    guard let found = actual.array else { return "\(path): no array" }
    let takesMore = elements.last == "{{more}}"
    let needed = takesMore ? Array(elements.dropLast()) : elements
    guard takesMore ? found.count >= needed.count : found.count == needed.count else {
      return "\(path): \(found.count) elements"
    }
    for (index, pair) in zip(needed, found).enumerated() {
      if let found = difference(pair.0, pair.1, at: "\(path)/\(index)") { return found }
    }
    return nil
  }

  private mutating func difference(
    _ members: [String: JSON],
    _ actual: JSON,
    at path: String
  ) -> String? {
    guard let found = actual.object else { return "\(path): no object" }
    for (name, value) in members.sorted(by: { $0.key < $1.key }) where name != "{{more}}" {
      guard let present = found[name] else { return "\(path)/\(name): missing" }
      if let found = difference(value, present, at: "\(path)/\(name)") { return found }
    }
    guard members["{{more}}"] == nil else { return nil }
    return found.keys.sorted().first { members[$0] == nil }.map { "\(path)/\($0): not expected" }
  }

  private func typed(_ value: JSON, _ type: String?) -> Bool {
    switch type {
    case "int": value.int != nil
    case "text": value.string != nil
    case "id": value.string.flatMap { RecordID($0) } != nil
    default: true
    }
  }
}
