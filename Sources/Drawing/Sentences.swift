extension StarScene {
  /// The scene in sentences, one fact a line, for screen readers and `grep`.
  func sentences(unicode: Bool) -> [String] {
    var lines = title.isEmpty ? [] : [title]
    if let latest = readings.last {
      lines.append("Latest reading: \(latest.text).")
      for (index, reading) in readings.dropLast().enumerated() {
        lines.append("\(index == 0 ? "First" : "Middle") reading: \(reading.text).")
      }
    } else {
      lines.append("There is no reading yet.")
    }
    if !scale.text.isEmpty { lines.append("Scale: \(scale.text).") }
    if scale.lowerIsBetter { lines.append("On this scale lower is better.") }
    lines += areas.isEmpty ? ["There are no areas."] : areas.map { sentence(about: $0) }
    return lines.map { $0.printable(unicode: unicode) }
  }

  private func sentence(about area: StarArea) -> String {
    guard let latest = readings.last else { return "\(area.title) was not scored." }
    if area.marks.allSatisfy({ $0 == nil }) { return "\(area.title) was not scored." }
    let earlier = zip(readings, area.marks).dropLast().enumerated().compactMap { index, pair in
      let phrase = pair.0.date.phrase(before: latest.date)
      let isMiddleGap = index > 0 && pair.1 == nil
      return isMiddleGap ? nil : "\(pair.1?.spoken ?? "not scored") \(phrase)"
    }
    let now = area.latest.map { "is \($0.spoken) now" } ?? "is not scored now"
    guard !earlier.isEmpty else {
      return "\(area.title) is \(area.latest?.spoken ?? "not scored")."
    }
    let past = "\(area.title) was \(earlier.joined(separator: ", then ")), \(now)"
    guard let change = change(of: area) else { return past + "." }
    return "\(past), \(change.direction == .same ? "no change" : change.words)."
  }
}

extension StarMark {
  fileprivate var spoken: String {
    switch self {
    case .score(let code): code
    case .word(let word): "“\(word)”"
    }
  }
}

extension String {
  /// The text in lines of at most `columns`, broken between words and, when a word is longer, in it.
  func wrapped(_ columns: Int) -> [String] {
    var lines = [""]
    var used = 0
    for word in split(separator: " ", omittingEmptySubsequences: true) {
      let isFirst = lines[lines.count - 1].isEmpty
      if !isFirst, used + 1 + String(word).columns <= columns {
        lines[lines.count - 1] += " "
        used += 1
      } else if !isFirst {
        lines.append("")
        used = 0
      }
      for character in word {
        let shown: Character = character.columns > columns ? "?" : character
        if used + shown.columns > columns {
          lines.append("")
          used = 0
        }
        lines[lines.count - 1].append(shown)
        used += shown.columns
      }
    }
    return lines
  }
}
