import Casework
import Foundation

/// The family that a `put` line names, without reading the body; `nil` when the line has another
/// form than it was written in, and must be read in full.
///
/// Rows show no family beside their payload, so that evicting one and listing one look into each.
func familyNamed(in payload: Data) -> FamilyID? {
  // ["put",VERSION,"TYPE","RECORD","FAMILY",…
  var commas = 0
  var position = payload.startIndex
  while position < payload.endIndex, commas < 4 {
    if payload[position] == UInt8(ascii: ",") { commas += 1 }
    position += 1
  }
  let end = position + 38
  guard commas == 4, end <= payload.endIndex, payload[position] == UInt8(ascii: "\""),
    payload[end - 1] == UInt8(ascii: "\"")
  else { return nil }
  return FamilyID(String(decoding: payload[(position + 1)..<(end - 1)], as: UTF8.self))
}
