/// The star itself: areas as spokes, the latest reading as a solid outline, earlier ones dotted.
///
/// Nothing is filled. Lines join neighbouring areas only when both were scored, so that a gap in
/// the reading is a gap in the drawing. Dots alone are hard to read, so vertices are overprinted.
struct StarFigure {
  /// A star of fewer areas is a line, one of more has no room for its labels.
  static let areasRange = 3...16

  private let scene: StarScene
  private let options: TerminalOptions
  private let glyphs: Glyphs
  private let labels: [StarLabel]
  private let radius: Int

  /// Plans the figure; `nil` when the areas do not make a readable star.
  init?(_ scene: StarScene, _ options: TerminalOptions) {
    guard Self.areasRange.contains(scene.areas.count), !scene.readings.isEmpty,
      options.unicode, options.columns >= 72
    else { return nil }
    self.scene = scene
    self.options = options
    glyphs = Glyphs(unicode: true)
    labels = scene.areas.map { StarLabel($0) }
    let room = options.columns - 5 - 2 * (labels.map(\.columns).max() ?? 0)
    radius = min(max(room, 32), options.columns < 100 ? 40 : 48) / 4 * 4
  }

  /// The drawing with its labels.
  var lines: [Line] {
    var grid = BrailleCanvas(columns: options.columns, rows: rows)
    drawGrid(on: &grid)
    var outlines = scene.readings.map { _ in
      BrailleCanvas(columns: options.columns, rows: rows)
    }
    for index in outlines.indices { drawOutline(of: index, on: &outlines[index]) }

    var sheet = StarSheet(columns: options.columns, rows: rows)
    for row in 0..<rows {
      for column in 0..<options.columns {
        let bits = outlines.map { $0.bits(column: column, row: row) }
        let shade =
          bits.lastIndex { $0 != 0 }.map { scene.sign(ofReading: $0, glyphs).ink } ?? .faint
        let merged = bits.reduce(0, |)
        let shown = merged == 0 ? grid.bits(column: column, row: row) : merged
        sheet.put(BrailleCanvas.character(shown), shade, column: column, row: row)
      }
    }
    overprint(on: &sheet)
    placeLabels(on: &sheet)
    return sheet.lines
  }

  /// One row for the label above the ring and one for the label below it.
  private var rows: Int { radius / 2 + 3 }

  private var centre: Point {
    Point(x: Double(options.columns / 2 * 2), y: Double(radius + 5))
  }

  private func spoke(_ index: Int) -> Direction {
    Direction(index: index, of: scene.areas.count)
  }

  private func drawGrid(on grid: inout BrailleCanvas) {
    let ring = radius * 3 / 8 * 4
    for index in 0..<ring {
      grid.plot(Direction(index: index, of: ring).point(from: centre, distance: Double(radius)))
    }
    for index in scene.areas.indices {
      let edge = spoke(index).point(from: centre, distance: Double(radius))
      grid.line(from: centre, to: edge, spacing: 4)
    }
  }

  private func drawOutline(of reading: Int, on canvas: inout BrailleCanvas) {
    let isLatest = reading == scene.readings.count - 1
    let spacing = isLatest ? 1 : reading == 0 ? 3 : 2
    let count = scene.areas.count
    for index in scene.areas.indices {
      guard let start = vertex(of: index, in: reading),
        let end = vertex(of: (index + 1) % count, in: reading)
      else { continue }
      canvas.line(from: start, to: end, spacing: spacing)
    }
  }

  private func vertex(of area: Int, in reading: Int) -> Point? {
    guard case .score(let code)? = scene.areas[area].marks[reading] else { return nil }
    return vertex(of: area, at: code)
  }

  private func vertex(of area: Int, at code: String) -> Point? {
    scene.scale.position(of: code).map { position in
      spoke(area).point(from: centre, distance: position * Double(radius))
    }
  }

  private func overprint(on sheet: inout StarSheet) {
    let marks = scene.areas.map { scene.signs(of: $0, glyphs) }
    for ink in [Ink.first, .middle, .latest] {
      for (index, signs) in marks.enumerated() {
        for sign in signs where sign.ink == ink {
          guard let cell = vertex(of: index, at: sign.code)?.cell else { continue }
          sheet.put(Character(sign.sign), ink, column: cell.column, row: cell.row)
        }
      }
    }
  }

  private func placeLabels(on sheet: inout StarSheet) {
    for (index, label) in labels.enumerated() {
      let direction = spoke(index)
      let edge = direction.point(from: centre, distance: Double(radius))
      guard let cell = edge.cell else { continue }
      if direction.x.magnitude < 0.15 {
        let text = label.fitted(options.columns)
        let row = direction.y < 0 ? 0 : rows - 1
        sheet.write(text, column: (options.columns - text.columns + 1) / 2, row: row)
        continue
      }
      let reach = ringReach(inRow: cell.row)
      let middle = options.columns / 2
      if direction.x > 0 {
        let start = max(middle + reach / 2, cell.column) + 2
        sheet.write(label.fitted(options.columns - start), column: start, row: cell.row)
      } else {
        let end = min(middle - (reach + 1) / 2, cell.column) - 1
        let text = label.fitted(end)
        sheet.write(text, column: end - text.columns, row: cell.row)
      }
    }
  }

  /// How many dots the ring reaches from the middle in a row of cells, rounded outward.
  private func ringReach(inRow row: Int) -> Int {
    let top = Double(row * 4) - 0.5 - centre.y
    let height = top < 0 ? max(0, -top - 4) : top
    var half = 0
    while half < radius, Double(half * half) < Double(radius * radius) - height * height {
      half += 1
    }
    return half
  }
}
