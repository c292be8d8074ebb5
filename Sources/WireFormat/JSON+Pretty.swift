extension JSON {
  /// The value as a person reads it in a file: two spaces a level, names in canonical order.
  ///
  /// There is no line break at the end.
  package var pretty: String {
    var text = ""
    appendPretty(to: &text, indent: "\n")
    return text
  }

  private func appendPretty(to text: inout String, indent: String) {
    let inner = indent + "  "
    switch self {
    case .array(let elements) where !elements.isEmpty:
      for (index, element) in elements.enumerated() {
        text += (index == 0 ? "[" : ",") + inner
        element.appendPretty(to: &text, indent: inner)
      }
      text += indent + "]"
    case .object(let members) where !members.isEmpty:
      for (index, member) in Self.sorted(members).enumerated() {
        text += (index == 0 ? "{" : ",") + inner + JSON.string(member.key).canonicalText + ": "
        member.value.appendPretty(to: &text, indent: inner)
      }
      text += indent + "}"
    default: text += canonicalText
    }
  }
}
