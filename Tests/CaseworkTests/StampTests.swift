import Casework
import Testing

struct StampTests {
  @Test func `the text is the millisecond and the counter in sixteen digits`() {
    let stamp = Stamp(milliseconds: 1_780_000_000_000, counter: 3)

    #expect(stamp.description == "019e704488000003")
    #expect(Stamp("019e704488000003") == stamp)
  }

  @Test func `every stamp is read back from its text, and texts sort as stamps do`() {
    var dice = Dice(seed: 3)
    let stamps = (0..<2000).map { _ in
      Stamp(
        milliseconds: Int64(dice.next() >> UInt64(16 + dice.roll(40))),
        counter: UInt16(truncatingIfNeeded: dice.next())
      )
    }

    #expect(stamps.compactMap { Stamp($0.description) } == stamps)
    #expect(stamps.sorted().map(\.description) == stamps.map(\.description).sorted())
  }

  @Test(
    arguments: [
      "", "19e704488000003", "0019e704488000003", "019e70448800000g", "019e70448800000 ",
      "0x9e704488000003", "019e7044-8800003",
    ]
  )
  func `anything else is no stamp`(_ text: String) {
    #expect(Stamp(text) == nil)
  }

  @Test func `a time beyond 48 bits is clamped at both ends`() {
    #expect(Stamp(milliseconds: .max, counter: .max).description == "ffffffffffffffff")
    #expect(Stamp(milliseconds: .min, counter: 0).description == "0000000000000000")
  }

  @Test func `the next stamp takes the clock when it moved on`() {
    let stamp = Stamp(milliseconds: 100, counter: 9)

    #expect(stamp.next(at: 101) == Stamp(milliseconds: 101, counter: 0))
  }

  @Test(arguments: [Int64.min, 0, 99, 100])
  func `the next stamp counts on when the clock stood still or jumped back`(_ now: Int64) {
    let stamp = Stamp(milliseconds: 100, counter: 9)

    #expect(stamp.next(at: now) == Stamp(milliseconds: 100, counter: 10))
  }

  @Test func `a full counter borrows the next millisecond`() {
    let stamp = Stamp(milliseconds: 100, counter: .max)

    #expect(stamp.next(at: 100) == Stamp(milliseconds: 101, counter: 0))
  }

  @Test func `whatever the clock does, stamps only rise`() {
    var dice = Dice(seed: 5)
    var stamp = Stamp(milliseconds: 1_780_000_000_000, counter: 0)
    for _ in 0..<5000 {
      let jump = Int64(dice.roll(2_000_000_000)) - 1_000_000_000
      let next = stamp.next(at: 1_780_000_000_000 + jump)

      #expect(stamp < next)
      stamp = next
    }
  }
}
