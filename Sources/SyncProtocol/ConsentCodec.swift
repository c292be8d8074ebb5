package import Casework
package import WireFormat

extension OperationKind {
  /// What the kind says of a consent; `nil` when it is about none.
  package var consentEvent: ConsentEvent? {
    switch self {
    case .consentGive: .given
    case .consentWithdraw: .withdrawn
    default: nil
    }
  }
}

/// An event of a consent: what `consent.give` and `consent.withdraw` carry, and the record they make.
extension Consent {
  private static let names: Set<String> = ["purpose", "member", "date", "how"]

  /// The object that the operation carries; its kind says which event it is.
  package var content: JSON { .object(fields) }

  /// The object that the record holds.
  package var json: JSON {
    .object(fields.merging(["event": .string(event.rawValue)]) { field, _ in field })
  }

  private var fields: [String: JSON] {
    var fields: [String: JSON] = [
      "purpose": .string(purpose.rawValue), "date": .string(date.description),
    ]
    fields["member"] = member.map { .string($0.description) }
    fields["how"] = how.map { .string($0.rawValue) }
    return fields
  }

  /// Reads ``content``, on the device and again on the server.
  ///
  /// - Parameters:
  ///   - event: What the operation's kind says.
  ///   - content: The operation's content; `null` is as good as left out.
  /// - Throws: A refusal that names the first field that is wrong.
  package init(_ event: ConsentEvent, content: JSON) throws(Refusal) {
    guard let given = content.object else {
      throw Refusal(.invalidOperation, "The content of a consent must be a JSON object.")
    }
    if let unknown = given.keys.sorted().first(where: { !Self.names.contains($0) }) {
      let named = unknown.utf8.count <= 64 ? " `\(unknown)`" : ""
      throw Refusal(
        .unknownField,
        "A consent has no field\(named); its fields are purpose, member, date, how."
      )
    }
    let values = given.filter { !$0.value.isNull }
    guard let purpose: ConsentPurpose = try Self.code("purpose", in: values) else {
      throw Refusal(
        .missingField,
        "A consent needs the field `purpose`: \(Self.words(ConsentPurpose.self))."
      )
    }
    guard let text = values["date"] else {
      throw Refusal(.missingField, "A consent needs the field `date`, the day it was \(event).")
    }
    guard let date = text.string.flatMap({ CalendarDay($0) }) else {
      throw Refusal(
        .invalidField,
        "The field `date` of a consent must be a day such as 2026-11-24."
      )
    }
    var member: RecordID?
    if let named = values["member"] {
      member = named.string.flatMap { RecordID($0) }
      guard member != nil else {
        throw Refusal(
          .invalidField,
          "The field `member` of a consent must be the id of a member; leave it out for the whole "
            + "family."
        )
      }
    }
    let how: ConsentManner? = try Self.code("how", in: values)
    // Withdrawing must never be harder than giving, so only what is given has to say how.
    guard how != nil || event == .withdrawn else {
      throw Refusal(
        .missingField,
        "A consent that is given needs the field `how`: \(Self.words(ConsentManner.self))."
      )
    }
    self.init(event, purpose, member: member, date: date, how: how)
  }

  /// Reads ``json``.
  ///
  /// - Throws: A refusal that names the first field that is wrong.
  package init(json: JSON) throws(Refusal) {
    guard var values = json.object,
      let event: ConsentEvent = try Self.code("event", in: values)
    else {
      throw Refusal(.missingField, "A stored consent needs the field `event`.")
    }
    values["event"] = nil
    try self.init(event, content: .object(values))
  }

  private static func code<Code: RawRepresentable & CaseIterable>(
    _ name: String,
    in values: [String: JSON],
    _ type: Code.Type = Code.self
  ) throws(Refusal) -> Code? where Code.RawValue == String {
    guard let value = values[name] else { return nil }
    guard let code = value.string.flatMap({ Code(rawValue: $0) }) else {
      throw Refusal(
        .invalidField,
        "The field `\(name)` of a consent must be \(words(type))."
      )
    }
    return code
  }

  private static func words<Code: RawRepresentable & CaseIterable>(_ type: Code.Type) -> String
  where Code.RawValue == String {
    type.allCases.map(\.rawValue).joined(separator: " or ")
  }
}

extension ConsentState {
  /// The state as REST and the command line show it.
  package var json: JSON {
    [
      "purpose": .string(consent.purpose.rawValue),
      "member": consent.member.map { .string($0.description) } ?? .null,
      "state": .string(consent.event.rawValue), "date": .string(consent.date.description),
      "consent": .string(record.description),
    ]
  }
}
