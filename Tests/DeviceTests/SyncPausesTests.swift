import StarmapDevice
import Testing

/// How long a device that syncs by itself waits.
struct SyncPausesTests {
  @Test func `waits after failures grow up to 15 minutes and are spread evenly`() {
    var longest: Int64 = 0
    for failures in 1...30 {
      var waits: [Int64] = []
      for share in UInt64(0)..<50 {
        var pauses = SyncPauses()
        for _ in 1..<failures { _ = pauses.milliseconds(after: nil, random: 0) }
        // A fiftieth of all the values there are, so that the waits cover the whole range.
        waits.append(pauses.milliseconds(after: nil, random: share &* 18_001))
      }
      let top = waits.max() ?? 0
      #expect(top <= 900_000 && top <= 1000 << Int64(min(failures, 20)))
      #expect(waits.min() ?? 0 >= 1)
      longest = max(longest, top)
    }
    #expect(longest > 800_000)
  }

  @Test func `the first wait after a failure is at most two seconds`() {
    for random in UInt64(0)..<100 {
      var pauses = SyncPauses()
      #expect((1...2000).contains(pauses.milliseconds(after: nil, random: random &* 7919)))
    }
  }

  @Test func `devices that were asked to wait do not come back together`() throws {
    let answer = SyncAnswer(status: 503, headers: ["retry-after": "5"], body: [])
    var session = try SyncSession(device: try TestDevice().device)
    var ended: SyncOutcome?
    for _ in 0..<10 where ended == nil {
      switch try session.next() {
      case .send: try session.receive(answer)
      case .done(let outcome): ended = outcome
      }
    }
    let outcome = try #require(ended)

    let waits = (UInt64(0)..<100).map { share in
      var pauses = SyncPauses()
      return pauses.milliseconds(after: outcome, random: share &* 20)
    }

    #expect(Set(waits).count == 100)
    #expect(waits.allSatisfy { (5001...7000).contains($0) })
  }

  @Test func `a hint is followed after one to three seconds`() {
    let waits = (UInt64(0)..<5000).map { SyncPauses.afterHint(random: $0) }
    #expect(waits.min() == 1000)
    #expect(waits.max() == 3000)
  }
}
