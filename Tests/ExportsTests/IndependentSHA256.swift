/// SHA-256 written out after FIPS 180-4.
///
/// With it the hashes of a manifest are not checked by the library that made them.
enum IndependentSHA256 {
  static func hex(_ message: [UInt8]) -> String {
    var state = primes(8).map { fraction(of: Double($0).squareRoot()) }
    let constants = primes(64).map { fraction(of: cubeRoot(Double($0))) }
    var padded = message + [0x80]
    padded += [UInt8](repeating: 0, count: (120 - padded.count % 64) % 64)
    padded += (0..<8).map { UInt8(truncatingIfNeeded: (message.count * 8) >> (56 - $0 * 8)) }

    for start in stride(from: 0, to: padded.count, by: 64) {
      var words = (0..<16).map { word in
        padded[(start + word * 4)...].prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      }
      for index in 16..<64 {
        let (near, far) = (words[index - 2], words[index - 15])
        let low = turn(far, 7) ^ turn(far, 18) ^ far >> 3
        let high = turn(near, 17) ^ turn(near, 19) ^ near >> 10
        words.append(words[index - 16] &+ low &+ words[index - 7] &+ high)
      }
      var now = state
      for index in 0..<64 {
        let high = turn(now[4], 6) ^ turn(now[4], 11) ^ turn(now[4], 25)
        let choice = now[4] & now[5] ^ ~now[4] & now[6]
        let first = now[7] &+ high &+ choice &+ constants[index] &+ words[index]
        let low = turn(now[0], 2) ^ turn(now[0], 13) ^ turn(now[0], 22)
        let majority = now[0] & now[1] ^ now[0] & now[2] ^ now[1] & now[2]
        now = [first &+ low &+ majority] + now.dropLast()
        now[4] &+= first
      }
      state = zip(state, now).map { $0 &+ $1 }
    }
    return state.map { word in
      let text = String(word, radix: 16)
      return String(repeating: "0", count: 8 - text.count) + text
    }.joined()
  }

  private static func turn(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }

  private static func primes(_ count: Int) -> [Int] {
    let all = (2..<312).filter { number in !(2..<number).contains { number % $0 == 0 } }
    return Array(all.prefix(count))
  }

  /// The first 32 bits of the fraction.
  private static func fraction(of number: Double) -> UInt32 {
    UInt32((number - number.rounded(.down)) * 0x1p32)
  }

  private static func cubeRoot(_ number: Double) -> Double {
    (0..<60).reduce(number) { root, _ in (2 * root + number / (root * root)) / 3 }
  }
}
