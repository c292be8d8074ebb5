extension StarScene {
  /// The columns that a star needs, with its labels.
  package static let starColumnsMin = 72
  /// The columns that a dot strip needs; below there are only sentences.
  package static let stripColumnsMin = 40

  /// The scene for a terminal, without a newline at its end.
  ///
  /// From 72 columns on it is a star with the dot strip table under it, from 40 the table, below
  /// that sentences; `plain` gives sentences at any width and never wraps them. Without Unicode
  /// there is no star, since it is drawn in braille. No line is wider than the terminal.
  package func terminalText(_ options: TerminalOptions = TerminalOptions()) -> String {
    if options.plain { return sentences(unicode: options.unicode).joined(separator: "\n") }
    if options.columns < Self.stripColumnsMin || readings.isEmpty || areas.isEmpty {
      return sentences(unicode: options.unicode)
        .flatMap { $0.wrapped(options.columns) }
        .joined(separator: "\n")
    }
    return drawing(options).map { $0.rendered(options) }.joined(separator: "\n")
  }

  private func drawing(_ options: TerminalOptions) -> [Line] {
    let title = Line(title.printable(unicode: options.unicode), .heading)
    let table = StripTable(self, options)
    var lines = title.columns == 0 ? [] : [title, Line()]
    if let figure = StarFigure(self, options) {
      lines += figure.lines + [Line()]
    } else if options.unicode, options.columns >= Self.starColumnsMin {
      lines += [
        Line("No star: it takes 3 to 16 areas to be readable, here are \(areas.count)."), Line(),
      ]
    }
    return lines + legend(options, indent: table.indent) + [Line()] + table.lines
  }
}
