import Instruments
import Reconciliation

/// The scale of an area that is to be linked, from its worst to its best point.
struct LinkScale {
  /// The codes of the points.
  let codes: [String]
  /// The numbers of the points, rising with improvement.
  let axis: ScaleAxis
  private let positions: [String: Int]
  private let bands: BandMap?

  /// Finds the scale of an area; `nil` when the instrument has no such area.
  init?(_ instrument: String, _ area: String, _ study: Study) {
    let reference = study.reference
    guard let pack = reference.catalogue.editions(of: instrument).last,
      let scale = pack.scale(ofArea: area)
    else { return nil }
    let rising = scale.points.map(\.code)
    codes = scale.polarity == .higherIsBetter ? rising : rising.reversed()
    let numbers = rising.compactMap { Double($0) }.filter(\.isFinite)
    axis = ScaleAxis(
      numbers.count == rising.count ? numbers : rising.indices.map { Double($0 + 1) }
    )
    positions = Dictionary(codes.enumerated().map { ($1, $0) }) { first, _ in first }
    let own = reference.crosswalks[instrument]?.usable?.bandMaps.first { $0.scale == scale.id }
    bands =
      own ?? reference.definitions.bands[scale.id].map { BandMap(scale: scale.id, json: $0) }
  }

  /// The place of a code, 0 the worst; `nil` for what is no point.
  func position(_ code: String) -> Int? { positions[code] }

  /// The bands of the points from one place to another; `nil` where one has none.
  func bands(_ points: ClosedRange<Int>) -> BandInterval? {
    guard codes.indices.contains(points.lowerBound), codes.indices.contains(points.upperBound),
      let low = bands?.points[codes[points.lowerBound]],
      let high = bands?.points[codes[points.upperBound]]
    else { return nil }
    return BandInterval(lo: low.lo, hi: high.hi)
  }

  /// How far apart the numbers of two neighbouring points are, in the middle of the scale.
  var step: Double {
    axis.values.count > 1 ? axis.value(at: 1) - axis.value(at: 0) : 1
  }
}
