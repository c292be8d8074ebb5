import Reconciliation
import Testing

/// What must hold for a link of any two scales.
@Suite struct LinkTests {
  /// A table of correlated scores.
  private static func table(seed: Int) -> JointCounts {
    var dice = Dice(seed: UInt64(seed))
    let rows = 2 + dice.roll(9)
    let columns = 2 + dice.roll(9)
    let pairs = (0..<(20 + dice.roll(300))).map { _ -> (Int, Int) in
      let score = dice.roll(1000)
      let noise = dice.roll(400) - 200
      let other = min(max(score + noise, 0), 999)
      return (score * rows / 1000, other * columns / 1000)
    }
    return JointCounts(sourcePoints: rows, targetPoints: columns, pairs: pairs)
  }

  private static func turned(_ counts: JointCounts) -> JointCounts {
    remade(counts, sourcePoints: counts.targetPoints, targetPoints: counts.sourcePoints) {
      ($1, $0)
    }
  }

  private static func mirrored(_ counts: JointCounts) -> JointCounts {
    remade(counts, sourcePoints: counts.sourcePoints, targetPoints: counts.targetPoints) {
      (counts.sourcePoints - 1 - $0, counts.targetPoints - 1 - $1)
    }
  }

  private static func remade(
    _ counts: JointCounts,
    sourcePoints: Int,
    targetPoints: Int,
    _ place: (Int, Int) -> (Int, Int)
  ) -> JointCounts {
    var other = JointCounts(sourcePoints: sourcePoints, targetPoints: targetPoints)
    for (cell, count) in counts.cells.enumerated() {
      let (row, column) = place(cell / counts.targetPoints, cell % counts.targetPoints)
      for _ in 0..<count { other.add(row, column) }
    }
    return other
  }

  @Test(arguments: 0..<40, LogLinearModel.candidates)
  func `a smoothing keeps the moments of its model`(seed: Int, model: LogLinearModel) throws {
    let counts = Self.table(seed: seed)
    let smoothing = LinkSmoothing(
      model,
      sourcePoints: counts.sourcePoints,
      targetPoints: counts.targetPoints
    )

    let table = try #require(smoothing.fit(counts))

    let observed = counts.cells.map(Double.init)
    for (first, second) in Self.powers(model) {
      let kept = Self.moment(counts, observed, first, second)
      let fitted = Self.moment(counts, table.fitted, first, second)
      #expect((fitted - kept).magnitude < 1e-5 * Double(counts.total))
    }
    #expect(table.deviance >= -1e-9)
    #expect(table.fitted.allSatisfy { $0 >= 0 })
  }

  private static func powers(_ model: LogLinearModel) -> [(Int, Int)] {
    (0...model.marginalMoments).map { ($0, 0) } + (1...model.marginalMoments).map { (0, $0) }
      + (1...model.crossMoments).flatMap { first in
        (1...model.crossMoments).map { (first, $0) }
      }
  }

  /// The sum of products of powers over positions between -1 and 1.
  private static func moment(
    _ counts: JointCounts,
    _ cells: [Double],
    _ first: Int,
    _ second: Int
  ) -> Double {
    func power(_ index: Int, _ points: Int, _ degree: Int) -> Double {
      let place = points > 1 ? 2 * Double(index) / Double(points - 1) - 1 : 0
      return (0..<degree).reduce(1) { product, _ in product * place }
    }
    return cells.enumerated().reduce(0) { sum, cell in
      let (row, column) = (cell.offset / counts.targetPoints, cell.offset % counts.targetPoints)
      return sum + cell.element * power(row, counts.sourcePoints, first)
        * power(column, counts.targetPoints, second)
    }
  }

  @Test(arguments: 0..<40)
  func `a link is symmetric: the way back is the link of the turned table`(seed: Int) {
    let counts = Self.table(seed: seed)
    for method in [LinkMethod.unsmoothed, .smoothed(LogLinearModel.candidates[0])] {
      let back = Linker(
        method,
        .backward,
        sourcePoints: counts.sourcePoints,
        targetPoints: counts.targetPoints
      ).link(counts)
      let turned = Linker(
        method,
        sourcePoints: counts.targetPoints,
        targetPoints: counts.sourcePoints
      ).link(Self.turned(counts))

      Self.expectNear(back, turned, 1e-6)
    }
  }

