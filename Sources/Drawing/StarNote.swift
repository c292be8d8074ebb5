extension StarScene {
  /// The words beside an area's numbers: its change, or why there is none.
  func note(of area: StarArea, unicode: Bool) -> (text: String, ink: Ink) {
    if let change = change(of: area) {
      let text = "\(change.sign(unicode: unicode)) \(change.words)"
      return switch change.direction {
      case .better: (text, .better)
      case .worse: (text, .worse)
      case .same: (text, .text)
      }
    }
    return (missing(in: area).printable(unicode: unicode), .text)
  }

  private func missing(in area: StarArea) -> String {
    guard readings.count > 1 else {
      return switch area.latest {
      case nil: "not scored"
      case .word(let word)?: word
      case .score?: ""
      }
    }
    return switch (area.first, area.latest) {
    case (nil, nil): area.marks.contains { $0 != nil } ? "not scored now" : "not scored"
    case (nil, .score?): "new"
    case (.word(let word)?, .score?): "was \(word)"
    case (.score?, nil): "not scored now"
    case (.word(let word)?, nil): "was \(word), not scored now"
    case (.word(let before)?, .word(let now)?) where before != now: "was \(before), now \(now)"
    case (_, .word(let word)?): word
    case (.score?, .score?): ""
    }
  }
}
