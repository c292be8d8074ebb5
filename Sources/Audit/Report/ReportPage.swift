import Casework
import Exports
import Reconciliation

/// The report that a committee reads: one page of HTML that needs nothing else.
struct ReportPage {
  private let content: AuditContent
  private let context: AuditContext

  init(_ content: AuditContent) {
    self.content = content
    context = content.context
  }

  /// The whole page.
  var markup: String {
    let title = "Comparative audit: \(context.study.profile.authorities.joined(separator: " and "))"
    return "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\"/>\n"
      + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
      + "<title>\(Markup.escaped(title))</title>\n<style>\n\(ReportStyle.css)\n</style>\n</head>\n"
      + "<body>\n<a class=\"skip\" href=\"#main\">Skip to the report</a>\n" + header(title)
      + contents + "<main id=\"main\">\n" + sections.map(\.markup).joined() + "</main>\n" + footer
      + "</body>\n</html>\n"
  }

  /// One section of the page.
  private struct Section {
    let id: String
    let title: String
    let body: String
    var isFirst = false

    var markup: String {
      "<section aria-labelledby=\"\(id)\">\n<h2 id=\"\(id)\"\(isFirst ? " class=\"first\"" : "")>"
        + "\(Markup.escaped(title))</h2>\n\(body)</section>\n"
    }
  }

  private var sections: [Section] {
    [
      Section(
        id: "questions",
        title: "1. Questions that must be answered first",
        body: questions,
        isFirst: true
      ),
      Section(id: "short", title: "2. In short", body: summary),
      Section(
        id: "tools",
        title: "3. How each tool works, and what it covers",
        body: tables(1) + tables(2) + figure(1) + tables(3)
      ),
      Section(
        id: "complete",
        title: "4. How complete the records are",
        body: tables(4) + figure(10)
      ),
      Section(id: "start", title: "5. Where families begin", body: tables(5) + figure(2)),
      Section(
        id: "raters",
        title: "6. How far two people agree",
        body: tables(6) + figure(7) + figure(9)
      ),
      Section(
        id: "change",
        title: "7. Which way families went",
        body: tables(7) + figure(3) + figure(4) + tables(8) + figure(5)
      ),
      Section(
        id: "authorities",
        title: "8. The authorities beside each other",
        body: tables(9) + figure(6) + tables(10)
      ),
      Section(
        id: "link",
        title: "9. Whether scores can be put in each other’s place",
        body: tables(11) + figure(8)
      ),
      Section(id: "choices", title: "10. How much hangs on choices", body: tables(12)),
      Section(
        id: "annex",
        title: "11. Technical annex",
        body: "<p>Means and standard deviations of scores stand here alone.</p>\n"
          + content.tables(7, isAnnex: true).map { $0.markup(context.gate) }.joined()
      ),
      Section(id: "limits", title: "12. What cannot be compared, and why", body: tables(13)),
    ]
  }

  private func header(_ title: String) -> String {
    let policy = context.study.profile.policy
    let states = context.instruments.filter { context.crosswalk($0) != nil }
      .map { context.status($0) }
    let isProposed = states.contains("PROPOSED")
    var lines = [context.gate.notice]
    if isProposed {
      lines.append(
        "PROPOSED: the crosswalks behind this report are not signed off by both authorities."
      )
    }
    lines += context.later.sentences
    if let notice = context.study.reference.assumptionNotice { lines.append("\(notice).") }
    if context.sides.count == 2 { lines.append(context.toolSentence.capitalisedStart + ".") }
    return "<header>\n<h1>\(Markup.escaped(title))</h1>\n<p class=\"lead\">Episodes closed from "
      + "\(policy.from.inWords) to \(policy.to.inWords), as known \(moment). "
      + "Records: \(Markup.escaped(policy.dataLabel)).</p>\n<div class=\"banner\">\n"
      + lines.map { "<p>\(Markup.escaped($0).taggingStart)</p>\n" }.joined() + "</div>\n</header>\n"
  }

  /// A day, or the newest commit where no day was asked for.
  private var moment: String {
    let asOf = context.study.progress.asOf
    if asOf.day == nil, let seq = asOf.seq { return "at commit \(seq)" }
    return "on \(context.study.profile.policy.asOf.inWords)"
  }

  private var contents: String {
    "<nav aria-label=\"Contents\">\n<ol>\n"
      + sections.map { section in
        let words = section.title.drop { $0 != " " }.dropFirst()
        return "<li><a href=\"#\(section.id)\">\(Markup.escaped(String(words)))</a></li>\n"
      }.joined() + "</ol>\n</nav>\n"
  }

  private var questions: String {
    context.questionnaires.map { form in
      "<div class=\"ask\">\n<h3>To \(Markup.escaped(form.authority)), about "
        + "\(Markup.escaped(form.tool))</h3>\n<p>\(Markup.escaped(form.reason))</p>\n<ol>\n"
        + form.questions.map { "<li>\(Markup.escaped($0))</li>\n" }.joined() + "</ol>\n</div>\n"
    }.joined()
  }

  private func tables(_ number: Int) -> String {
    content.tables(number).enumerated().map { place, table in
      let heading =
        place == 0 && number != 13
        ? "<h3>T\(number). \(Self.names[number - 1])</h3>\n" : ""
      return heading + table.markup(context.gate)
    }.joined()
  }

  private static let names = [
    "The tools", "Coverage", "Agreement of the mappers", "Completeness", "First readings",
    "Reliability", "Change", "Change by starting band", "Between the authorities",
    "The effect of the tool", "Statistical links", "Sensitivity", "Limits",
  ]

  private func figure(_ number: Int) -> String {
    guard let plot = content.plot(number) else { return "" }
    let id = "p\(number)-caption"
    return
      "<figure>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"\(id)\">\n"
      + plot.inPage + "</div>\n<figcaption id=\"\(id)\">P\(number). \(Markup.escaped(plot.title)). "
      + "Figures: \(plot.name).csv</figcaption>\n</figure>\n"
  }

  private var footer: String {
    "<footer>\n<p>Every table and plot stands in a file of its own beside this page, with the labels "
      + "of each row. manifest.json names everything that the figures rest on, and the hash of each "
      + "file; the same records give the same files, byte by byte.</p>\n<p>"
      + Markup.escaped(context.gate.notice) + "</p>\n</footer>\n"
  }

  /// The findings in sentences, from the tables.
  private var summary: String {
    var facts: [String] = []
    if let table = content.tables.first(where: { $0.name == "T07-positive" }) {
      for row in table.rows where table.cell(row, "of_closed")?.drawn != nil {
        facts.append(
          "\(table.cell(row, "authority")?.words ?? ""), \(table.cell(row, "tool")?.words ?? ""): "
            + "positive progress for \(context.percent(table.cell(row, "of_paired"))) of families "
            + "with two readings, which is \(context.percent(table.cell(row, "of_closed"))) of all "
            + "closed."
        )
      }
    }
    for side in context.sides {
      let floor = context.floor(side.instrument, context.outcome)
      guard floor.drawn != nil else { continue }
      facts.append(
        "\(context.title(ofInstrument: side.instrument)): the rule calls "
          + "\(context.percent(floor)) of families improved when nothing has changed but the person "
          + "who scores (noise floor)."
      )
    }
    if let table = content.tables.first(where: { $0.name == "T09-authorities" }) {
      for row in table.rows {
        guard let cell = table.cell(row, "difference"), let value = cell.drawn else { continue }
        let name = table.cell(row, "comparison")?.words ?? ""
        let limits =
          cell.drawnLimits.map {
            " (from \(FixedDecimal.text($0.low * 100, 0)) to \(FixedDecimal.text($0.high * 100, 0)))"
          } ?? ""
        facts.append(
          "\(name): \(context.sides.map(\.authority).joined(separator: " less ")) is "
            + "\(FixedDecimal.text(value * 100, 0))\(limits) percentage points of families improved "
            + "in \(context.title(ofOutcome: context.outcome))."
        )
      }
    }
    facts.append(
      "What the tools cannot say is at least as important: the last section has "
        + "\(content.tables.last?.rows.count ?? 0) points."
    )
    return
      "<p class=\"lead\">Can the two authorities’ results be put beside each other? Only as far "
      + "as the tools ask about the same things, raters agree, and the effect of the tool itself is "
      + "known.</p>\n<ul class=\"facts\">\n"
      + facts.map {
        // A number and its sign stay in one line.
        let words = $0.replacing("-", with: "−", before: "0123456789").replacing(
          " %",
          with: "\u{A0}%"
        )
        return "<li>\(Markup.escaped(words))</li>\n"
      }
      .joined() + "</ul>\n"
  }
}

extension String {
  /// With the first letter in upper case.
  fileprivate var capitalisedStart: String { prefix(1).uppercased() + dropFirst() }

  /// The words before the first colon set apart.
  fileprivate var taggingStart: String {
    guard let colon = firstIndex(of: ":") else { return self }
    return "<span class=\"tag\">\(self[..<colon])</span>\(self[colon...])"
  }

  /// Replaces a sign where it stands before a digit and after a space or a bracket.
  fileprivate func replacing(
    _ sign: Character,
    with other: Character,
    before digits: String
  ) -> String {
    var result = ""
    let characters = Array(self)
    for (index, character) in characters.enumerated() {
      let follows = index + 1 < characters.count && digits.contains(characters[index + 1])
      let leads = index == 0 || " (".contains(characters[index - 1])
      result.append(character == sign && follows && leads ? other : character)
    }
    return result
  }
}

extension CalendarDay {
  /// `31 March 2024`, with spaces that do not break.
  fileprivate var inWords: String {
    let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December",
    ]
    guard months.indices.contains(month - 1) else { return description }
    return "\(day)\u{A0}\(months[month - 1])\u{A0}\(year)"
  }
}
