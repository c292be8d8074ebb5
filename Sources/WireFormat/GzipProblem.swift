/// Why bytes could not be compressed or decompressed.
package enum GzipProblem: Error, Hashable, Sendable {
  /// The bytes are not one gzip stream: a wrong header or checksum, or bytes after the end.
  case corrupt
  /// The stream stops before its end.
  case truncated
  /// The stream holds more than this many bytes.
  case overLimit(Int)
  /// zlib failed with this code; in practice it had no memory.
  case failed(Int32)
}

extension GzipProblem: CustomStringConvertible {
  /// One sentence: what is wrong and what to do.
  package var description: String {
    switch self {
    case .corrupt: "The gzip data is damaged; send it again."
    case .truncated: "The gzip data stops before its end; send it again in full."
    case .overLimit(let limit):
      "The gzip data holds more than \(limit) bytes; send it in smaller parts."
    case .failed(let code): "Compression failed with zlib code \(code); try again."
    }
  }
}
