import Casework
import Storage
import WireFormat

extension StoredRecord {
  /// The day of a reading as its body has it, in position 6 of the array; `nil` for every other record, and
  /// for a body that is no reading's.
  var day: String? {
    guard type == .reading else { return nil }
    return body.withUnsafeBufferPointer { plainText(at: 6, in: $0) }
      ?? (try? JSON(strict: body))?.array.flatMap { $0.count > 6 ? $0[6].string : nil }
  }
}

/// The text at a position of a JSON array before which there are only texts without escapes, numbers and
/// words; `nil` for anything else, which the reader of whole documents is asked about.
private func plainText(at wanted: Int, in bytes: UnsafeBufferPointer<UInt8>) -> String? {
  guard bytes.first == UInt8(ascii: "[") else { return nil }
  var position = 0
  var start: Int?
  for index in bytes.indices.dropFirst() {
    switch bytes[index] {
    case UInt8(ascii: "\""):
      guard let begun = start else {
        start = index + 1
        continue
      }
      start = nil
      if position == wanted { return String(decoding: bytes[begun..<index], as: UTF8.self) }
    case UInt8(ascii: "\\"): return nil
    case UInt8(ascii: ",") where start == nil: position += 1
    case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"):
      if start == nil { return nil }
    default: continue
    }
    if position > wanted { return nil }
  }
  return nil
}
