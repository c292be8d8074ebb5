/// A drawing in SVG 1.1 that any reader shows alike: no scripts, no fonts or files from elsewhere.
///
/// Outlines and points only; colours are those of Okabe and Ito, and never stand alone.
struct SVGDrawing {
  let width: Double
  let height: Double
  private var elements: [String] = []

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  /// A colour, and with it a dash and a shape, so that none is told by colour alone.
  enum Ink: String {
    case text = "#1a1a1a"
    case quiet = "#595959"
    case grid = "#8c8c8c"
    case first = "#0072b2"
    case second = "#b34700"
  }

  enum Anchor: String { case start, middle, end }

  mutating func line(
    _ x1: Double,
    _ y1: Double,
    _ x2: Double,
    _ y2: Double,
    _ ink: Ink = .grid,
    width: Double = 1,
    dash: String? = nil
  ) {
    let dashes = dash.map { " stroke-dasharray=\"\($0)\"" } ?? ""
    elements.append(
      "<line x1=\"\(n(x1))\" y1=\"\(n(y1))\" x2=\"\(n(x2))\" y2=\"\(n(y2))\" "
        + "stroke=\"\(ink.rawValue)\" stroke-width=\"\(n(width))\"\(dashes)/>"
    )
  }

  mutating func box(
    _ x: Double,
    _ y: Double,
    _ width: Double,
    _ height: Double,
    _ ink: Ink = .text,
    stroke: Double = 1.5,
    dash: String? = nil
  ) {
    let dashes = dash.map { " stroke-dasharray=\"\($0)\"" } ?? ""
    elements.append(
      "<rect x=\"\(n(x))\" y=\"\(n(y))\" width=\"\(n(max(0, width)))\" "
        + "height=\"\(n(max(0, height)))\" fill=\"none\" stroke=\"\(ink.rawValue)\" "
        + "stroke-width=\"\(n(stroke))\"\(dashes)/>"
    )
  }

  mutating func circle(_ x: Double, _ y: Double, _ radius: Double, _ ink: Ink, solid: Bool = false)
  {
    elements.append(
      "<circle cx=\"\(n(x))\" cy=\"\(n(y))\" r=\"\(n(radius))\" "
        + "fill=\"\(solid ? ink.rawValue : "#ffffff")\" stroke=\"\(ink.rawValue)\" "
        + "stroke-width=\"2\"/>"
    )
  }

  mutating func diamond(_ x: Double, _ y: Double, _ size: Double, _ ink: Ink) {
    elements.append(
      "<path d=\"M\(n(x)) \(n(y - size))L\(n(x + size)) \(n(y))L\(n(x)) \(n(y + size))"
        + "L\(n(x - size)) \(n(y))Z\" fill=\"#ffffff\" stroke=\"\(ink.rawValue)\" "
        + "stroke-width=\"2\"/>"
    )
  }

  mutating func text(
    _ x: Double,
    _ y: Double,
    _ text: String,
    size: Double = 14,
    anchor: Anchor = .start,
    ink: Ink = .text,
    bold: Bool = false
  ) {
    let weight = bold ? " font-weight=\"bold\"" : ""
    elements.append(
      "<text x=\"\(n(x))\" y=\"\(n(y))\" font-size=\"\(n(size))\" "
        + "text-anchor=\"\(anchor.rawValue)\" fill=\"\(ink.rawValue)\"\(weight)>"
        + "\(Markup.escaped(text))</text>"
    )
  }

  /// Text turned by a quarter, to be read from below.
  mutating func upright(_ x: Double, _ y: Double, _ text: String, size: Double = 14) {
    elements.append(
      "<text transform=\"translate(\(n(x)) \(n(y))) rotate(-90)\" font-size=\"\(n(size))\" "
        + "text-anchor=\"middle\" fill=\"\(Ink.text.rawValue)\">\(Markup.escaped(text))</text>"
    )
  }

  /// The whole drawing.
  ///
  /// - Parameters:
  ///   - id: What its title and description are called within a page.
  ///   - title: The text alternative in few words.
  ///   - description: The same in sentences, with the figures that matter.
  ///   - isPart: Whether it stands within a page, which has declared the names already.
  /// - Returns: A whole file, or the element alone.
  func markup(id: String, title: String, description: String, isPart: Bool) -> String {
    let size = "viewBox=\"0 0 \(n(width)) \(n(height))\""
    let head = isPart ? "" : "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    let extent = isPart ? "" : " width=\"\(n(width))\" height=\"\(n(height))\""
    return head
      + "<svg\(isPart ? "" : " xmlns=\"http://www.w3.org/2000/svg\"") \(size)\(extent) role=\"img\" "
      + "aria-labelledby=\"\(id)-t \(id)-d\" font-family=\"Arial, Helvetica, sans-serif\">\n"
      + "<title id=\"\(id)-t\">\(Markup.escaped(title))</title>\n"
      + "<desc id=\"\(id)-d\">\(Markup.escaped(description))</desc>\n"
      + "<rect width=\"\(n(width))\" height=\"\(n(height))\" fill=\"#ffffff\"/>\n"
      + elements.joined(separator: "\n") + "\n</svg>\n"
  }

  private func n(_ number: Double) -> String { FixedDecimal.text(number, 1) }
}
