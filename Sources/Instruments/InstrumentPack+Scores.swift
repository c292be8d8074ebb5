/// Which way a score went, in the sense of better and worse.
package enum Direction: String, CaseIterable, Sendable {
  case up, same, down
}

extension InstrumentPack {
  /// The stage of a code in an area; `nil` for a non-score and where the scale has no stages.
  package func stage(of code: String, area: String) -> Int? {
    scale(ofArea: area)?.point(code)?.stage
  }

  /// The place of a code in its scale, counted from zero at the lowest point; `nil` for anything
  /// that is not a point.
  package func rank(of code: String, area: String) -> Int? {
    scale(ofArea: area)?.points.firstIndex { $0.code == code }
  }

  /// How many points a score moved, positive for better whatever the polarity.
  ///
  /// It is `nil` unless both codes are points of the area's scale. The number counts steps of an
  /// ordinal scale; nothing makes two steps equal.
  package func pointsMoved(from first: String, to last: String, area: String) -> Int? {
    guard let scale = scale(ofArea: area), let start = rank(of: first, area: area),
      let end = rank(of: last, area: area)
    else { return nil }
    return scale.polarity == .higherIsBetter ? end - start : start - end
  }

  /// Which way a score went, by its place on the scale alone and without the change rule.
  ///
  /// It is `nil` unless both codes are points of the area's scale.
  package func direction(from first: String, to last: String, area: String) -> Direction? {
    pointsMoved(from: first, to: last, area: area).map(Direction.init(signOf:))
  }
}

extension Direction {
  fileprivate init(signOf move: Int) {
    self = move > 0 ? .up : move < 0 ? .down : .same
  }
}
