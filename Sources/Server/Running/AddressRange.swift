import Foundation
import NIOCore

/// An address, or the addresses that begin with the same bits: `10.0.0.0/8`, `fd00::/8`.
struct AddressRange: Hashable, Sendable {
  private let bytes: [UInt8]
  private let prefixBits: Int

  /// Reads an address with or without a length; `nil` for anything else.
  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let first = parts.first,
      let bytes = Self.bytes(of: String(first))
    else { return nil }
    var bits = bytes.count * 8
    if parts.count == 2 {
      guard let given = Int(parts[1]), (0...bits).contains(given) else { return nil }
      bits = given
    }
    self.bytes = bytes
    prefixBits = bits
  }

  /// Whether an address lies in the range.
  func contains(_ address: SocketAddress?) -> Bool {
    guard let text = address?.ipAddress, let other = Self.bytes(of: text),
      other.count == bytes.count
    else { return false }
    return (0..<prefixBits).allSatisfy { bit in
      let mask: UInt8 = 0x80 >> UInt8(bit % 8)
      return bytes[bit / 8] & mask == other[bit / 8] & mask
    }
  }

  /// The address in network order; one of IPv4 that came over an IPv6 socket as four bytes.
  private static func bytes(of text: String) -> [UInt8]? {
    var four = [UInt8](repeating: 0, count: 4)
    if inet_pton(AF_INET, text, &four) == 1 { return four }
    var sixteen = [UInt8](repeating: 0, count: 16)
    guard inet_pton(AF_INET6, text, &sixteen) == 1 else { return nil }
    let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
    return Array(sixteen.prefix(12)) == mapped ? Array(sixteen.dropFirst(12)) : sixteen
  }
}
