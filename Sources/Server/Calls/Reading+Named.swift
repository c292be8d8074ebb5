import Casework
import Instruments
import SyncProtocol
import WireFormat

/// A reading with a name for everything, as REST shows and takes it.
extension Reading {
  /// The object; `scores` and `notes` are objects by area.
  var named: JSON {
    var object: [String: JSON] = [
      "instrument": .string(instrument), "edition": .string(edition),
      "subject": .string(subject.rawValue), "date": .string(date.description),
      "respondent": .string(respondent.rawValue), "timing": .string(timing.rawValue),
      "capturedOffline": .bool(capturedOffline),
      "scores": .object(
        Dictionary(scores.map { ($0.area, .string($0.code)) }) { first, _ in first }
      ),
    ]
    object["member"] = member.map { .string($0.description) }
    object["episode"] = episode.map { .string($0.description) }
    object["setting"] = setting.map { .string($0.rawValue) }
    object["ownWords"] = ownWords.map { .string($0) }
    object["imported"] = imported?.json
    if !notes.isEmpty { object["notes"] = .object(notes.mapValues { .string($0) }) }
    return .object(object)
  }

  private static let names: Set<String> = [
    "instrument", "edition", "subject", "member", "episode", "date", "respondent", "timing",
    "setting", "scores", "notes", "ownWords",
  ]

  /// Reads the object.
  ///
  /// - Parameters:
  ///   - json: The object; `capturedOffline` is not taken, since somebody is online to send it.
  ///   - catalogue: The instruments, whose order of areas the scores get.
  /// - Throws: The first refusal of form; the content is checked by whoever stores it.
  init(named json: JSON, catalogue: InstrumentCatalogue) throws(Refusal) {
    let object = json.object ?? [:]
    if let unknown = object.keys.sorted().first(where: { !Self.names.contains($0) }) {
      throw Refusal(
        unknown == "capturedOffline" ? .serverField : .unknownField,
        "A new reading does not take the field `\(unknown)`; it takes "
          + "\(Self.names.sorted().joined(separator: ", "))."
      )
    }
    func optional<Value>(_ name: String, _ read: (JSON) -> Value?) throws(Refusal) -> Value? {
      guard let value = object[name], !value.isNull else { return nil }
      guard let converted = read(value) else {
        throw Refusal(.invalidField, "The field `\(name)` of a reading is not of its type.")
      }
      return converted
    }
    func need<Value>(_ name: String, _ read: (JSON) -> Value?) throws(Refusal) -> Value {
      guard let value = try optional(name, read) else {
        throw Refusal(.missingField, "A new reading needs the field `\(name)`.")
      }
      return value
    }
    let instrument = try need("instrument") { $0.string }
    let edition = try need("edition") { $0.string }
    let scores = try need("scores") { texts($0) }
    let pack = catalogue.pack(InstrumentKey(id: instrument, edition: edition))
    let order = pack?.areas.map(\.id) ?? []
    let known = order.filter { scores[$0] != nil }
    let others = scores.keys.filter { !order.contains($0) }.sorted()
    self.init(
      instrument: instrument,
      edition: edition,
      subject: try need("subject") { $0.string.flatMap { Subject(rawValue: $0) } },
      member: try optional("member") { $0.string.flatMap { RecordID($0) } },
      episode: try optional("episode") { $0.string.flatMap { RecordID($0) } },
      date: try need("date") { $0.string.flatMap { CalendarDay($0) } },
      respondent: try need("respondent") { $0.string.flatMap { Respondent(rawValue: $0) } },
      timing: try optional("timing") { $0.string.flatMap { Timing(rawValue: $0) } } ?? .standard,
      setting: try optional("setting") { $0.string.flatMap { Setting(rawValue: $0) } },
      scores: (known + others).map { Score(area: $0, code: scores[$0] ?? "") },
      notes: try optional("notes") { texts($0) } ?? [:],
      ownWords: try optional("ownWords") { $0.string }
    )
  }
}

private func texts(_ json: JSON) -> [String: String]? {
  guard let object = json.object, object.count <= 256 else { return nil }
  let texts = object.compactMapValues(\.string)
  return texts.count == object.count ? texts : nil
}
