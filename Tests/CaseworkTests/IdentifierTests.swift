import Casework
import Testing

struct IdentifierTests {
  private static let example = "0198a1b2-c3d4-7e5f-8a6b-0123456789ab"

  @Test func `a minted id holds its millisecond, version 7 and the variant of RFC 9562`() {
    let id = RecordID(milliseconds: 0x0198_A1B2_C3D4, random: (.max, .max))

    #expect(id.description == "0198a1b2-c3d4-7fff-bfff-ffffffffffff")
  }

  @Test func `randomness cannot touch the version and the variant`() {
    let id = RecordID(milliseconds: 0, random: (0, 0))

    #expect(id.description == "00000000-0000-7000-8000-000000000000")
  }

  @Test(arguments: [Int64.min, -1])
  func `a time before 1970 counts as zero`(_ milliseconds: Int64) {
    #expect(RecordID(milliseconds: milliseconds, random: (0, 0)).high == 0x7000)
  }

  @Test func `ids sort in the order of their minting, as values and as text`() {
    var dice = Dice(seed: 7)
    let ids = (0..<2000).map { time in
      RecordID(milliseconds: 1_780_000_000_000 + Int64(time), random: (dice.next(), dice.next()))
    }

    #expect(ids.shuffled(using: &dice).sorted() == ids)
    #expect(ids.map(\.description).shuffled(using: &dice).sorted() == ids.map(\.description))
  }

  @Test func `two ids of one millisecond are told apart by their last bytes`() {
    let first = RecordID(high: 5, low: 1)
    let second = RecordID(high: 5, low: 2)

    #expect(first < second)
    #expect(!(second < first))
  }

  @Test func `every id is read back from its text`() {
    var dice = Dice(seed: 11)
    for _ in 0..<2000 {
      let id = FamilyID(high: dice.next(), low: dice.next())

      #expect(FamilyID(id.description) == id)
    }
  }

  @Test func `the text puts each half where it belongs`() {
    let id = RecordID(high: 0x0198_A1B2_C3D4_7E5F, low: 0x8A6B_0123_4567_89AB)

    #expect(id.description == Self.example)
    #expect(RecordID(Self.example) == id)
  }

  @Test func `upper case is read and written in lower case`() {
    #expect(RecordID(Self.example.uppercased())?.description == Self.example)
  }

  @Test(
    arguments: [
      "", "0198a1b2", "0198a1b2c3d47e5f8a6b0123456789ab",
      "0198a1b2-c3d4-7e5f-8a6b-0123456789a", "0198a1b2-c3d4-7e5f-8a6b-0123456789abc",
      "{198a1b2-c3d4-7e5f-8a6b-0123456789a}", "0198a1b2-c3d4-7e5f-8a6b-0123456789ag",
      "0198a1b2-c3d47-e5f-8a6b-0123456789ab", "0198a1b2_c3d4-7e5f-8a6b-0123456789ab",
      " 0198a1b2-c3d4-7e5f-8a6b-0123456789ab", "-0198a1b-c3d4-7e5f-8a6b-0123456789ab",
      "0198a1b2-c3d4-7e5f-8a6b-0123456789a\u{0661}",
    ]
  )
  func `anything else is no id`(_ text: String) {
    #expect(RecordID(text) == nil)
  }

  @Test func `every text with one character spoilt is no id`() {
    for position in Self.example.indices {
      var text = Self.example
      text.replaceSubrange(position...position, with: "x")

      #expect(RecordID(text) == nil)
    }
  }

  @Test func `one id under two roles is the same bytes`() {
    let worker = WorkerID(high: 1, low: 2)
    let tray: FamilyID = worker.retagged()

    #expect(tray.description == worker.description)
    #expect(tray.retagged(as: WorkerTag.self) == worker)
  }

  @Test func `the family of reference records is all zero`() {
    #expect(FamilyID.reference.description == "00000000-0000-0000-0000-000000000000")
  }
}
