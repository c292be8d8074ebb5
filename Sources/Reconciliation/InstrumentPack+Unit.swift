package import Instruments

extension InstrumentPack {
  /// The place of a code in the unit of the change rule, from 1 at the worst, rising with
  /// improvement whatever the polarity.
  ///
  /// It is `nil` for anything that is not a point of the area's scale.
  package func unitPlace(of code: String, area: String) -> Int? {
    guard let scale = scale(ofArea: area), let order = unitOrder(of: code, in: scale)
    else { return nil }
    return scale.polarity == .higherIsBetter ? order : unitTop(of: scale) + 1 - order
  }

  /// The best place in an area's unit; `nil` for an area that the pack lacks.
  package func unitTop(ofArea area: String) -> Int? {
    scale(ofArea: area).map { unitTop(of: $0) }
  }

  /// The code of the best point of an area's scale.
  package func bestCode(ofArea area: String) -> String? {
    guard let scale = scale(ofArea: area) else { return nil }
    return (scale.polarity == .higherIsBetter ? scale.points.last : scale.points.first)?.code
  }

  /// A stage, or the place among the points counted from 1, as the file orders them.
  private func unitOrder(of code: String, in scale: Scale) -> Int? {
    guard let rank = scale.points.firstIndex(where: { $0.code == code }) else { return nil }
    return changeRule.unit == .stage ? scale.points[rank].stage : rank + 1
  }

  private func unitTop(of scale: Scale) -> Int {
    changeRule.unit == .stage ? scale.points.last?.stage ?? 0 : scale.points.count
  }
}
