import Instruments

extension CrosswalkCheck {
  /// What is wrong with the bands.
  var bandProblems: [CrosswalkProblem] {
    let used = Set(pack.areas.map(\.scale))
    var problems = crosswalk.bandMaps.filter { !used.contains($0.scale) }.map { map in
      CrosswalkProblem(
        .bandsOfUnknownPoint,
        map.scale,
        message: "No area of \(crosswalk.source) uses a scale \(map.scale); remove its bands."
      )
    }
    for scale in pack.scales where used.contains(scale.id) {
      let maps = crosswalk.bandMaps.filter { $0.scale == scale.id }
      guard let map = maps.first else {
        problems.append(
          CrosswalkProblem(
            .bandsMissing,
            scale.id,
            message: "The scale \(scale.id) has no bands; give each of its points some."
          )
        )
        continue
      }
      if maps.count > 1 {
        problems.append(
          CrosswalkProblem(
            .duplicateBands,
            scale.id,
            message: "The scale \(scale.id) has several band maps; keep one."
          )
        )
      }
      problems += pointProblems(of: map, scale) + orderProblems(of: map, scale)
    }
    return problems
  }

  private func pointProblems(of map: BandMap, _ scale: Scale) -> [CrosswalkProblem] {
    let codes = scale.points.map(\.code)
    let missing = codes.filter { map.points[$0] == nil }.map { code in
      CrosswalkProblem(
        .bandsMissingPoint,
        scale.id,
        code,
        message: "The point \(code) of the scale \(scale.id) has no bands; add them."
      )
    }
    let unknown = map.points.keys.filter { !codes.contains($0) }.sorted().map { code in
      CrosswalkProblem(
        .bandsOfUnknownPoint,
        scale.id,
        code,
        message: "The scale \(scale.id) has no point \(code); remove its bands."
      )
    }
    let outside = codes.filter { code in map.points[code].map { !$0.isSound } ?? false }
    return missing + unknown
      + outside.map { code in
        CrosswalkProblem(
          .bandsOutOfRange,
          scale.id,
          code,
          message: "The bands of the point \(code) of the scale \(scale.id) are no interval "
            + "within 1 to 5; write the lower and then the upper band."
        )
      }
  }

  private func orderProblems(of map: BandMap, _ scale: Scale) -> [CrosswalkProblem] {
    let rising = scale.polarity == .higherIsBetter ? scale.points : scale.points.reversed()
    let bands = rising.compactMap { map.points[$0.code] }
    let falls = zip(bands, bands.dropFirst()).contains { $1.lo < $0.lo || $1.hi < $0.hi }
    guard falls else { return [] }
    return [
      CrosswalkProblem(
        .bandsNotMonotone,
        scale.id,
        message: "A better point of the scale \(scale.id) has a lower band than a worse one; "
          + "let the bands rise with improvement."
      )
    ]
  }
}

extension BandInterval {
  fileprivate var isSound: Bool { Self.bands.contains(lo) && Self.bands.contains(hi) && lo <= hi }
}
