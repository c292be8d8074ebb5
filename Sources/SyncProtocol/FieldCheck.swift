package import Casework
package import WireFormat

extension RecordSchema {
  /// Refuses an edit of what only events set, such as closing an episode.
  ///
  /// - Parameter values: The given fields.
  /// - Throws: ``Refusal`` with `server-field` for the first such field.
  package func refuseEventFields(_ values: [String: JSON]) throws(Refusal) {
    guard let eventFields,
      let name = values.keys.sorted().first(where: eventFields.names.contains)
    else { return }
    throw Refusal(
      .serverField,
      "The field `\(name)` of a \(type.rawValue) is set by \(eventFields.events) it."
    )
  }

  /// Checks the fields that a person gives, on the device and again on the server.
  ///
  /// `null` clears a field that is not required. Fields of policy `server` are refused; events set
  /// them.
  ///
  /// - Parameters:
  ///   - values: The given fields.
  ///   - isCreation: Whether the record is new, so that every required field must be there.
  /// - Throws: The first refusal, in the order of the schema.
  package func check(_ values: JSON, isCreation: Bool) throws(Refusal) {
    guard let object = values.object else {
      throw Refusal(.invalidOperation, "The fields of a \(type.rawValue) must be a JSON object.")
    }
    for name in object.keys.sorted() where field(name) == nil {
      let known = fields.map(\.name).joined(separator: ", ")
      throw Refusal(
        .unknownField,
        "A \(type.rawValue) has no field `\(name)`; its fields are \(known)."
      )
    }
    for field in fields {
      try check(object[field.name], of: field, isCreation: isCreation)
    }
    guard isCreation || !object.isEmpty else {
      throw Refusal(.missingField, "An edit of a \(type.rawValue) must change at least one field.")
    }
  }

  private func check(
    _ value: JSON?,
    of field: FieldSchema,
    isCreation: Bool
  ) throws(Refusal) {
    guard let value else {
      if isCreation && field.isRequired {
        throw Refusal(.missingField, "A new \(type.rawValue) needs the field `\(field.name)`.")
      }
      return
    }
    if field.policy == .server {
      throw Refusal(
        .serverField,
        "The field `\(field.name)` of a \(type.rawValue) is set by the server and cannot be edited."
      )
    }
    if value.isNull {
      if field.isRequired {
        throw Refusal(
          .missingField,
          "The field `\(field.name)` of a \(type.rawValue) is required and cannot be cleared."
        )
      }
      return
    }
    if let complaint = field.kind.complaint(about: value) {
      throw Refusal(
        .invalidField,
        "The field `\(field.name)` of a \(type.rawValue) \(complaint)."
      )
    }
  }
}

extension FieldKind {
  /// What is wrong with `value`, as the end of a sentence; `nil` when nothing is.
  fileprivate func complaint(about value: JSON) -> String? {
    switch self {
    case .text(let limit):
      guard let text = value.string else { return "must be text" }
      if text.allSatisfy(\.isWhitespace) { return "must not be empty" }
      return text.utf8.count > limit ? "must not be longer than \(limit) bytes" : nil
    case .day:
      return value.string.flatMap { CalendarDay($0) } == nil
        ? "must be a day such as 2026-11-24" : nil
    case .birthMonth:
      return value.string.flatMap { BirthMonth($0) } == nil
        ? "must be a year or a month such as 2016 or 2016-04, never a full date" : nil
    case .code(let codes):
      return value.string.map { codes.contains($0) } == true
        ? nil : "must be one of \(codes.joined(separator: ", "))"
    case .slug:
      return value.string.map { isSlug($0) } == true
        ? nil : "must be a code of 1 to 64 lower-case letters, digits and hyphens"
    case .origin:
      return value.object == nil ? "must be an object" : nil
    case .flag:
      return value.bool == nil ? "must be true or false" : nil
    case .reference:
      return value.string.flatMap { RecordID($0) } == nil ? "must be an id of 36 characters" : nil
    }
  }
}
