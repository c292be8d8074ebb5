/// Everything that a drawing of a star shows; every renderer draws from this one value.
///
/// A scene holds the readings of a single instrument: stars of different tools never share a
/// drawing. Areas keep the tool's own order, because the order shapes the star.
package struct StarScene: Hashable, Sendable {
  /// How many readings one drawing can tell apart.
  package static let readingsMax = 3

  /// The line above the drawing, such as the family's code, the instrument and its edition.
  package let title: String
  /// The points that an area may have.
  package let scale: StarScale
  /// The readings shown, oldest first, at most ``readingsMax``.
  package let readings: [StarReading]
  /// The areas in the tool's own order, each with one mark per reading.
  package let areas: [StarArea]

  /// Makes a scene, keeping the first and the last two readings when there are more than three.
  ///
  /// Marks missing at the end of an area count as not scored; marks beyond the readings are left
  /// out. A score whose code is not on the scale becomes a word, so that it is shown and not drawn.
  package init(title: String, scale: StarScale, readings: [StarReading], areas: [StarArea]) {
    let kept = readings.indices.filter { $0 == 0 || $0 >= readings.count - 2 }
    self.title = title
    self.scale = scale
    self.readings = kept.map { readings[$0] }
    self.areas = areas.map { area in
      StarArea(
        title: area.title,
        label: area.label,
        marks: kept.map { index in
          guard area.marks.indices.contains(index) else { return nil }
          return area.marks[index]?.placed(on: scale)
        }
      )
    }
  }

  /// How `area` changed from the first reading to the latest; `nil` unless both gave a score.
  package func change(of area: StarArea) -> StarChange? {
    guard readings.count > 1, case .score(let first)? = area.first,
      case .score(let latest)? = area.latest
    else { return nil }
    return StarChange(from: first, to: latest, on: scale)
  }

  /// The areas by change, most improved first, then those that cannot be compared.
  ///
  /// Areas that changed alike stay in the tool's own order.
  package var areasByChange: [StarArea] {
    let ranked = areas.enumerated().map { index, area in
      (area: area, steps: change(of: area)?.steps, index: index)
    }
    return ranked.sorted { left, right in
      switch (left.steps, right.steps) {
      case (let first?, let second?) where first != second: first > second
      case (nil, _?): false
      case (_?, nil): true
      default: left.index < right.index
      }
    }.map(\.area)
  }
}
