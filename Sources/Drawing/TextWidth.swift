extension Character {
  /// The columns a terminal gives this character: 0, 1 or 2.
  ///
  /// Wide ranges follow Unicode Standard Annex 11, East Asian Width, shortened to whole blocks.
  var columns: Int {
    if let ascii = asciiValue { return ascii < 0x20 || ascii == 0x7F ? 0 : 1 }
    var widest = 0
    for scalar in unicodeScalars {
      if scalar.value == 0xFE0F || scalar.properties.isEmojiPresentation { return 2 }
      if (0x1F1E6...0x1F1FF).contains(scalar.value) { return 2 }
      widest = max(widest, scalar.columns)
    }
    return widest
  }
}

extension Unicode.Scalar {
  fileprivate var columns: Int {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    let isWide = Self.wide.contains { $0.contains(value) }
    return isWide ? 2 : 1
  }

  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
    0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
    0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1D300...0x1D37F, 0x1F200...0x1F2FF,
    0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
  ]
}

extension String {
  /// The columns a terminal gives this text.
  var columns: Int {
    let isASCII = utf8.allSatisfy { (0x20..<0x7F).contains($0) }
    return isASCII ? utf8.count : reduce(0) { $0 + $1.columns }
  }

  /// The text made safe to print in a terminal.
  ///
  /// Control characters and invisible ones that reorder text are taken out, since a name must not
  /// be able to move the cursor. Without Unicode, typographic signs become their plain forms and
  /// whatever else is not ASCII becomes `?`.
  func printable(unicode: Bool) -> String {
    var text = ""
    for character in self {
      let isVisible = character.unicodeScalars.allSatisfy { scalar in
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: false
        case .format: scalar.value == 0x200D
        default: true
        }
      }
      if !isVisible {
        text.append(character.isWhitespace ? " " : "")
      } else if unicode || character.isASCII {
        text.append(character)
      } else {
        text.append(asciiForms[character] ?? "?")
      }
    }
    return text
  }

  /// The text cut to at most `columns`, with a mark of omission at the cut.
  func fitted(_ columns: Int, unicode: Bool) -> String {
    guard self.columns > columns else { return self }
    let omission = unicode ? "…" : "~"
    guard columns > 0 else { return "" }
    var text = ""
    var used = 1
    for character in self {
      used += character.columns
      guard used <= columns else { break }
      text.append(character)
    }
    while text.last == " " { text.removeLast() }
    return text + omission
  }

  /// The text with spaces after it up to `columns`.
  func padded(_ columns: Int) -> String {
    self + String(repeating: " ", count: max(0, columns - self.columns))
  }

  /// The text with spaces before it up to `columns`.
  func rightAligned(_ columns: Int) -> String {
    String(repeating: " ", count: max(0, columns - self.columns)) + self
  }
}

private let asciiForms: [Character: String] = [
  "–": "-", "—": "-", "·": "-", "…": "...", "‘": "'", "’": "'", "“": "\"", "”": "\"",
  "→": "->", "£": "GBP", "\u{A0}": " ",
]
