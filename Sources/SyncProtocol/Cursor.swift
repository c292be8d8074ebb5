package import Casework
import WireFormat

/// How far a device has read; opaque to clients.
///
/// A cursor is no capability: scope is reckoned again for every page. Its position is always a
/// commit boundary or, inside a backfill, a record of a family.
package struct Cursor: Hashable, Sendable {
  /// Where a pull that takes several pages stands.
  package enum Phase: Hashable, Sendable {
    /// Everything up to ``Cursor/seq`` has been read.
    case complete
    /// Changes up to `position` of the way to `target` have been read.
    case staying(target: Int64, position: Int64)
    /// Families entered before `family`, and its records up to `after`, have been read.
    case entering(target: Int64, family: FamilyID, after: RecordID)
  }

  /// The first eight bytes of the server's epoch.
  package let epoch: UInt64
  /// The seq that the device's rows stand at.
  package let seq: Int64
  /// The newest seq that any row served so far may be of; at least ``seq``, and where the pull goes
  /// on while the server works, more.
  package let newest: Int64
  /// The chain value at ``newest``, by which a history is known.
  package let chain: UInt64
  /// Where a longer pull stands.
  package let phase: Phase

  /// Makes a cursor from its parts.
  ///
  /// - Parameters:
  ///   - epoch: The first eight bytes of the server's epoch.
  ///   - seq: The seq that the device's rows stand at.
  ///   - newest: The newest seq that any row may be of; `seq` when `nil`.
  ///   - chain: The chain value at `newest`.
  ///   - phase: Where a longer pull stands.
  package init(
    epoch: UInt64,
    seq: Int64,
    newest: Int64? = nil,
    chain: UInt64,
    phase: Phase = .complete
  ) {
    self.epoch = epoch
    self.seq = seq
    self.newest = newest ?? seq
    self.chain = chain
    self.phase = phase
  }

  /// The form of a cursor whose rows are none newer than it says.
  private static let plain: UInt8 = 1
  /// The form that names the newest row.
  private static let wide: UInt8 = 2

  /// The text on the wire: base64url, 34 characters when complete and plain.
  package var text: String {
    var bytes: [UInt8] = [newest == seq ? Self.plain : Self.wide]
    bytes.appendBigEndian(epoch)
    bytes.appendBigEndian(UInt64(bitPattern: seq))
    bytes.appendBigEndian(chain)
    if newest != seq { bytes.appendBigEndian(UInt64(bitPattern: newest)) }
    switch phase {
    case .complete: break
    case .staying(let target, let position):
      bytes.append(1)
      bytes.appendBigEndian(UInt64(bitPattern: target))
      bytes.appendBigEndian(UInt64(bitPattern: position))
    case .entering(let target, let family, let after):
      bytes.append(2)
      bytes.appendBigEndian(UInt64(bitPattern: target))
      for half in [family.high, family.low, after.high, after.low] { bytes.appendBigEndian(half) }
    }
    return Base64URL.encode(bytes)
  }

  /// Reads ``text``; `nil` for an unknown format, which a client answers with a resync.
  package init?(text: String) {
    guard text.utf8.count <= 120, let bytes = Base64URL.decode(text), let form = bytes.first,
      form == Self.plain || form == Self.wide
    else { return nil }
    var words: [UInt64] = []
    var rest = bytes.dropFirst()
    let count = form == Self.plain ? 3 : 4
    guard rest.count >= 8 * count else { return nil }
    for _ in 0..<count { words.append(takeWord(from: &rest)) }
    epoch = words[0]
    seq = Int64(bitPattern: words[1])
    chain = words[2]
    newest = count == 4 ? Int64(bitPattern: words[3]) : seq
    switch (rest.popFirst(), rest.count) {
    case (nil, 0):
      phase = .complete
    case (1, 16):
      phase = .staying(
        target: Int64(bitPattern: takeWord(from: &rest)),
        position: Int64(bitPattern: takeWord(from: &rest))
      )
    case (2, 40):
      let target = Int64(bitPattern: takeWord(from: &rest))
      let family = FamilyID(high: takeWord(from: &rest), low: takeWord(from: &rest))
      let after = RecordID(high: takeWord(from: &rest), low: takeWord(from: &rest))
      phase = .entering(target: target, family: family, after: after)
    default: return nil
    }
    guard seq >= 0, newest >= seq else { return nil }
  }
}

private func takeWord(from bytes: inout ArraySlice<UInt8>) -> UInt64 {
  var word: UInt64 = 0
  for _ in 0..<8 { word = word << 8 | UInt64(bytes.popFirst() ?? 0) }
  return word
}
