import Casework

/// A moment as RFC 3339 writes it, `2025-07-15T09:30:00Z`; a zone is required.
struct CaseMoment {
  /// Milliseconds since 1970.
  let milliseconds: Int64

  /// Reads a moment; `nil` for anything else.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
      let day = CalendarDay(String(decoding: bytes[..<10], as: UTF8.self))
    else { return nil }
    func number(_ range: Range<Int>, _ limit: Int) -> Int? {
      guard range.upperBound <= bytes.count else { return nil }
      var value = 0
      for byte in bytes[range] {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        value = value * 10 + Int(byte - UInt8(ascii: "0"))
      }
      return value <= limit ? value : nil
    }
    guard let hour = number(11..<13, 23), let minute = number(14..<16, 59),
      let second = number(17..<19, 60), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":")
    else { return nil }
    var place = 19
    var fraction = 0
    if bytes[place] == UInt8(ascii: ".") {
      place += 1
      var unit = 100
      let start = place
      while place < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]) {
        fraction += Int(bytes[place] - UInt8(ascii: "0")) * unit
        unit /= 10
        place += 1
      }
      guard place > start, place < bytes.count else { return nil }
    }
    var offset = 0
    switch bytes[place] {
    case UInt8(ascii: "Z"), UInt8(ascii: "z"):
      guard place + 1 == bytes.count else { return nil }
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      guard place + 6 == bytes.count, bytes[place + 3] == UInt8(ascii: ":"),
        let hours = number(place + 1..<place + 3, 23),
        let minutes = number(place + 4..<place + 6, 59)
      else { return nil }
      offset = (hours * 60 + minutes) * (bytes[place] == UInt8(ascii: "+") ? 1 : -1)
    default: return nil
    }
    let minutes = hour * 60 + minute - offset
    milliseconds =
      Int64(day.daysSince1970) * 86_400_000 + Int64(minutes) * 60_000 + Int64(second) * 1000
      + Int64(fraction)
  }
}
