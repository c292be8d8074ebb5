/// The strip of dots that places an area's scores on the scale, one step a dot, better to the right.
struct Strip {
  private let scale: StarScale
  private let glyphs: Glyphs
  private let cellsMax: Int
  private let unicode: Bool

  init(scale: StarScale, unicode: Bool, cellsMax: Int) {
    self.scale = scale
    self.unicode = unicode
    glyphs = Glyphs(unicode: unicode)
    self.cellsMax = max(2, cellsMax)
  }

  /// The columns of every strip of this scale.
  var columns: Int {
    isSpaced ? max(0, scale.codes.count * 2 - 1) : min(scale.codes.count, cellsMax)
  }

  /// The worst and the best code over the ends of the strip, where they fit.
  var header: String {
    let codes = scale.codesOutward.map { $0.printable(unicode: unicode) }
    guard let worst = codes.first, let best = codes.last, worst.columns + best.columns < columns
    else { return "" }
    return worst + best.rightAligned(columns - worst.columns)
  }

  /// One area's strip; later signs stand above earlier ones.
  func line(_ signs: [PlacedMark]) -> Line {
    let places = signs.compactMap { sign in
      column(of: sign.code).map { (column: $0, sign: sign) }
    }
    let span = places.map(\.column)
    let joined = (span.min() ?? 0)...(span.max() ?? 0)
    var line = Line()
    for column in 0..<columns {
      if let place = places.last(where: { $0.column == column }) {
        line.append(place.sign.sign, place.sign.ink)
      } else if places.count > 1, joined.contains(column) {
        line.append(glyphs.join)
      } else {
        line.append(isSpaced && column % 2 == 1 ? " " : glyphs.step, .faint)
      }
    }
    return line
  }

  /// A short scale has a space between its dots.
  private var isSpaced: Bool { scale.codes.count < 7 && scale.codes.count * 2 - 1 <= cellsMax }

  private func column(of code: String) -> Int? {
    guard let step = scale.step(of: code) else { return nil }
    if isSpaced { return step * 2 }
    guard scale.codes.count > cellsMax else { return step }
    return step * (cellsMax - 1) / (scale.codes.count - 1)
  }
}