  @Test(arguments: 0..<40)
  func `a link does not ask which end of both scales is called best`(seed: Int) {
    let counts = Self.table(seed: seed)
    for method in [LinkMethod.unsmoothed, .smoothed(LogLinearModel.candidates[1])] {
      let linker = Linker(
        method,
        sourcePoints: counts.sourcePoints,
        targetPoints: counts.targetPoints
      )
      let top = Double(counts.targetPoints - 1)

      let link = linker.link(counts)
      let mirrored = linker.link(Self.mirrored(counts))

      Self.expectNear(link, mirrored.reversed().map { value in value.map { top - $0 } }, 1e-6)
    }
  }

  @Test(arguments: 0..<40)
  func `a link never falls and stays within half a point of the scale`(seed: Int) {
    let counts = Self.table(seed: seed)
    let link = Linker(
      .unsmoothed,
      sourcePoints: counts.sourcePoints,
      targetPoints: counts.targetPoints
    ).link(counts)
    let values = link.compactMap { $0 }

    #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 + 1e-9 })
    #expect(values.allSatisfy { $0 >= -0.5 && $0 <= Double(counts.targetPoints) - 0.5 })
  }

  @Test func `points beyond the scores that anyone has get no value`() {
    let link = equipercentile(from: [0, 3, 0, 4, 0], to: [1, 5, 1])

    #expect(link.map { $0 == nil } == [true, false, false, false, true])
    #expect(equipercentile(from: [0, 0], to: [1, 1]) == [nil, nil])
    #expect(equipercentile(from: [1, 1], to: []) == [nil, nil])
  }

  @Test func `a table on one point has no smoothing that means anything, and none traps`() {
    var counts = JointCounts(sourcePoints: 5, targetPoints: 4)
    for _ in 0..<30 { counts.add(2, 1) }
    for model in LogLinearModel.candidates {
      let table = LinkSmoothing(model, sourcePoints: 5, targetPoints: 4).fit(counts)

      #expect(table.map { $0.fitted.allSatisfy(\.isFinite) } ?? true)
    }
    let empty = JointCounts(sourcePoints: 5, targetPoints: 4)
    let smoothing = LinkSmoothing(
      LogLinearModel.candidates[0],
      sourcePoints: 5,
      targetPoints: 4
    )
    #expect(smoothing.fit(empty) == nil)
    #expect(smoothing.fit(JointCounts(sourcePoints: 4, targetPoints: 4)) == nil)
  }

  @Test func `scores between uneven points are read off the line between them`() {
    let axis = ScaleAxis([1, 1.5, 2, 4])

    #expect(axis.value(at: -0.5) == 0.75)
    #expect(axis.value(at: 1) == 1.5)
    #expect(axis.value(at: 2.5) == 3)
    #expect(axis.value(at: 3.5) == 5)
    #expect(axis.nearestPoint(to: 1.5) == 2)
    #expect(axis.nearestPoint(to: 9) == 3)
    #expect(ScaleAxis([]).nearestPoint(to: 2) == 0)
  }

  @Test func `percentiles lie between the values by type 7`() {
    #expect(percentile([1, 2, 3, 4], 0.5) == 2.5)
    #expect(percentile([1, 2, 3, 4], 1) == 4)
    #expect(percentile([7], 0.3) == 7)
    #expect(percentile([], 0.3) == nil)
  }

  static func expectNear(_ left: [Double?], _ right: [Double?], _ tolerance: Double) {
    #expect(left.count == right.count)
    for (first, second) in zip(left, right) {
      guard let first, let second else {
        #expect(first == nil && second == nil)
        continue
      }
      #expect((first - second).magnitude < tolerance)
    }
  }
}
