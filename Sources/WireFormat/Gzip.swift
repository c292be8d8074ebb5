import CZlib

/// One gzip stream of RFC 1952, made and read by zlib.
package enum Gzip {
  /// 15 bits of window, plus 16, which tells zlib to write and accept the gzip wrapper alone.
  private static let windowBits: Int32 = 15 + 16
  private static let chunkBytes = 64 * 1024

  /// Compresses the bytes; the same bytes give the same stream, because no time is written.
  ///
  /// - Parameters:
  ///   - bytes: Any bytes, also none.
  ///   - level: 1, the fastest, to 9, the smallest; others are held to that range.
  /// - Returns: The stream.
  /// - Throws: ``GzipProblem/failed(_:)`` when zlib has no memory.
  package static func compress(
    _ bytes: [UInt8],
    level: Int32 = 6
  ) throws(GzipProblem) -> [UInt8] {
    var stream = z_stream()
    return try withUnsafeMutablePointer(to: &stream) { stream throws(GzipProblem) in
      let begun = deflateInit2_(
        stream,
        min(max(level, 1), 9),
        Z_DEFLATED,
        windowBits,
        8,
        Z_DEFAULT_STRATEGY,
        zlibVersion(),
        Int32(MemoryLayout<z_stream>.size)
      )
      guard begun == Z_OK else { throw .failed(begun) }
      defer { deflateEnd(stream) }
      return try run(stream, over: bytes, limit: .max) { stream, isLast in
        deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
      }
    }
  }

  /// Decompresses one stream, and stops as soon as it grows beyond the limit.
  ///
  /// - Parameters:
  ///   - bytes: Exactly one stream; a second one after it is refused.
  ///   - limit: The most bytes to return, so that a small bomb cannot fill the memory.
  /// - Returns: The bytes that were compressed.
  /// - Throws: ``GzipProblem``.
  package static func decompress(
    _ bytes: [UInt8],
    limit: Int
  ) throws(GzipProblem) -> [UInt8] {
    var stream = z_stream()
    return try withUnsafeMutablePointer(to: &stream) { stream throws(GzipProblem) in
      let begun = inflateInit2_(
        stream,
        windowBits,
        zlibVersion(),
        Int32(MemoryLayout<z_stream>.size)
      )
      guard begun == Z_OK else { throw .failed(begun) }
      defer { inflateEnd(stream) }
      return try run(stream, over: bytes, limit: max(limit, 0)) { stream, _ in
        inflate(stream, Z_NO_FLUSH)
      }
    }
  }

  /// Feeds the bytes to zlib in chunks and collects what it gives.
  private static func run(
    _ stream: UnsafeMutablePointer<z_stream>,
    over bytes: [UInt8],
    limit: Int,
    step: (UnsafeMutablePointer<z_stream>, _ isLast: Bool) -> Int32
  ) throws(GzipProblem) -> [UInt8] {
    var result: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: chunkBytes)
    var consumed = 0
    while true {
      let given = min(chunkBytes, bytes.count - consumed)
      let isLast = consumed + given == bytes.count
      let (code, left, made) = exchange(
        stream,
        bytes[consumed..<consumed + given],
        &chunk
      ) { step($0, isLast) }
      consumed += given - left
      result.append(contentsOf: chunk[..<made])
      guard result.count <= limit else { throw .overLimit(limit) }
      switch code {
      case Z_STREAM_END where consumed == bytes.count: return result
      case Z_STREAM_END, Z_DATA_ERROR, Z_NEED_DICT: throw .corrupt
      case Z_OK: continue
      case Z_BUF_ERROR: throw .truncated
      default: throw .failed(code)
      }
    }
  }

  /// One call of zlib: bytes in, bytes out; says how many it left and how many it made.
  private static func exchange(
    _ stream: UnsafeMutablePointer<z_stream>,
    _ input: ArraySlice<UInt8>,
    _ output: inout [UInt8],
    step: (UnsafeMutablePointer<z_stream>) -> Int32
  ) -> (code: Int32, left: Int, made: Int) {
    input.withUnsafeBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        // NB: zlib only reads from `next_in`, but its header promises that only with ZLIB_CONST.
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.pointee.avail_in = uInt(input.count)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = uInt(output.count)
        let code = step(stream)
        let left = Int(stream.pointee.avail_in)
        return (code, left, output.count - Int(stream.pointee.avail_out))
      }
    }
  }
}
