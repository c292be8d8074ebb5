import Casework
import Storage
import SyncProtocol

extension Segment {
  private static let alphabet: [Character] = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")

  /// A short code that no family has: three characters, more once those are scarce.
  ///
  /// It says nothing about the family; letters and digits that look alike are left out.
  ///
  /// - Parameter word: A word of randomness for each attempt; an import takes it from the source's own
  ///   reference, so that the same files give the same codes in every fresh store.
  /// - Returns: The code, which is not taken yet.
  /// - Throws: What the store throws.
  func newFamilyCode(_ word: ((Int) -> UInt64)? = nil) throws -> String {
    for attempt in 0..<64 {
      let length = 3 + attempt / 8
      let word = word?(attempt) ?? core.surroundings.random()
      let code = String(
        (0..<length).map { Self.alphabet[Int(word >> UInt64(5 * $0) & 31)] }
      )
      if try !writer.isTaken(familyCode: code) { return code }
    }
    return core.surroundings.newID(FamilyTag.self).description
  }
}
