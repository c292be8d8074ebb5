import Audit
import Exports
import Testing

extension JoinedAttack {
  /// Reads everything that a release prints, beside the true counts.
  init(_ released: ExportFolder, _ exact: ExportFolder, outcome: String) throws {
    let files = AuditFiles(released: released, exact: exact)
    try readCompleteness(files)
    try readChange(files)
    try readBands(files, outcome)
    try readBaselines(files)
    try readPlots(files)
    closeTables()
    narrow()
  }

  /// A file of both audits, row by row.
  private struct AuditFiles {
    let released: ExportFolder
    let exact: ExportFolder

    func rows(_ name: String) throws -> [AuditRecord] {
      let shown = Records(try #require(released.file("\(name).csv")))
      let exactRows = Records(try #require(exact.file("\(name).csv")))
      return zip(shown.rows, exactRows.rows).map { one, other in
        AuditRecord(
          shown: Dictionary(zip(shown.heading, one)) { first, _ in first },
          exact: Dictionary(zip(exactRows.heading, other)) { first, _ in first }
        )
      }
    }
  }

  private struct AuditRecord {
    let shown: [String: String]
    let exact: [String: String]

    subscript(column: String) -> String { shown[column] ?? "" }

    var families: String { "\(self["authority"]) \(self["tool"])" }
  }

  /// Notes a count that stands alone, or a cell of a table.
  private mutating func learn(
    _ name: String,
    _ row: AuditRecord,
    _ column: String,
    in table: String? = nil
  ) {
    guard let truth = row.exact[column].flatMap({ Int($0) }) else { return }
    if let table {
      learn(name, in: table, shown: row[column], truth: truth)
    } else {
      learn(name, shown: row[column], truth: truth)
    }
  }

  private static let statuses = [
    "paired", "cross_version", "no_follow_up", "no_baseline", "only_family_view",
  ]
  private static let directions = [
    "improved", "maintained", "maintained_at_top", "declined", "mixed",
  ]

  /// T4: districts and teams break down the same episodes.
  private mutating func readCompleteness(_ files: AuditFiles) throws {
    var splits: [String: [String]] = [:]
    for row in try files.rows("T04-completeness") {
      let isAll = row["split"] == "all"
      let name = isAll ? row.families : "\(row.families) \(row["split"]) \(row["group"])"
      learn(name, row, "episodes")
      for status in Self.statuses {
        learn("\(name) \(status)", row, status, in: isAll ? nil : "\(row.families) \(row["split"])")
      }
      add(name, Self.statuses.map { "\(name) \($0)" })
      if !isAll { splits["\(row.families)\n\(row["split"])", default: []].append(name) }
    }
    for (split, parts) in splits {
      let families = split.split(separator: "\n").first.map(String.init) ?? ""
      add(families, parts)
      for status in Self.statuses {
        add("\(families) \(status)", parts.map { "\($0) \(status)" })
      }
    }
  }

  /// T7: every outcome breaks down the same pairs.
  private mutating func readChange(_ files: AuditFiles) throws {
    for row in try files.rows("T07-change") {
      let name = "\(row.families) \(row["outcome"])"
      learn(name, row, "n")
      learn("\(name) not_measurable", row, "not_measurable")
      for column in Self.directions { learn("\(name) \(column)", row, column, in: name) }
      add(name, Self.directions.map { "\(name) \($0)" })
      add("\(row.families) paired", [name, "\(name) not_measurable"])
      add("\(name) kept", ["\(name) maintained", "\(name) maintained_at_top"])
    }
    for row in try files.rows("T07-positive") {
      let name = "\(row.families) progress"
      learn(row.families, row, "closed")
      learn("\(row.families) paired", row, "paired")
      for column in ["positive", "negative"] { learn("\(name) \(column)", row, column) }
      add("\(row.families) paired", ["\(name) positive", "\(name) negative", "\(name) other"])
    }
    for row in try files.rows("T07-areas") {
      let name = "\(row.families) pairs \(row["area"])"
      learn(name, row, "n")
      let columns = Self.directions.dropLast()
      for column in columns { learn("\(name) \(column)", row, column, in: name) }
      add(name, columns.map { "\(name) \($0)" })
    }
    for row in try files.rows("T07-annex") {
      learn("\(row.families) pairs \(row["area"])", row, "n")
    }
  }

  /// T8 breaks down the compared outcome of T7.
  private mutating func readBands(_ files: AuditFiles, _ outcome: String) throws {
    let compared = try files.rows("T07-change").filter { $0["outcome"].hasPrefix(outcome) }
    var blocks: [String: [String]] = [:]
    for row in try files.rows("T08-baseline-band") {
      let whole = compared.first { $0.families == row.families }?["outcome"] ?? ""
      let name = "\(row.families) \(whole)"
      let band = "\(name) from \(row["baseline_band"])"
      learn(band, row, "n")
      let columns = ["improved", "maintained", "declined", "mixed"]
      for column in columns { learn("\(band) \(column)", row, column, in: "\(name) bands") }
      add(band, columns.map { "\(band) \($0)" })
      blocks[name, default: []].append(band)
    }
    for (name, bands) in blocks {
      add(name, bands)
      for (column, whole) in [
        ("improved", "improved"), ("maintained", "kept"), ("declined", "declined"),
        ("mixed", "mixed"),
      ] {
        add("\(name) \(whole)", bands.map { "\($0) \(column)" })
      }
    }
  }

  /// T5 and its file of points.
  private mutating func readBaselines(_ files: AuditFiles) throws {
    var points: [String: [String]] = [:]
    for row in try files.rows("T05-points") {
      let name = "\(row["authority"]) \(row["tool"]) first \(row["area"])"
      learn(name, row, "n")
      learn("\(name) at \(row["point"])", row, "count", in: name)
      points[name, default: []].append("\(name) at \(row["point"])")
    }
    for (name, parts) in points { add(name, parts) }
    for row in try files.rows("T05-baseline") {
      let name = "\(row.families) scored \(row["area"])"
      learn(name, row, "n")
      learn("\(name) not", row, "unscored")
      add("\(row.families) first readings", [name, "\(name) not"])
    }
  }

  /// P2 is the margin of P4; P10 begins and ends with counts of the tables.
  private mutating func readPlots(_ files: AuditFiles) throws {
    var bands: [String: [String]] = [:]
    for row in try files.rows("P02-bands") {
      let end = "\(row["authority"]) \(row["reading"])"
      learn("\(end) in \(row["band"])", row, "count", in: end)
      learn("\(row["authority"]) subjects", row, "n")
      bands[end, default: []].append("\(end) in \(row["band"])")
    }
    for (end, parts) in bands {
      add("\(end.split(separator: " ").dropLast().joined(separator: " ")) subjects", parts)
    }
    var margins: [String: [String]] = [:]
    for row in try files.rows("P04-first-last") {
      let name = "\(row["authority"]) from \(row["first_band"]) to \(row["last_band"])"
      learn(name, row, "count", in: "\(row["authority"]) pairs")
      margins["\(row["authority"]) first in \(row["first_band"])", default: []].append(name)
      margins["\(row["authority"]) last in \(row["last_band"])", default: []].append(name)
    }
    for (whole, parts) in margins { add(whole, parts) }
    var table: [[String]] = []
    for row in try files.rows("T10-tool-effect") {
      let names = ["improved", "maintained", "declined", "mixed", "n"].map {
        "both tools \(row["first_tool"]) \($0)"
      }
      for (name, column) in zip(names, ["improved", "maintained", "declined", "mixed", "n"]) {
        learn(name, row, column)
      }
      add(names[4], Array(names.prefix(4)))
      table.append(names)
    }
    guard let all = table.last else { return }
    for column in all.indices { add(all[column], table.dropLast().map { $0[column] }) }
  }
}
