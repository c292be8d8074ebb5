import Crypto
package import WireFormat

/// The content hash of reference data.
///
/// Two files with one hash say the same: neither the order of names nor the space between them
/// counts.
///
/// - Parameter json: The whole document, integers and texts only.
/// - Returns: SHA-256 of the canonical JSON, 64 lower-case hexadecimal digits.
package func contentHash(of json: JSON) -> String {
  Hex.encode(Array(SHA256.hash(data: json.canonical)))
}
