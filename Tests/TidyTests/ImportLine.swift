/// One `import`, and the conditions it is compiled under.
struct ImportLine: Equatable {
  let module: String
  let line: Int
  /// The conditions of the `#if` blocks around it; an `#else` branch counts as none.
  let conditions: [String]

  /// Whether it is the import of the planted bugs, where no build compiles it but one with the trait.
  var plantsBugs: Bool {
    module == "Mutations" && conditions.contains("Mutations")
  }

  /// The imports of a file, in order.
  static func all(in text: String) -> [Self] {
    var imports: [Self] = []
    var conditions: [String] = []
    let lines = SwiftCode.of(text).split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let words = line.split(separator: " ").map(String.init)
      switch words.first {
      case "#if": conditions.append(words.dropFirst().joined(separator: " "))
      case "#elseif":
        _ = conditions.popLast()
        conditions.append(words.dropFirst().joined(separator: " "))
      case "#else":
        _ = conditions.popLast()
        conditions.append("")
      case "#endif": _ = conditions.popLast()
      default:
        guard let module = module(of: words) else { continue }
        imports.append(Self(module: module, line: index + 1, conditions: conditions))
      }
    }
    return imports
  }

  private static func module(of words: [String]) -> String? {
    let before: Set<String> = ["package", "public", "internal", "private", "fileprivate"]
    let kinds: Set<String> = [
      "struct", "class", "enum", "protocol", "func", "var", "let", "typealias", "actor",
    ]
    let rest = words.drop { before.contains($0) || $0.hasPrefix("@") }
    guard rest.first == "import" else { return nil }
    let path = rest.dropFirst().drop { kinds.contains($0) }.first ?? ""
    return path.split(separator: ".").first.map(String.init)
  }
}
