package import Instruments

/// One code of one reading as the rules see it.
private enum Answer {
  case point(String, place: Int)
  case notApplicable
  case none

  var place: Int? {
    guard case .point(_, let place) = self else { return nil }
    return place
  }
}

/// Compares the areas of a first and a last reading.
///
/// Each code is read with the pack of its own edition; the change rule is that of the last one.
///
/// - Parameters:
///   - first: The first reading and its pack.
///   - last: The last reading and its pack.
///   - crosswalk: Where the bands come from; `nil` gives none.
///   - noIssue: What *no issue* counts as.
/// - Returns: The areas of the first edition in its own order, then those that the last one adds.
package func areaProgress(
  first: (reading: CaseReading, pack: InstrumentPack),
  last: (reading: CaseReading, pack: InstrumentPack),
  crosswalk: Crosswalk?,
  noIssue: NoIssuePolicy
) -> [AreaProgress] {
  let added = last.pack.areas.map(\.id).filter { first.pack.area($0) == nil }
  return (first.pack.areas.map(\.id) + added).map { area in
    let before = first.reading.answer(to: area, in: first.pack, noIssue)
    let after = last.reading.answer(to: area, in: last.pack, noIssue)
    let beganAtTop = before.place.map { $0 == first.pack.unitTop(ofArea: area) } ?? false
    let endedAtTop = after.place.map { $0 == last.pack.unitTop(ofArea: area) } ?? false
    return AreaProgress(
      area: area,
      first: first.reading.scores[area],
      last: last.reading.scores[area],
      firstStage: before.place,
      lastStage: after.place,
      beganAtTop: beganAtTop,
      result: result(
        from: before,
        to: after,
        isAtTop: beganAtTop && endedAtTop,
        threshold: last.pack.changeRule.threshold,
        pointsMoved: { pointsMoved(from: $0, in: first.pack, to: $1, in: last.pack, area: area) }
      ),
      bandFirst: first.pack.bands(of: before, area: area, crosswalk),
      bandLast: last.pack.bands(of: after, area: area, crosswalk)
    )
  }
}

extension CaseReading {
  /// The bands of every area that the reading scores.
  func bands(
    with pack: InstrumentPack,
    _ crosswalk: Crosswalk,
    noIssue: NoIssuePolicy
  ) -> [String: BandInterval] {
    var bands: [String: BandInterval] = [:]
    for area in pack.areas {
      let answer = answer(to: area.id, in: pack, noIssue)
      bands[area.id] = pack.bands(of: answer, area: area.id, crosswalk)
    }
    return bands
  }

  /// The place of every area that the reading scores, from 1 at the worst.
  func stages(with pack: InstrumentPack, noIssue: NoIssuePolicy) -> [String: Int] {
    var stages: [String: Int] = [:]
    for area in pack.areas {
      stages[area.id] = answer(to: area.id, in: pack, noIssue).place
    }
    return stages
  }

  fileprivate func answer(
    to area: String,
    in pack: InstrumentPack,
    _ noIssue: NoIssuePolicy
  ) -> Answer {
    guard var code = scores[area] else { return .none }
    if code == NonScore.notApplicable.rawValue { return .notApplicable }
    if code == NonScore.noIssue.rawValue {
      guard noIssue == .top, let best = pack.bestCode(ofArea: area) else { return .notApplicable }
      code = best
    }
    return pack.unitPlace(of: code, area: area).map { .point(code, place: $0) } ?? .none
  }
}

extension InstrumentPack {
  fileprivate func bands(
    of answer: Answer,
    area: String,
    _ crosswalk: Crosswalk?
  ) -> BandInterval? {
    guard case .point(let code, _) = answer, let scale = scale(ofArea: area) else { return nil }
    return crosswalk?.bands(ofScale: scale.id, code: code)
  }
}

private func result(
  from before: Answer,
  to after: Answer,
  isAtTop: Bool,
  threshold: Int,
  pointsMoved: (_ first: String, _ last: String) -> Int?
) -> AreaResult {
  switch (before, after) {
  case (.notApplicable, _), (_, .notApplicable): return .notApplicable
  case (.none, _), (_, .none): return .noDirection
  case (.point(let first, let start), .point(let last, let end)):
    let moved = pointsMoved(first, last)
    if isAtTop { return .directed(.maintainedAtTop, pointsMoved: moved) }
    if end - start >= threshold { return .directed(.improved, pointsMoved: moved) }
    if start - end >= threshold { return .directed(.declined, pointsMoved: moved) }
    return .directed(.maintained, pointsMoved: moved)
  }
}

private func pointsMoved(
  from first: String,
  in before: InstrumentPack,
  to last: String,
  in after: InstrumentPack,
  area: String
) -> Int? {
  guard let start = before.scale(ofArea: area), let end = after.scale(ofArea: area),
    start.points.map(\.code) == end.points.map(\.code), start.polarity == end.polarity
  else { return nil }
  return after.pointsMoved(from: first, to: last, area: area)
}
