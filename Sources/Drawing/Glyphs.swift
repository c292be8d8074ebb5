/// The signs of the marks, in Unicode or in ASCII.
struct Glyphs {
  let first: String
  let middle: String
  let latest: String
  let same: String
  let step: String
  let join: String
  let none: String

  init(unicode: Bool) {
    first = unicode ? "○" : "o"
    middle = unicode ? "◇" : "+"
    latest = unicode ? "●" : "*"
    same = unicode ? "◉" : "@"
    step = unicode ? "·" : "."
    join = unicode ? "─" : "-"
    none = unicode ? "–" : "-"
  }
}

/// One sign to be drawn for an area, at the code of the scale where it stands.
struct PlacedMark: Hashable {
  let code: String
  let sign: String
  let ink: Ink
}

extension StarScene {
  /// The word for each reading, oldest first.
  func readingNames(narrow: Bool) -> [String] {
    let names = narrow ? ["Was", "Then", "Now"] : ["First", "Then", "Latest"]
    return switch readings.count {
    case 0: []
    case 1: [names[2]]
    case 2: [names[0], names[2]]
    default: names
    }
  }

  /// The sign and the ink of a reading.
  func sign(ofReading index: Int, _ glyphs: Glyphs) -> (sign: String, ink: Ink) {
    if index == readings.count - 1 { return (glyphs.latest, .latest) }
    return index == 0 ? (glyphs.first, .first) : (glyphs.middle, .middle)
  }

  /// The signs of an area, oldest first; an unchanged score is one sign of its own.
  func signs(of area: StarArea, _ glyphs: Glyphs) -> [PlacedMark] {
    let isSame = change(of: area)?.direction == .same
    return area.marks.enumerated().compactMap { index, mark in
      guard case .score(let code)? = mark else { return nil }
      let (sign, ink) = sign(ofReading: index, glyphs)
      return PlacedMark(code: code, sign: isSame && ink == .latest ? glyphs.same : sign, ink: ink)
    }
  }
}
