import Reconciliation
import Testing
import WireFormat

@Suite struct ProportionTests {
  @Test func `Wilson limits are those of the published cases`() throws {
    for test in try Files.cases("06-proportions", "wilson") {
      let x = try #require(test["input"]?["x"]?.int)
      let n = try #require(test["input"]?["n"]?.int)

      let proportion = Proportion(x: Int(x), n: Int(n))

      try expect(proportion.share, isNear: test["expected"]?["p"])
      try expect(proportion.low, isNear: test["expected"]?["low"])
      try expect(proportion.high, isNear: test["expected"]?["high"])
    }
  }

  @Test func `net improvement is that of the independently computed case`() throws {
    for test in try Files.cases("06-proportions", "netImprovement") {
      let up = try #require(test["input"]?["improved"]?.int)
      let down = try #require(test["input"]?["declined"]?.int)
      let n = try #require(test["input"]?["n"]?.int)

      let net = NetImprovement(up: Int(up), down: Int(down), n: Int(n))

      try expect(net.raw, isNear: test["expected"]?["netRaw"])
      try expect(net.estimate, isNear: test["expected"]?["estimate"])
      try expect(net.low, isNear: test["expected"]?["low"])
      try expect(net.high, isNear: test["expected"]?["high"])
    }
  }

  @Test(arguments: [(0, 0), (1, 0), (5, 4), (-1, 4), (1, -4)])
  func `counts that make no share have none`(x: Int, n: Int) {
    let proportion = Proportion(x: x, n: n)

    #expect([proportion.share, proportion.low, proportion.high] == [nil, nil, nil])
  }

  @Test(arguments: [(0, 0, 0), (3, 2, 4), (-1, 0, 4), (0, 5, 4)])
  func `counts that make no net improvement have none`(up: Int, down: Int, n: Int) {
    let net = NetImprovement(up: up, down: down, n: n)

    #expect([net.raw, net.estimate, net.low, net.high] == [nil, nil, nil, nil])
  }

  @Test func `limits stay inside what a share can be`() {
    #expect(Proportion(x: 0, n: 3).low == 0)
    #expect(Proportion(x: 3, n: 3).high == 1)
    #expect(NetImprovement(up: 10, down: 0, n: 10).high == 1)
    #expect(NetImprovement(up: 0, down: 10, n: 10).low == -1)
  }

  private func expect(_ value: Double?, isNear expected: JSON?) throws {
    let value = try #require(value)
    let expected = try #require(expected?.number)
    #expect((value - expected).magnitude < 1e-9)
  }
}
