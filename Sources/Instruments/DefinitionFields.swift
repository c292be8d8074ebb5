import Casework
import Crypto
import WireFormat

/// Reads the instruments of a study and collects every fault.
struct DefinitionFields {
  private(set) var faults: [String] = []

  /// One instrument, a pack for each of its editions.
  struct Instrument {
    let id: String
    let perspective: String
    let knowsNoIssue: Bool
    let packs: [InstrumentPack]
  }

  mutating func report(_ pointer: String, _ message: String) {
    faults.append("\(pointer) \(message)")
  }

  /// Reads one line of text that is not empty.
  mutating func text(_ json: JSON?, at pointer: String) -> String? {
    guard let text = json?.string, (1...PackLimits.titleBytesMax).contains(text.utf8.count),
      text.unicodeScalars.allSatisfy(\.isPlain)
    else {
      report(pointer, "is missing or no line of text of at most \(PackLimits.titleBytesMax) bytes.")
      return nil
    }
    return text
  }

  /// Reads a list of different lines of text, at least one.
  mutating func texts(_ json: JSON?, at pointer: String, limit: Int) -> [String]? {
    guard let list = json?.array, (1...limit).contains(list.count) else {
      report(pointer, "is no list of 1 to \(limit) texts.")
      return nil
    }
    let texts = list.enumerated().compactMap { text($0.element, at: "\(pointer)/\($0.offset)") }
    guard texts.count == list.count else { return nil }
    if Set(texts).count < texts.count { report(pointer, "names something twice; name it once.") }
    return texts
  }

  /// Reads one of the words of an enumeration.
  mutating func word<Word: RawRepresentable & CaseIterable>(
    _ json: JSON?,
    at pointer: String,
    as type: Word.Type = Word.self
  ) -> Word? where Word.RawValue == String {
    guard let word = json?.string.flatMap(Word.init(rawValue:)) else {
      let words = Word.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
      report(pointer, "is none of the known words; use one of: \(words).")
      return nil
    }
    return word
  }

  /// Reads an instrument.
  mutating func instrument(
    _ json: JSON,
    at pointer: String,
    _ scales: [String: DefinedScale]
  ) -> Instrument? {
    let id = text(json["id"], at: "\(pointer)/id")
    let title = text(json["title"] ?? json["id"], at: "\(pointer)/title")
    let subject = word(json["subject"], at: "\(pointer)/subject", as: Subject.self)
    let status: DefinitionStatus? =
      json["definitionStatus"] == nil
      ? .supplied : word(json["definitionStatus"], at: "\(pointer)/definitionStatus")
    let areas = texts(json["areas"], at: "\(pointer)/areas", limit: PackLimits.areasMax)
    let editions = texts(
      json["editions"],
      at: "\(pointer)/editions",
      limit: PackLimits.compatibleEditionsMax
    )
    let validFrom = validFrom(json["validFrom"], at: "\(pointer)/validFrom")
    let compatible = compatible(json, at: pointer, among: editions ?? [])
    let policy: NoIssuePolicy? =
      json["noIssuePolicy"] == nil
      ? nil : word(json["noIssuePolicy"], at: "\(pointer)/noIssuePolicy")
    guard let scaleID = text(json["scale"], at: "\(pointer)/scale"), let scale = scales[scaleID]
    else {
      report("\(pointer)/scale", "is no scale that /scales defines well; define it there.")
      return nil
    }
    guard let id, let title, let subject, let status, let areas, let editions else { return nil }
    let packs = editions.map { edition in
      InstrumentPack(
        key: InstrumentKey(id: id, edition: edition),
        title: title,
        publisher: title,
        licence: Licence(notice: title, reference: nil, isRequired: false),
        definitionStatus: status,
        subject: subject,
        ages: nil,
        perspectives: Respondent.allCases,
        areas: areas.map { Area(id: $0, title: $0, scale: scaleID) },
        scales: [scale.scale(scaleID, policy)],
        changeRule: scale.rule,
        validFrom: validFrom[edition],
        validTo: nil,
        supersedes: nil,
        compatibleWith: compatible[edition] ?? [],
        note: nil,
        source: json,
        contentHash: Hex.encode(Array(SHA256.hash(data: json.canonical)))
      )
    }
    return Instrument(
      id: id,
      perspective: json["perspective"]?.string ?? subject.rawValue,
      knowsNoIssue: policy != nil,
      packs: packs
    )
  }

  private mutating func validFrom(_ json: JSON?, at pointer: String) -> [String: CalendarDay] {
    var days: [String: CalendarDay] = [:]
    for (edition, day) in json?.object ?? [:] where !day.isNull {
      if let day = day.string.flatMap({ CalendarDay($0) }) {
        days[edition] = day
      } else {
        report(pointer, "holds something that is no day; write it as \"2026-11-24\".")
      }
    }
    return days
  }

  /// The editions that may come before each edition.
  private mutating func compatible(
    _ json: JSON,
    at pointer: String,
    among editions: [String]
  ) -> [String: [CompatibleEdition]] {
    let pairs = json["compatible"]?.array ?? []
    guard !pairs.isEmpty else { return [:] }
    let basis =
      json["compatibleBasis"] == nil
      ? .publisherAsserted
      : word(
        json["compatibleBasis"],
        at: "\(pointer)/compatibleBasis",
        as: CompatibilityBasis.self
      )
    var before: [String: [CompatibleEdition]] = [:]
    for pair in pairs {
      let names = (pair.array ?? []).compactMap(\.string)
      guard names.count == 2, names.allSatisfy(editions.contains), names[0] != names[1] else {
        report("\(pointer)/compatible", "must list pairs of editions, the earlier one first.")
        continue
      }
      if let basis {
        before[names[1], default: []].append(CompatibleEdition(edition: names[0], basis: basis))
      }
    }
    return before
  }
}
