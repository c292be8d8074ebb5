import Casework

/// Reads the cells of a row by their meaning and notes what it had to normalise.
struct RowValues {
  let table: IntakeTable
  let lookup: SourceLookup
  let row: CSVRow
  var notes: Set<DispositionReason> = []

  init(_ table: IntakeTable, _ lookup: SourceLookup, _ row: CSVRow) {
    self.table = table
    self.lookup = lookup
    self.row = row
  }

  /// The trimmed text of a mapped column.
  mutating func text(_ name: String) -> String {
    guard let place = table.places[name] else { return "" }
    return text(at: place)
  }

  /// The trimmed text of a column.
  mutating func text(at place: Int) -> String {
    let (text, wasPadded) = trimmed(row.cells[place])
    if wasPadded { notes.insert(.trimmed) }
    return text
  }

  /// The code of a word of one of the mapping's lists; `nil` when the list does not have it.
  mutating func code(_ name: String) -> String? {
    let word = text(name)
    guard let found = lookup.codes[name]?.find(word) else { return nil }
    if !found.isExact { notes.insert(.caseFolded) }
    return found.value
  }

  /// Whether the reading was given later; `nil` when the list does not have the word.
  mutating func timing() -> Timing? {
    let word = text("timing")
    guard let found = lookup.timings.find(word) else { return nil }
    if !found.isExact { notes.insert(.caseFolded) }
    return found.value ? .retrospective : .standard
  }

  /// A day; `nil` when it is none in the file's form.
  mutating func day(_ name: String) -> CalendarDay? {
    lookup.day(text(name))
  }

  /// The free text, unchanged; several columns one below the other.
  var remark: String? {
    let texts = table.freeText.map { String(decoding: row.cells[$0], as: UTF8.self) }
      .filter { !$0.allSatisfy(\.isWhitespace) }
    return texts.isEmpty ? nil : texts.joined(separator: "\n")
  }
}

/// What the words of a source mean, looked up without regard to case; days are kept once read.
final class SourceLookup {
  let codes: [String: WordList<String>]
  let timings: WordList<Bool>
  let nonScores: WordList<String>
  private let format: DateFormat?
  private var days: [String: CalendarDay?] = [:]
  private var stamps: [String: Timestamp?] = [:]

  init(_ source: ImportSource) {
    codes = source.codes.mapValues { WordList($0) }
    timings = WordList(source.timings)
    nonScores = WordList(source.nonScores)
    format = source.dates
  }

  func day(_ text: String) -> CalendarDay? {
    if let known = days[text] { return known }
    let day = format?.day(text)
    days[text] = .some(day)
    return day
  }

  func timestamp(_ text: String) -> Timestamp? {
    if let known = stamps[text] { return known }
    let stamp = Timestamp(text)
    stamps[text] = .some(stamp)
    return stamp
  }
}

/// Words and what they stand for.
struct WordList<Value> {
  private let exact: [String: Value]
  private let folded: [String: Value]

  init(_ words: [String: Value]) {
    exact = words
    let ordered = words.sorted { $0.key < $1.key }
    folded = Dictionary(ordered.map { ($0.lowercased(), $1) }) { first, _ in first }
  }

  /// What a word stands for, and whether its case is that of the list.
  func find(_ word: String) -> (value: Value, isExact: Bool)? {
    if let value = exact[word] { return (value, true) }
    return folded[word.lowercased()].map { ($0, false) }
  }
}

/// An instant with its zone, `2024-04-30T23:55:00+01:00`.
struct Timestamp: Hashable {
  /// Milliseconds since 1970.
  let milliseconds: Int64
  /// The day in UTC.
  var day: CalendarDay { CalendarDay(milliseconds: milliseconds) }

  /// The form, as a mapping names it.
  static let format = "yyyy-mm-ddThh:mm[:ss](Z|±hh:mm)"

  init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// Reads the form; `nil` for anything else, above all for an instant without a zone.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 17, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
      let day = CalendarDay(String(decoding: bytes[0..<10], as: UTF8.self)),
      let hour = Self.two(bytes, 11), let minute = Self.two(bytes, 14), hour < 24, minute < 60
    else { return nil }
    var rest = 16
    var second = 0
    if bytes[16] == UInt8(ascii: ":") {
      guard let given = Self.two(bytes, 17), given < 60 else { return nil }
      second = given
      rest = 19
    }
    guard let offset = Self.offset(bytes, rest) else { return nil }
    let minutes = Int64(hour * 60 + minute - offset)
    milliseconds =
      Int64(day.daysSince1970) * 86_400_000 + minutes * 60_000 + Int64(second) * 1000
  }

  private static func offset(_ bytes: [UInt8], _ start: Int) -> Int? {
    guard start < bytes.count else { return nil }
    if bytes[start] == UInt8(ascii: "Z") { return bytes.count == start + 1 ? 0 : nil }
    guard bytes.count == start + 6, bytes[start + 3] == UInt8(ascii: ":"),
      let hour = two(bytes, start + 1), let minute = two(bytes, start + 4), hour < 15, minute < 60
    else { return nil }
    switch bytes[start] {
    case UInt8(ascii: "+"): return hour * 60 + minute
    case UInt8(ascii: "-"): return -(hour * 60 + minute)
    default: return nil
    }
  }

  private static func two(_ bytes: [UInt8], _ start: Int) -> Int? {
    guard start + 1 < bytes.count, let tens = digit(bytes[start]),
      let ones = digit(bytes[start + 1])
    else { return nil }
    return tens * 10 + ones
  }

  private static func digit(_ byte: UInt8) -> Int? {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int(byte - UInt8(ascii: "0")) : nil
  }
}
