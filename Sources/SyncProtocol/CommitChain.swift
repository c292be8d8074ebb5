import Crypto

/// The hash chain over commits, by which a device and a server prove that they share a history.
package enum CommitChain {
  /// The first eight bytes of SHA-256 over some bytes.
  package static func digest(_ bytes: [UInt8]) -> UInt64 {
    word(SHA256.hash(data: bytes))
  }

  /// The next link: the first eight bytes of `SHA-256(previous ‖ seq ‖ digest)`, all big-endian.
  package static func next(after previous: UInt64, seq: Int64, digest: UInt64) -> UInt64 {
    var bytes: [UInt8] = []
    for value in [previous, UInt64(bitPattern: seq), digest] {
      bytes.appendBigEndian(value)
    }
    return word(SHA256.hash(data: bytes))
  }

  private static func word(_ digest: some Sequence<UInt8>) -> UInt64 {
    digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
