import Casework
import Instruments
import WireFormat

/// Reads the entries of a mapping and collects every fault.
struct MappingReader {
  private(set) var faults: [String] = []

  mutating func report(_ pointer: String, _ message: String) {
    faults.append("\(pointer) \(message)")
  }

  mutating func source(_ json: JSON, at pointer: String) -> ImportSource? {
    let before = faults.count
    guard let kind = json["kind"]?.string.flatMap({ SourceKind(rawValue: $0) }) else {
      let kinds = SourceKind.allCases.map(\.rawValue).joined(separator: ", ")
      report("\(pointer)/kind", "is none of \(kinds).")
      return nil
    }
    guard let file = json["file"]?.string, !file.isEmpty else {
      report("\(pointer)/file", "is missing; name the file, such as \"council/episodes.csv\".")
      return nil
    }
    let authority = json["authority"]?.string ?? ""
    if kind.needsAuthority, Authority(title: authority) == nil {
      report("\(pointer)/authority", "is missing; name the authority, such as \"Peterborough\".")
    }
    let source = ImportSource(
      kind: kind,
      authority: authority,
      file: file,
      columns: columns(json["columns"], kind, at: "\(pointer)/columns"),
      codes: codes(json["codes"], kind, at: "\(pointer)/codes"),
      timings: timings(json["codes"]?["timing"], kind, at: "\(pointer)/codes/timing"),
      dates: dates(json["dates"], kind, at: "\(pointer)/dates"),
      birthYearSeparator: separator(json["yobSeparator"], at: "\(pointer)/yobSeparator"),
      areaPrefixes: prefixes(json["areaPrefix"], kind, at: "\(pointer)/areaPrefix"),
      nonScores: nonScores(json["nonScores"], at: "\(pointer)/nonScores"),
      freeText: names(json["freeText"], at: "\(pointer)/freeText"),
      instrument: json["instrument"]?.string,
      edition: json["edition"]?.string,
      pair: names(json["pair"], at: "\(pointer)/pair"),
      authorities: names(json["authorities"], at: "\(pointer)/authorities")
    )
    checkInstruments(source, at: pointer)
    if kind == .areaLong, source.instrument == nil || source.edition == nil {
      report(pointer, "needs `instrument` and `edition`, which a long file does not repeat.")
    }
    if kind == .areaLong, json["timestamps"]?.string != Timestamp.format {
      report("\(pointer)/timestamps", "must be \"\(Timestamp.format)\".")
    }
    return faults.count == before ? source : nil
  }

  private mutating func columns(
    _ json: JSON?,
    _ kind: SourceKind,
    at pointer: String
  ) -> [String: String] {
    let columns = (json?.object ?? [:]).compactMapValues(\.string)
    let missing = kind.needed.filter { columns[$0]?.isEmpty ?? true }
    if !missing.isEmpty {
      report(pointer, "does not say which columns hold \(missing.joined(separator: ", ")).")
    }
    for name in columns.keys.sorted() where !kind.needed.contains(name) {
      report(pointer, "names `\(name)`, which a file of this kind does not have.")
    }
    return columns
  }

  private mutating func codes(
    _ json: JSON?,
    _ kind: SourceKind,
    at pointer: String
  ) -> [String: [String: String]] {
    var codes: [String: [String: String]] = [:]
    for list in kind.lists {
      guard let words = json?[list]?.object, !words.isEmpty else {
        report("\(pointer)/\(list)", "is missing; list the words of the file and their codes.")
        continue
      }
      codes[list] = words.compactMapValues(\.string)
      if codes[list]?.count != words.count {
        report("\(pointer)/\(list)", "holds something that is no text.")
      }
    }
    for code in (codes["respondent"] ?? [:]).values.sorted()
    where Respondent(rawValue: code) == nil {
      report("\(pointer)/respondent", "ends in `\(code)`; it may end in agreed, worker, family.")
    }
    return codes
  }

  private mutating func timings(
    _ json: JSON?,
    _ kind: SourceKind,
    at pointer: String
  ) -> [String: Bool] {
    guard kind == .starWide || kind == .areaLong else { return [:] }
    let timings = words(json, "neither true nor false", at: pointer, \.bool)
    if json?.object?.isEmpty ?? true {
      report(pointer, "is missing; say for each word whether the reading was given later.")
    }
    return timings
  }

  private mutating func dates(
    _ json: JSON?,
    _ kind: SourceKind,
    at pointer: String
  ) -> DateFormat? {
    guard kind != .workers else { return nil }
    let format = json?.string.flatMap { DateFormat(rawValue: $0) }
    if format == nil {
      let formats = DateFormat.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
      report(pointer, "is none of \(formats).")
    }
    return format
  }
}
