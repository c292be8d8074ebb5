/// The identity of one kind of thing: a UUID whose phantom tag keeps kinds apart.
///
/// Ids are UUIDv7 (RFC 9562 section 5.7): they begin with the millisecond in which they were
/// minted, so new rows land at the end of an index. Their text is always 36 lower-case characters.
package struct Identifier<Kind>: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The first eight bytes, big-endian.
  package let high: UInt64
  /// The last eight bytes, big-endian.
  package let low: UInt64

  /// Makes an id from its two halves, as read from a store.
  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Mints a version 7 id.
  ///
  /// - Parameters:
  ///   - milliseconds: Milliseconds since 1970; negative times count as zero.
  ///   - random: Two words of randomness; the version and variant bits are overwritten.
  package init(milliseconds: Int64, random: (UInt64, UInt64)) {
    let time = UInt64(clamping: milliseconds) & 0xFFFF_FFFF_FFFF
    high = time << 16 | 0x7000 | (random.0 & 0x0FFF)
    low = 0x8000_0000_0000_0000 | (random.1 & 0x3FFF_FFFF_FFFF_FFFF)
  }

  /// Reads the 36-character text; `nil` when it is anything else.
  package init?(_ text: some StringProtocol) {
    let fast = text.utf8.withContiguousStorageIfAvailable { Self.halves($0) }
    guard let halves = fast ?? Array(text.utf8).withUnsafeBufferPointer({ Self.halves($0) }) else {
      return nil
    }
    (high, low) = halves
  }

  private static func halves(_ text: UnsafeBufferPointer<UInt8>) -> (UInt64, UInt64)? {
    guard text.count == textLength else { return nil }
    var halves: (UInt64, UInt64) = (0, 0)
    var digits = 0
    for (position, byte) in text.enumerated() {
      if position == 8 || position == 13 || position == 18 || position == 23 {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard let digit = hexDigit(byte) else { return nil }
      if digits < 16 {
        halves.0 = halves.0 << 4 | digit
      } else {
        halves.1 = halves.1 << 4 | digit
      }
      digits += 1
    }
    return halves
  }

  /// The canonical text: 36 characters, lower case.
  package var description: String {
    String(unsafeUninitializedCapacity: Self.textLength) { write(to: $0) }
  }

  /// Appends the bytes of the canonical text.
  package func append(to bytes: inout [UInt8]) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.textLength) { buffer in
      bytes.append(contentsOf: buffer[..<write(to: buffer)])
    }
  }

  private static var textLength: Int { 36 }

  /// Writes the canonical text's bytes and says how many.
  ///
  /// A first sync writes three ids a record, so eight digits are made at once.
  private func write(to buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
    let bytes = UnsafeMutableRawBufferPointer(buffer)
    let second = hexDigits(UInt32(truncatingIfNeeded: high))
    let third = hexDigits(UInt32(truncatingIfNeeded: low >> 32))
    bytes.storeBytes(
      of: hexDigits(UInt32(truncatingIfNeeded: high >> 32)).bigEndian,
      as: UInt64.self
    )
    func storeFour(_ digits: UInt64, at offset: Int) {
      bytes[offset - 1] = UInt8(ascii: "-")
      bytes.storeBytes(
        of: UInt32(truncatingIfNeeded: digits).bigEndian,
        toByteOffset: offset,
        as: UInt32.self
      )
    }
    storeFour(second >> 32, at: 9)
    storeFour(second, at: 14)
    storeFour(third >> 32, at: 19)
    storeFour(third, at: 24)
    bytes.storeBytes(
      of: hexDigits(UInt32(truncatingIfNeeded: low)).bigEndian,
      toByteOffset: 28,
      as: UInt64.self
    )
    return Self.textLength
  }

  /// Orders by the bytes, which for version 7 is the order of minting.
  package static func < (left: Self, right: Self) -> Bool {
    left.high == right.high ? left.low < right.low : left.high < right.high
  }

  /// The same id as another kind, where one record is known under two roles.
  package func retagged<Other>(as kind: Other.Type = Other.self) -> Identifier<Other> {
    Identifier<Other>(high: high, low: low)
  }
}

/// The eight lower-case hexadecimal digits of a word as ASCII, the first in the highest byte.
private func hexDigits(_ word: UInt32) -> UInt64 {
  // Each of the eight half bytes gets a byte of its own.
  var digits = UInt64(word)
  digits = (digits | digits << 16) & 0x0000_FFFF_0000_FFFF
  digits = (digits | digits << 8) & 0x00FF_00FF_00FF_00FF
  digits = (digits | digits << 4) & 0x0F0F_0F0F_0F0F_0F0F
  // Where one is above nine, adding six carries into the next half.
  let letters = (digits &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
  return digits &+ 0x3030_3030_3030_3030 &+ letters &* 0x27
}

/// The value of a hexadecimal digit in either case; `nil` for anything else.
func hexDigit(_ byte: UInt8) -> UInt64? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
  case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a") + 10)
  case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A") + 10)
  default: nil
  }
}

/// Tag of ``FamilyID``.
package enum FamilyTag {}
/// Tag of ``RecordID``.
package enum RecordTag {}
/// Tag of ``WorkerID``.
package enum WorkerTag {}
/// Tag of ``UnitID``.
package enum UnitTag {}
/// Tag of ``DeviceID``.
package enum DeviceTag {}
/// Tag of ``OperationID``.
package enum OperationTag {}

/// A family: the unit of access.
package typealias FamilyID = Identifier<FamilyTag>
/// Any record: a reading, an episode, a goal, the family's own record, a review item.
package typealias RecordID = Identifier<RecordTag>
/// Anyone with a sign-in.
package typealias WorkerID = Identifier<WorkerTag>
/// A node of the tree partnership, authority, district, team.
package typealias UnitID = Identifier<UnitTag>
/// One enrolled device.
package typealias DeviceID = Identifier<DeviceTag>
/// One thing that a person saved.
package typealias OperationID = Identifier<OperationTag>

extension Identifier where Kind == FamilyTag {
  /// The pseudo-family of reference records (units, workers, instruments), which every enrolled
  /// device may read.
  package static let reference = Self(high: 0, low: 0)
  /// The pseudo-family of what no device ever reads: study rows, population figures, import runs.
  package static let study = Self(high: 0, low: 1)
}
