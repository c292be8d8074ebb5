import Instruments
import WireFormat

extension MappingReader {
  mutating func prefixes(
    _ json: JSON?,
    _ kind: SourceKind,
    at pointer: String
  ) -> [String: String] {
    guard kind == .starWide || kind == .dual || kind == .double else { return [:] }
    let prefixes = words(json, "no text", at: pointer, \.string)
    if json?.object?.isEmpty ?? true {
      report(pointer, "is missing; give each instrument the prefix of its columns.")
    }
    return prefixes
  }

  mutating func nonScores(_ json: JSON?, at pointer: String) -> [String: String] {
    let words = words(json, "no text", at: pointer, \.string)
    if json != nil, json?.object == nil {
      report(pointer, "is no object; give each word what it stands for.")
    }
    for code in words.values.sorted() where NonScore(rawValue: code) == nil {
      report(
        pointer,
        "ends in `\(code)`; it may end in \(NonScore.allCases.map(\.rawValue).joined(separator: ", "))."
      )
    }
    return words
  }

  /// Reads what stands between years of birth.
  mutating func separator(_ json: JSON?, at pointer: String) -> String {
    guard let json else { return ";" }
    guard let separator = json.string, !separator.isEmpty else {
      report(pointer, "is empty or no text; write what stands between the years, such as \";\".")
      return ";"
    }
    return separator
  }

  /// Reads a list of names; a mapping may leave it out.
  mutating func names(_ json: JSON?, at pointer: String) -> [String] {
    guard let json else { return [] }
    let names = (json.array ?? []).compactMap(\.string)
    if names.count != json.array?.count { report(pointer, "is no list of texts.") }
    return names
  }

  /// Reads words and what they stand for, and reports what they cannot stand for.
  mutating func words<Value>(
    _ json: JSON?,
    _ fault: String,
    at pointer: String,
    _ value: (JSON) -> Value?
  ) -> [String: Value] {
    let members = json?.object ?? [:]
    let words = members.compactMapValues(value)
    if words.count != members.count { report(pointer, "holds something that is \(fault).") }
    return words
  }

  /// Every instrument that rows may name needs the prefix of its columns.
  mutating func checkInstruments(_ source: ImportSource, at pointer: String) {
    let list = source.kind == .double ? "tool" : "instrument"
    for id in (source.codes[list] ?? [:]).values.sorted() where source.areaPrefixes[id] == nil {
      report("\(pointer)/codes/\(list)", "ends in `\(id)`, which has no entry in `areaPrefix`.")
    }
    guard source.kind == .dual else { return }
    if Set(source.pair).count != 2
      || source.pair.contains(where: { source.areaPrefixes[$0] == nil })
    {
      report("\(pointer)/pair", "must name two instruments of `areaPrefix`.")
    }
  }
}
