import Casework
import SyncProtocol
import Testing

struct CorrectedTimeTests {
  private static let receipt: Int64 = 1_780_000_000_000
  private static let hour: Int64 = 3_600_000
  private static let decade: Int64 = 10 * 365 * 24 * hour

  private static func reckon(
    saved: Moment,
    sent: Moment,
    earliest: Int64 = 0
  ) -> CorrectedTime {
    CorrectedTime.reckon(saved: saved, sent: sent, receipt: receipt, earliest: earliest)
  }

  @Test(arguments: [-decade, -1, 0, 1, decade])
  func `with one boot no jump of the wall clock moves the time`(_ jump: Int64) {
    let saved = Moment(wall: Self.receipt + jump, monotonic: 1000, boot: "a")
    let sent = Moment(wall: Self.receipt, monotonic: 1000 + Self.hour, boot: "a")

    #expect(
      Self.reckon(saved: saved, sent: sent)
        == CorrectedTime(milliseconds: Self.receipt - Self.hour, quality: .good)
    )
  }

  @Test func `after another boot the wall clock counts from the wall clock of the push`() {
    let saved = Moment(wall: 5_000_000, monotonic: 900_000, boot: "a")
    let sent = Moment(wall: 5_000_000 + Self.hour, monotonic: 10, boot: "b")

    #expect(
      Self.reckon(saved: saved, sent: sent)
        == CorrectedTime(milliseconds: Self.receipt - Self.hour, quality: .uncertain)
    )
  }

  @Test func `a monotonic clock that ran back is another boot, whatever it is called`() {
    let saved = Moment(wall: Self.receipt - Self.hour, monotonic: 20, boot: "a")
    let sent = Moment(wall: Self.receipt, monotonic: 10, boot: "a")

    #expect(
      Self.reckon(saved: saved, sent: sent)
        == CorrectedTime(milliseconds: Self.receipt - Self.hour, quality: .uncertain)
    )
  }

  @Test func `nothing is older than what its author had seen`() {
    let saved = Moment(wall: 0, monotonic: 0, boot: "a")
    let sent = Moment(wall: Self.decade, monotonic: Self.decade, boot: "a")
    let seen = Self.receipt - Self.hour

    #expect(Self.reckon(saved: saved, sent: sent, earliest: seen).milliseconds == seen)
  }

  @Test func `nothing is later than its receipt`() {
    let saved = Moment(wall: Self.decade, monotonic: 5, boot: "a")
    let sent = Moment(wall: 0, monotonic: 5, boot: "b")

    #expect(Self.reckon(saved: saved, sent: sent).milliseconds == Self.receipt)
  }

  @Test func `a bound after the receipt gives way to the receipt`() {
    let now = Moment(wall: 0, monotonic: 0, boot: "a")

    #expect(Self.reckon(saved: now, sent: now, earliest: .max).milliseconds == Self.receipt)
  }

  @Test func `no clock reading at all leaves the bounds or traps`() {
    let extremes: [Int64] = [.min, .min + 1, -1, 0, 1, Self.receipt, .max - 1, .max]
    var outside: [String] = []
    for wall in extremes {
      for sentWall in extremes {
        for monotonic in extremes {
          for sentMonotonic in extremes {
            for boot in ["a", "b"] {
              for receipt in extremes {
                let time = CorrectedTime.reckon(
                  saved: Moment(wall: wall, monotonic: monotonic, boot: "a"),
                  sent: Moment(wall: sentWall, monotonic: sentMonotonic, boot: boot),
                  receipt: receipt,
                  earliest: wall
                )
                let bounds = min(wall, receipt)...receipt
                if !bounds.contains(time.milliseconds) {
                  outside.append("\(wall) \(sentWall) \(monotonic) \(sentMonotonic) \(receipt)")
                }
              }
            }
          }
        }
      }
    }

    #expect(outside == [])
  }

  @Test func `of two operations of one boot the earlier stays the earlier`() {
    var dice = Dice(seed: 61)
    for _ in 0..<1000 {
      let first = Int64(dice.roll(1_000_000))
      let second = first + Int64(dice.roll(1_000_000))
      let sent = Moment(wall: 0, monotonic: 3_000_000, boot: "a")
      let times = [first, second].map { monotonic in
        let wall = Int64(bitPattern: dice.next()) >> 8
        return Self.reckon(
          saved: Moment(wall: wall, monotonic: monotonic, boot: "a"),
          sent: sent
        ).milliseconds
      }

      #expect(times[1] - times[0] == second - first)
    }
  }
}
