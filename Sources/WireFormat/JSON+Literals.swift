extension JSON: ExpressibleByStringLiteral {
  /// Text as written in code.
  package init(stringLiteral value: String) { self = .string(value) }
}

extension JSON: ExpressibleByIntegerLiteral {
  /// A whole number as written in code.
  package init(integerLiteral value: Int64) { self = .int(value) }
}

extension JSON: ExpressibleByBooleanLiteral {
  /// A truth value as written in code.
  package init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSON: ExpressibleByArrayLiteral {
  /// An array as written in code.
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
}

extension JSON: ExpressibleByDictionaryLiteral {
  /// An object as written in code; of two members with one name the last stays.
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(Dictionary(elements) { _, last in last })
  }
}

extension JSON: ExpressibleByNilLiteral {
  /// The literal `null`.
  package init(nilLiteral: ()) { self = .null }
}
