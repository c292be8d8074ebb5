package import Casework
package import WireFormat

/// The positional array of a reading: what `reading.add` carries, what is stored and what is pulled.
///
/// `[1, instrument, edition, subject, member, episode, date, respondent, timing, setting, offline,
/// [area…], [code…], {area: note}, own words]`; absent parts are `null`. The leading 1 is the
/// layout's version. An imported reading has layout 2: a sixteenth position says where it came from.
/// Areas and codes stand apart so that a batch compresses well.
extension Reading {
  private static let layout: Int64 = 1
  private static let importedLayout: Int64 = 2

  /// The array.
  package var json: JSON {
    let own = positions
    guard let imported else { return .array(own) }
    return .array([.int(Self.importedLayout)] + own.dropFirst() + [imported.json])
  }

  private var positions: [JSON] {
    [
      .int(Self.layout), .string(instrument), .string(edition), .string(subject.rawValue),
      member.map { .string($0.description) } ?? .null,
      episode.map { .string($0.description) } ?? .null,
      .string(date.description), .string(respondent.rawValue), .string(timing.rawValue),
      setting.map { .string($0.rawValue) } ?? .null, .bool(capturedOffline),
      .array(scores.map { .string($0.area) }), .array(scores.map { .string($0.code) }),
      notes.isEmpty ? .null : .object(notes.mapValues { .string($0) }),
      ownWords.map { .string($0) } ?? .null,
    ]
  }

  /// Reads the array.
  ///
  /// - Throws: A refusal that names the first position that is not of its type.
  package init(json: JSON) throws(Refusal) {
    guard let array = json.array, array.count == 15 || array.count == 16,
      array[0].int == (array.count == 15 ? Self.layout : Self.importedLayout)
    else {
      throw Refusal(
        .invalidOperation,
        "A reading is an array of 15 positions that begins with the layout version 1."
      )
    }
    func need<Value>(
      _ position: Int,
      _ name: String,
      _ read: (JSON) -> Value?
    ) throws(Refusal) -> Value {
      guard let value = read(array[position]) else {
        throw Refusal(
          .invalidField,
          "Position \(position) of a reading (\(name)) is missing or not of its type."
        )
      }
      return value
    }
    func optional<Value>(
      _ position: Int,
      _ name: String,
      _ read: (JSON) -> Value?
    ) throws(Refusal) -> Value? {
      array[position].isNull ? nil : try need(position, name, read)
    }
    let areas = try need(11, "areas") { strings($0) }
    let codes = try need(12, "codes") { strings($0) }
    guard areas.count == codes.count else {
      throw Refusal(
        .invalidField,
        "A reading has \(areas.count) areas and \(codes.count) codes; each area needs one code."
      )
    }
    self.init(
      instrument: try need(1, "instrument") { $0.string },
      edition: try need(2, "edition") { $0.string },
      subject: try need(3, "subject") { $0.string.flatMap { Subject(rawValue: $0) } },
      member: try optional(4, "member") { $0.string.flatMap { RecordID($0) } },
      episode: try optional(5, "episode") { $0.string.flatMap { RecordID($0) } },
      date: try need(6, "date") { $0.string.flatMap { CalendarDay($0) } },
      respondent: try need(7, "respondent") { $0.string.flatMap { Respondent(rawValue: $0) } },
      timing: try need(8, "timing") { $0.string.flatMap { Timing(rawValue: $0) } },
      setting: try optional(9, "setting") { $0.string.flatMap { Setting(rawValue: $0) } },
      capturedOffline: try need(10, "captured offline") { $0.bool },
      scores: zip(areas, codes).map { Score(area: $0, code: $1) },
      notes: try optional(13, "notes") { texts($0) } ?? [:],
      ownWords: try optional(14, "own words") { $0.string },
      imported: array.count == 16 ? try need(15, "imported") { ReadingOrigin(json: $0) } : nil
    )
  }
}

extension ReadingOrigin {
  /// The object in position 15; absent parts are left out.
  package var json: JSON {
    var object: [String: JSON] = [
      "source": .string(source), "id": .string(id), "recorded": .int(recorded),
    ]
    object["worker"] = worker.map { .string($0) }
    object["replaces"] = replaces.map { .string($0) }
    object["stage"] = stage.map { .string($0) }
    object["remark"] = remark.map { .string($0) }
    object["released"] = released.map { .string($0) }
    return .object(object)
  }

  /// Reads ``json``; `nil` when it is no origin.
  package init?(json: JSON) {
    guard let source = json["source"]?.string, let id = json["id"]?.string,
      let recorded = json["recorded"]?.int
    else { return nil }
    self.init(
      source: source,
      id: id,
      recorded: recorded,
      worker: json["worker"]?.string,
      replaces: json["replaces"]?.string,
      stage: json["stage"]?.string,
      remark: json["remark"]?.string,
      released: json["released"]?.string
    )
  }
}

private func strings(_ json: JSON) -> [String]? {
  guard let array = json.array, array.count <= 256 else { return nil }
  let strings = array.compactMap(\.string)
  return strings.count == array.count ? strings : nil
}

private func texts(_ json: JSON) -> [String: String]? {
  guard let object = json.object, object.count <= 256 else { return nil }
  let texts = object.compactMapValues(\.string)
  return texts.count == object.count ? texts : nil
}
