import Casework
import SyncProtocol
import Testing

struct CursorTests {
  private static func cursor(_ phase: Cursor.Phase) -> Cursor {
    Cursor(epoch: 0x0123_4567_89AB_CDEF, seq: 42, chain: 0xFEDC_BA98_7654_3210, phase: phase)
  }

  @Test func `the texts of all three phases never change`() {
    let texts = [
      Self.cursor(.complete),
      Self.cursor(.staying(target: 50, position: 45)),
      Self.cursor(
        .entering(
          target: 50,
          family: FamilyID(high: 1, low: 2),
          after: RecordID(high: 3, low: 4)
        )
      ),
    ].map(\.text)

    #expect(
      texts == [
        "AQEjRWeJq83vAAAAAAAAACr-3LqYdlQyEA",
        "AQEjRWeJq83vAAAAAAAAACr-3LqYdlQyEAEAAAAAAAAAMgAAAAAAAAAt",
        "AQEjRWeJq83vAAAAAAAAACr-3LqYdlQyEAIAAAAAAAAAMgAAAAAAAAABAAAAAAAAAAIAAAAAAAAAAwAAAAAAAAAE",
      ]
    )
  }

  @Test func `any cursor is read back as it was written`() {
    var dice = Dice(seed: 31)
    for _ in 0..<3000 {
      let cursor = dice.cursor()

      #expect(Cursor(text: cursor.text) == cursor)
    }
  }

  @Test func `a cursor of another phase, format or length is no cursor`() {
    for phase in [
      Cursor.Phase.complete, .staying(target: 50, position: 45),
      .entering(target: 50, family: Samples.id(1), after: Samples.id(2)),
    ] {
      let text = Self.cursor(phase).text
      for count in 0..<text.count where count != 34 {
        #expect(Cursor(text: String(text.prefix(count))) == nil, "\(count)")
      }
      #expect(Cursor(text: text + "A") == nil)
      #expect(Cursor(text: "B" + text.dropFirst()) == nil)
    }
  }

  @Test func `a negative seq is no cursor`() {
    #expect(Cursor(text: Cursor(epoch: 1, seq: -1, chain: 0).text) == nil)
  }

  @Test func `garbage is no cursor and stops nothing`() {
    var dice = Dice(seed: 37)
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ é")
    for _ in 0..<5000 {
      let text = String((0..<dice.roll(140)).map { _ in alphabet[dice.roll(alphabet.count)] })
      guard let cursor = Cursor(text: text) else { continue }

      #expect(cursor.text == text)
    }
    #expect(Cursor(text: String(repeating: "A", count: 1_000_000)) == nil)
  }
}

extension Dice {
  fileprivate mutating func cursor() -> Cursor {
    let phase: Cursor.Phase =
      switch roll(3) {
      case 0: .complete
      case 1:
        .staying(target: Int64(bitPattern: next()), position: Int64(bitPattern: next()))
      default:
        .entering(
          target: Int64(bitPattern: next()),
          family: FamilyID(high: next(), low: next()),
          after: RecordID(high: next(), low: next())
        )
      }
    return Cursor(epoch: next(), seq: Int64(next() >> 1), chain: next(), phase: phase)
  }
}
