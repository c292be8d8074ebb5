/// A JSON value as the wire, the packs and the stores know it.
///
/// Whole numbers and fractions are kept apart, so that `2` is a point on a scale and `2.0` is not.
/// Text compares as Swift compares it: two spellings of one accented letter are equal here, although
/// their canonical bytes differ.
package enum JSON: Hashable, Sendable {
  /// The literal `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number written without a fraction or an exponent.
  case int(Int64)
  /// A number written with a fraction or an exponent; always finite when it was read.
  case number(Double)
  /// Text, unescaped.
  case string(String)
  /// Values in order.
  case array([JSON])
  /// Members by name; a name occurs once.
  case object([String: JSON])
}

extension JSON {
  /// The text, when the value is text.
  package var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// The whole number, when it was written as one; `1e2` and `1.0` are not.
  package var int: Int64? {
    guard case .int(let number) = self else { return nil }
    return number
  }

  /// The number, whole or not; whole numbers beyond 2^53 lose their last digits.
  package var number: Double? {
    switch self {
    case .int(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }

  /// The truth value, when the value is one.
  package var bool: Bool? {
    guard case .bool(let truth) = self else { return nil }
    return truth
  }

  /// The elements, when the value is an array.
  package var array: [JSON]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  /// The members, when the value is an object.
  package var object: [String: JSON]? {
    guard case .object(let members) = self else { return nil }
    return members
  }

  /// Whether the value is the literal `null`.
  package var isNull: Bool { self == .null }

  /// The member of that name; `nil` when it is missing or the value is no object.
  ///
  /// A member that holds `null` is there, and comes back as ``JSON/null``.
  package subscript(key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members[key]
  }
}
