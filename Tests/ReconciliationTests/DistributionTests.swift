import Foundation
import Testing

@testable import Reconciliation

/// The distributions against printed tables and against the C library.
@Suite struct DistributionTests {
  @Test func `the exponential and the logarithm are those of the C library`() {
    var dice = Dice(seed: 1)
    for _ in 0..<20_000 {
      let x = Double(dice.roll(1_400_001) - 700_000) / 1000
      let exponential = Foundation.exp(x)

      #expect((ElementaryFunctions.exp(x) / exponential - 1).magnitude < 1e-15)
      let near = (ElementaryFunctions.log(exponential) - Foundation.log(exponential)).magnitude
      #expect(near <= 4e-16 * max(1, x.magnitude))
    }
    #expect(ElementaryFunctions.exp(-800) == 0)
    #expect(ElementaryFunctions.exp(800) == .infinity)
    #expect(ElementaryFunctions.exp(0) == 1)
    #expect(ElementaryFunctions.log(1) == 0)
    #expect(ElementaryFunctions.log(0) == -.infinity)
    #expect(ElementaryFunctions.log(-1).isNaN)
    #expect(
      (ElementaryFunctions.log(Double.leastNonzeroMagnitude)
        - Foundation.log(Double.leastNonzeroMagnitude)).magnitude < 1e-12
    )
  }

  @Test func `the gamma function has the factorials and the root of pi`() {
    var factorial = 1.0
    for n in 1...20 {
      factorial *= Double(n)
      let error = GammaFunction.logFactorial(Double(n)) - Foundation.log(factorial)
      #expect(error.magnitude < 1e-13 * max(1, Foundation.log(factorial)))
    }
    #expect((GammaFunction.logGamma(0.5) - Foundation.log(Double.pi) / 2).magnitude < 1e-14)
  }

  @Test(arguments: [
    (-8.0, 6.220960574271785e-16), (-3.5, 2.326290790355250e-4), (-1, 0.158655253931457),
    (0, 0.5), (0.5, 0.691462461274013), (1.959963984540054, 0.975), (4, 0.999968328758167),
  ])
  func `the normal distribution is that of the tables`(x: Double, share: Double) {
    #expect((NormalDistribution.cumulative(x) - share).magnitude < 1e-14)
    #expect((NormalDistribution.cumulative(x) / share - 1).magnitude < 1e-12)
  }

  @Test(arguments: [
    (0.9, 1.6448536269514722), (0.95, 1.959963984540054), (0.99, 2.5758293035489004),
  ])
  func `the points of the normal distribution are those of the tables`(level: Double, z: Double) {
    #expect((NormalDistribution.twoSidedQuantile(level: level) - z).magnitude < 1e-12)
  }

  @Test(arguments: [
    (0.95, 1.0, 12.706204736432095), (0.95, 5.0, 2.5705818356363141),
    (0.95, 39.0, 2.0226909200367595), (0.99, 59.0, 2.6617587526498),
    (0.95, 100_000.0, 1.9599877077),
  ])
  func `the points of Student's t are those of the tables`(
    level: Double,
    degrees: Double,
    t: Double
  ) throws {
    let point = try #require(
      StudentDistribution.twoSidedQuantile(level: level, degrees: degrees)
    )

    #expect((point - t).magnitude < 1e-8 * t)
  }

  @Test(arguments: [
    (0.95, 3.0, 10.0, 3.7082648190), (0.975, 11.0, 22.0, 2.6468521430),
    (0.975, 5.0, 15.0, 3.5764153493),
  ])
  func `the points of F are those of the tables`(
    share: Double,
    first: Double,
    second: Double,
    f: Double
  ) throws {
    let point = try #require(FisherDistribution.quantile(share, first, second))

    #expect((point - f).magnitude < 1e-8)
    let other = try #require(FisherDistribution.quantile(1 - share, second, first))
    #expect((point * other - 1).magnitude < 1e-10)
  }

  @Test func `distributions without degrees of freedom have no points`() {
    #expect(StudentDistribution.twoSidedQuantile(level: 0.95, degrees: 0) == nil)
    #expect(FisherDistribution.quantile(0.95, 0, 3) == nil)
    #expect(NormalDistribution.quantile(0) == -.infinity)
    #expect(NormalDistribution.quantile(2).isNaN)
  }
}
