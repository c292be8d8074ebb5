import Reconciliation

extension AuditTable {
  /// The table as HTML: a caption, headings with their scope, and a region that scrolls by itself
  /// where the page is narrow.
  func markup(_ gate: Disclosure) -> String {
    let id = name.lowercased()
    let shown = columns.indices.filter { columns[$0].heading != nil }
    var html = ""
    if !introduction.isEmpty { html += "<p class=\"intro\">\(Markup.escaped(introduction))</p>\n" }
    if rows.isEmpty {
      html +=
        "<p class=\"empty\">There is nothing to show in “\(Markup.escaped(title))”; "
        + "the last section says why.</p>\n"
      return html
    }
    html +=
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"\(id)\">\n<table>\n"
      + "<caption id=\"\(id)\"><span>T\(number). \(Markup.escaped(title))</span></caption>\n<thead><tr>"
    for index in shown {
      let heading = columns[index].heading ?? ""
      let style = columns[index].kind.isNumeric ? " class=\"num\"" : ""
      html += "<th scope=\"col\"\(style)>\(Markup.escaped(heading))</th>"
    }
    html += "</tr></thead>\n<tbody>\n"
    for row in rows {
      html += "<tr>"
      for (place, index) in shown.enumerated() where row.cells.indices.contains(index) {
        let text = row.cells[index].markup(of: columns[index].kind, gate)
        let style = columns[index].kind.isNumeric ? " class=\"num\"" : ""
        html +=
          place == headingPlace
          ? "<th scope=\"row\">\(text)</th>" : "<td\(style)>\(text)</td>"
      }
      html += "</tr>\n"
    }
    html += "</tbody>\n</table>\n</div>\n"
    for note in notes { html += "<p class=\"note\">\(Markup.escaped(note))</p>\n" }
    return html
  }

  /// Which column names the row.
  private var headingPlace: Int { 0 }
}

extension AuditCell {
  /// The content as a page shows it.
  func markup(of kind: AuditColumnKind, _ gate: Disclosure) -> String {
    switch self {
    case .text(let text): return Markup.escaped(text)
    case .count(.shown(let number)): return FixedDecimal.grouped(number)
    case .count(.hidden), .hidden:
      return "<abbr title=\"hidden: rests on few families\">[c]</abbr>"
    case .none(let reason): return Self.reason(reason.rawValue)
    case .missing(let code): return Self.reason(code)
    case .estimate(let value, let low, let high):
      let isShare = kind == .percent || kind == .percentWithLimits
      let text =
        FixedDecimal.text(value, of: pageKind(kind), gate.forPage)
        .replacing("-", with: "−")
        + (kind == .pointsWithLimits ? "&#160;points" : isShare ? "&#160;%" : "")
      guard kind.hasLimits, let low, let high else { return text }
      let ends = [low, high].map {
        FixedDecimal.text($0, of: pageKind(kind), gate.forPage).replacing("-", with: "−")
      }
      return "\(text) <span class=\"ci\">(\(ends[0]) to \(ends[1]))</span>"
    }
  }

  private func pageKind(_ kind: AuditColumnKind) -> AuditColumnKind {
    switch kind {
    case .figure(let decimals): .figure(min(2, decimals))
    case .figureWithLimits(let decimals): .figureWithLimits(min(2, decimals))
    case .text, .count, .percent, .percentWithLimits, .pointsWithLimits: kind
    }
  }

  /// A reason code in words.
  private static func reason(_ code: String) -> String {
    let words: [String: String] = [
      "no_data": "no data", "too_few": "too few", "too_few_observations": "too few",
      "undefined_no_variation": "no variation", "no_nonzero_differences": "nothing changed",
      "no_support": "no families", "no_double_rated": "not double-rated", "no_votes": "no votes",
      "not_supplied": "not supplied", "tool_effect_unknown": "tool effect unknown",
      "not_applicable": "–", "no_stages": "–", "not_main_tool": "–", "compared_outcome_only": "–",
      "same_tool": "same tool",
    ]
    return
      "<span class=\"why\">\(Markup.escaped(words[code] ?? code.replacing("_", with: " ")))</span>"
  }
}

extension Disclosure {
  /// Pages print whole percentages for everybody; files of an internal audit have decimals.
  var forPage: Disclosure { Disclosure(audience: .release, rule: rule) }
}

extension FixedDecimal {
  /// A count with a thin space between thousands.
  static func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { result += "&#8239;" }
      result.append(digit)
    }
    return (number < 0 ? "−" : "") + result
  }
}
