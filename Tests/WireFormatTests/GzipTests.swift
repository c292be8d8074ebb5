import Testing
import WireFormat

/// Compression of what crosses the wire, and the ways in which it arrives damaged.
struct GzipTests {
  private let sample = Array(#"{"id":"demo","scores":[1,2,3,4,5,5,5,5,5,5]}"#.utf8)

  @Test(arguments: [0, 1, 100, 65_535, 65_536, 65_537, 300_000])
  func `what was compressed comes back`(_ count: Int) throws {
    var random = SplitMix(state: UInt64(count))
    let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }

    let packed = try Gzip.compress(bytes)

    #expect(try Gzip.decompress(packed, limit: count) == bytes)
  }

  @Test func `the same bytes give the same stream`() throws {
    #expect(try Gzip.compress(sample) == Gzip.compress(sample))
  }

  @Test func `a level out of range is held to the nearest`() throws {
    #expect(try Gzip.compress(sample, level: 99) == Gzip.compress(sample, level: 9))
    #expect(try Gzip.compress(sample, level: -5) == Gzip.compress(sample, level: 1))
  }

  @Test func `a stream made by another program is read`() throws {
    // printf 'starmap' | gzip -n
    let stream: [UInt8] = [
      0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x2B, 0x2E, 0x49, 0x2C, 0xCA,
      0x4D, 0x2C, 0x00, 0x00, 0x5C, 0x1F, 0xD7, 0xD9, 0x07, 0x00, 0x00, 0x00,
    ]

    #expect(try Gzip.decompress(stream, limit: 7) == Array("starmap".utf8))
  }

  @Test func `a bomb is stopped at the limit`() throws {
    let bomb = try Gzip.compress([UInt8](repeating: 0, count: 8 * 1024 * 1024))

    #expect(bomb.count < 10_000)
    #expect(throws: GzipProblem.overLimit(4 * 1024 * 1024)) {
      try Gzip.decompress(bomb, limit: 4 * 1024 * 1024)
    }
  }

  @Test func `the limit is exact`() throws {
    let packed = try Gzip.compress(sample)

    #expect(try Gzip.decompress(packed, limit: sample.count) == sample)
    #expect(throws: GzipProblem.overLimit(sample.count - 1)) {
      try Gzip.decompress(packed, limit: sample.count - 1)
    }
  }

  @Test func `a stream cut at any byte is truncated`() throws {
    let packed = try Gzip.compress(sample)

    for length in 0..<packed.count {
      #expect(throws: GzipProblem.truncated) {
        try Gzip.decompress(Array(packed[..<length]), limit: 1000)
      }
    }
  }

  @Test func `a changed checksum, length or header is corrupt`() throws {
    let packed = try Gzip.compress(sample)

    for index in [0, 1, 2] + Array(packed.count - 8..<packed.count) {
      var damaged = packed
      damaged[index] ^= 0x10
      #expect(throws: GzipProblem.corrupt) { try Gzip.decompress(damaged, limit: 1000) }
    }
  }

  @Test func `bytes after the stream are corrupt, also a second stream`() throws {
    let packed = try Gzip.compress(sample)

    #expect(throws: GzipProblem.corrupt) { try Gzip.decompress(packed + [0], limit: 1000) }
    #expect(throws: GzipProblem.corrupt) { try Gzip.decompress(packed + packed, limit: 1000) }
    #expect(throws: GzipProblem.corrupt) {
      try Gzip.decompress(packed + [UInt8](repeating: 0, count: 200_000), limit: 1000)
    }
  }

  @Test func `a stream in another wrapper is corrupt`() {
    // The zlib form of an empty message.
    #expect(throws: GzipProblem.corrupt) {
      try Gzip.decompress([0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01], limit: 10)
    }
  }

  @Test(arguments: 0..<30 as Range<UInt64>)
  func `a damaged stream gives the bytes or a problem, never a crash`(_ seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let packed = try Gzip.compress(sample)
    for _ in 0..<100 {
      var bytes = packed
      bytes[Int.random(in: 0..<bytes.count, using: &random)] ^=
        UInt8.random(in: 1...255, using: &random)
      // The checksum lets no damage of the content through.
      if let read = try? Gzip.decompress(bytes, limit: 1000) { #expect(read == sample) }
    }
  }
}
