/// The table of numbers, changes and dot strips, sorted by change.
///
/// It goes with every star: a star's shape depends on the order of its areas and its size grows
/// with the square of the scores, while strips compare honestly.
struct StripTable {
  private let scene: StarScene
  private let options: TerminalOptions
  private let glyphs: Glyphs
  private let strip: Strip
  private let layout: StripTableLayout

  init(_ scene: StarScene, _ options: TerminalOptions) {
    self.scene = scene
    self.options = options
    glyphs = Glyphs(unicode: options.unicode)
    strip = Strip(
      scale: scene.scale,
      unicode: options.unicode,
      cellsMax: options.isNarrow ? 10 : 20
    )
    layout = StripTableLayout(scene, options, stripColumns: strip.columns)
  }

  /// The columns before the table, which centre it under a star.
  var indent: Int { layout.indent }

  /// The header and one line an area.
  var lines: [Line] {
    [header] + scene.areasByChange.map { row(of: $0) }
  }

  private var header: Line {
    var text = String(repeating: " ", count: layout.indent) + "Area".padded(layout.area)
    for index in layout.shown {
      text += " " + layout.names[index].rightAligned(layout.numbers[index])
    }
    text += layout.gap + (scene.readings.count > 1 ? "Change" : "").padded(layout.change)
    if layout.strip > 0 { text += layout.gap + strip.header }
    return Line(text, .faint)
  }

  private func row(of area: StarArea) -> Line {
    let last = scene.readings.count - 1
    var line = Line(String(repeating: " ", count: layout.indent))
    line.append(layout.name(of: area).padded(layout.area))
    for index in layout.shown {
      let text = number(area.marks[index])
      let ink: Ink = index == last ? .latest : .text
      line.append(
        " " + text.rightAligned(layout.numbers[index]),
        text == glyphs.none ? .faint : ink
      )
    }
    line.append(layout.gap)
    let note = layout.note(of: area)
    let signs = scene.signs(of: area, glyphs)
    let isDrawn = layout.strip > 0 && !signs.isEmpty && note.text.columns <= layout.change
    line.append(isDrawn ? note.text.padded(layout.change) : note.text, note.ink)
    if isDrawn {
      line.append(layout.gap)
      line.append(strip.line(signs))
    }
    return line
  }

  private func number(_ mark: StarMark?) -> String {
    guard case .score(let code)? = mark else { return glyphs.none }
    return code.printable(unicode: options.unicode)
      .fitted(StripTableLayout.codeColumnsMax, unicode: options.unicode)
  }
}
