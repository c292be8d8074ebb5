import Casework
import Foundation
import Storage
import SyncProtocol

/// Sixteen bytes to bind as a blob, big-endian, so that the order of blobs is the order of ids.
struct SixteenBytes {
  let high: UInt64
  let low: UInt64
}

extension Identifier {
  /// The sixteen bytes of the id.
  var blob: SixteenBytes { SixteenBytes(high: high, low: low) }
}

extension Epoch {
  /// The sixteen bytes of the epoch.
  var blob: Data {
    withUnsafeBytes(of: (prefix.bigEndian, suffix.bigEndian)) { Data($0) }
  }
}

extension UInt64 {
  /// The same bits as SQLite's only integer.
  var stored: Int64 { Int64(bitPattern: self) }
}

extension AccessScope {
  /// Its families with their masks as one value to bind, for ``VisibleFamilies``.
  var blob: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(families.count * VisibleFamilies.entryLength)
    for (family, mask) in families {
      withUnsafeBytes(of: (family.high.bigEndian, family.low.bigEndian)) {
        bytes.append(contentsOf: $0)
      }
      let digits = String(mask.rawValue)
      bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 3 - digits.utf8.count))
      bytes.append(contentsOf: digits.utf8)
    }
    return bytes
  }
}

/// The families of a scope as a table in SQL.
///
/// One bound value keeps the statement the same for every scope, so that it stays cached; a list of
/// placeholders would be compiled again for every size, and reading connections have no temporary tables.
enum VisibleFamilies {
  /// Sixteen bytes of id and three digits of mask.
  static let entryLength = 19

  /// The table `visible(family, mask)`, from the scope bound as `?1`.
  static let table = """
    WITH RECURSIVE
      entry(at) AS (
        SELECT 1 WHERE length(?1) > 0
        UNION ALL
        SELECT at + \(entryLength) FROM entry WHERE at + \(entryLength) < length(?1)
      ),
      visible(family, mask) AS (
        SELECT substr(?1, at, 16), CAST(substr(?1, at + 16, 3) AS INTEGER) FROM entry
      )
    """
}
