import WireFormat

/// What an import answered, as sentences and as a file.
struct ImportReport {
  private let answer: JSON

  init(_ answer: JSON) {
    self.answer = answer
  }

  /// What a person reads.
  var lines: [String] {
    var lines = (answer["files"]?.array ?? []).flatMap(lines(of:))
    let isDryRun = answer["dryRun"]?.bool ?? false
    lines.append("")
    lines.append(
      (isDryRun ? "Would store: " : "Stored: ") + (list(answer["stored"]) ?? "nothing new") + "."
    )
    if let unchanged = list(answer["unchanged"]) { lines.append("There already: \(unchanged).") }
    let held = answer["held"]?.int ?? 0
    let before = answer["heldBefore"]?.int ?? 0
    if held + before > 0 {
      lines.append(
        "For a person: \(held) new in the review queue, \(before) put there by an earlier import."
      )
    }
    let changed = answer["changedSinceImport"]?.int ?? 0
    if changed > 0 {
      lines.append("\(changed) records differ from what an earlier import stored; they are held.")
    }
    let refused = answer["refusedBefore"]?.int ?? 0
    if refused > 0 {
      lines.append("\(refused) readings stay out: a person refused them as they are.")
    }
    let erased = answer["erased"]?.int ?? 0
    if erased > 0 {
      lines.append("\(erased) records stay out: their families were erased by law.")
    }
    if isDryRun { lines.append("Nothing was stored: this was a dry run.") }
    return lines
  }

  private func lines(of file: JSON) -> [String] {
    let counts = file["counts"]
    func count(_ name: String) -> Int64 { counts?[name]?.int ?? 0 }
    var lines = [
      "\(file["source"]?.string ?? ""): \(count("rows")) rows: "
        + "\(count("accepted")) accepted, \(count("accepted_normalised")) after normalising, "
        + "\(count("duplicate_ignored")) duplicates, \(count("refused")) refused, "
        + "\(count("held")) held"
    ]
    for (reason, number) in (counts?["byReason"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
      lines.append("  \(reason): \(number.int ?? 0)")
    }
    return lines
  }

  private func list(_ counts: JSON?) -> String? {
    let parts = (counts?.object ?? [:]).sorted { $0.key < $1.key }.compactMap { name, number in
      number.int.map { "\($0) \(name)" }
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// The rows that were not simply accepted, as CSV: file, row, record id, disposition, reason.
  var rows: [UInt8] {
    var text = "file,row,record_id,disposition,reason\n"
    for note in answer["notes"]?.array ?? [] {
      let cells = (note.array ?? []).map { $0.string ?? "\($0.int ?? 0)" }
      text += cells.map(Self.quoted).joined(separator: ",") + "\n"
    }
    return Array(text.utf8)
  }

  /// A cell that no spreadsheet takes for a formula.
  private static func quoted(_ cell: String) -> String {
    let safe = cell.first.map { "=+-@\t\r".contains($0) } == true ? "'" + cell : cell
    guard safe.contains(where: { ",\"\n\r".contains($0) }) else { return safe }
    return "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }
}
