import Crypto
import WireFormat

extension JSON {
  /// The sizes and hashes of files by their names, as every manifest has them.
  static func manifestEntries(of files: [ExportFile]) -> JSON {
    .object(Dictionary(files.map { ($0.name, entry(of: $0)) }) { $1 })
  }

  private static func entry(of file: ExportFile) -> JSON {
    [
      "bytes": .int(Int64(file.bytes.count)),
      "sha256": .string(Hex.encode(SHA256.hash(data: file.bytes))),
    ]
  }
}
