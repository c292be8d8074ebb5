extension StarScene {
  /// The lines that explain the signs, the dates and the scale, wrapped between entries.
  func legend(_ options: TerminalOptions, indent: Int = 0) -> [Line] {
    let glyphs = Glyphs(unicode: options.unicode)
    var entries: [Line] = []
    let names = readingNames(narrow: options.isNarrow)
    for (index, reading) in readings.enumerated().reversed() {
      let (sign, ink) = sign(ofReading: index, glyphs)
      var entry = Line(sign, ink)
      entry.append(" \(names[index].lowercased()), \(reading.text)")
      entries.append(entry)
    }
    if areas.contains(where: { change(of: $0)?.direction == .same }) {
      var entry = Line(glyphs.same, .latest)
      entry.append(" no change")
      entries.append(entry)
    }
    if !scale.text.isEmpty {
      entries.append(Line("scale " + scale.text.printable(unicode: options.unicode)))
    }
    let note = scale.note.map { $0.wrapped(options.columns - indent) } ?? []
    return wrapped(entries, options, indent: indent)
      + note.map { Line(String(repeating: " ", count: indent) + $0) }
  }

  private func wrapped(_ entries: [Line], _ options: TerminalOptions, indent: Int) -> [Line] {
    var lines: [Line] = []
    for entry in entries {
      if let last = lines.indices.last,
        lines[last].columns + 3 + entry.columns <= options.columns
      {
        lines[last].append("   ")
        lines[last].append(entry)
      } else {
        var line = Line(String(repeating: " ", count: indent))
        line.append(entry)
        lines.append(line)
      }
    }
    return lines
  }
}
