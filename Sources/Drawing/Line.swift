/// What a piece of text stands for, from which its colour follows.
enum Ink: Hashable {
  case text, heading, faint, first, middle, latest, better, worse

  /// The Select Graphic Rendition parameters (ECMA-48 section 8.3.117); none for plain text.
  ///
  /// Better and worse are cyan and yellow, which the common forms of colour blindness tell apart.
  fileprivate var graphicRendition: String? {
    switch self {
    case .text: nil
    case .heading: "1"
    case .faint: "2"
    case .first: "35"
    case .middle: "34"
    case .latest: "1;32"
    case .better: "36"
    case .worse: "33"
    }
  }
}

/// One line of output as pieces of inked text.
struct Line: Hashable {
  private struct Span: Hashable {
    var text: String
    let ink: Ink
  }

  private var spans: [Span] = []

  init() {}

  init(_ text: String, _ ink: Ink = .text) {
    append(text, ink)
  }

  /// The columns written so far.
  var columns: Int { spans.reduce(0) { $0 + $1.text.columns } }

  mutating func append(_ text: String, _ ink: Ink = .text) {
    guard !text.isEmpty else { return }
    if let last = spans.indices.last, spans[last].ink == ink {
      spans[last].text += text
    } else {
      spans.append(Span(text: text, ink: ink))
    }
  }

  mutating func append(_ line: Line) {
    for span in line.spans { append(span.text, span.ink) }
  }

  /// The text without spaces at its end, cut to the columns, coloured when that is wanted.
  func rendered(_ options: TerminalOptions) -> String {
    var left = options.columns
    var pieces: [Span] = []
    for span in spans {
      let text = span.text.fitted(left, unicode: options.unicode)
      left -= text.columns
      pieces.append(Span(text: text, ink: span.ink))
      if text != span.text { break }
    }
    while let last = pieces.indices.last {
      while pieces[last].text.last == " " { pieces[last].text.removeLast() }
      guard pieces[last].text.isEmpty else { break }
      pieces.removeLast()
    }
    return pieces.map { span in
      guard options.colour, let parameters = span.ink.graphicRendition else { return span.text }
      return "\u{1B}[\(parameters)m\(span.text)\u{1B}[0m"
    }.joined()
  }
}
