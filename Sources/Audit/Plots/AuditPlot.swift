import Exports

/// One picture of the audit, with the figures that it is drawn from.
struct AuditPlot: Sendable {
  /// The number, 1 to 10.
  let number: Int
  /// The name of both files without their ending, `P01-coverage`.
  let name: String
  /// The caption.
  let title: String
  /// The text alternative, with the figures that matter.
  let description: String
  /// The drawing; `nil` when there is nothing to draw.
  let drawing: SVGDrawing?
  /// What it is drawn from.
  let data: AuditTable

  /// Both files; a plot without data says so in its drawing.
  func files(_ gate: Disclosure) -> [ExportFile] {
    let markup = shown.markup(id: id, title: title, description: description, isPart: false)
    return [ExportFile(name: "\(name).svg", bytes: Array(markup.utf8)), data.file(gate)]
  }

  /// The drawing for a page.
  var inPage: String {
    shown.markup(id: id, title: title, description: description, isPart: true)
  }

  private var id: String { "p\(number)" }

  private var shown: SVGDrawing {
    if let drawing { return drawing }
    var empty = SVGDrawing(width: 720, height: 80)
    empty.box(1, 1, 718, 78, .grid)
    empty.text(360, 45, "Nothing to draw: \(description)", anchor: .middle)
    return empty
  }
}

extension AuditCell {
  /// The number to draw; `nil` for what is hidden or missing.
  var drawn: Double? {
    switch self {
    case .estimate(let value, _, _): value
    case .count(.shown(let number)): Double(number)
    case .text, .count(.hidden), .none, .missing, .hidden: nil
    }
  }

  /// The limits to draw.
  var drawnLimits: (low: Double, high: Double)? {
    guard case .estimate(_, let low?, let high?) = self else { return nil }
    return (low, high)
  }

  /// The words of a cell that holds text.
  var words: String {
    guard case .text(let text) = self else { return "" }
    return text
  }
}
