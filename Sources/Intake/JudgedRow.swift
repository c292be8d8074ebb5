/// A row on its way through the checks: the first failure decides.
struct JudgedRow {
  /// The file it stands in, by its place among the files of the source.
  let table: Int
  let row: CSVRow
  var recordID = ""
  private(set) var disposition = Disposition.accepted
  private(set) var reason: DispositionReason?
  /// What was normalised on the way.
  var notes: Set<DispositionReason> = []

  init(table: Int, row: CSVRow) {
    self.table = table
    self.row = row
  }

  /// Whether nothing has decided about it yet.
  var isOpen: Bool { reason == nil && disposition == .accepted }

  /// Decides, unless something has decided before.
  mutating func settle(_ disposition: Disposition, _ reason: DispositionReason) {
    guard isOpen else { return }
    self.disposition = disposition
    self.reason = reason
  }

  mutating func refuse(_ reason: DispositionReason) { settle(.refused, reason) }
  mutating func hold(_ reason: DispositionReason) { settle(.held, reason) }

  /// What stands in the report, with what is worth a note about an accepted row.
  func disposition(headerEnding: CSVRow.Ending) -> RowDisposition {
    guard isOpen else {
      return RowDisposition(
        row: row.number,
        recordID: recordID,
        disposition: disposition,
        reason: reason
      )
    }
    let normalised: [DispositionReason] = [
      .trimmed, .caseFolded, .numberFormat, .unknownLeadWorker, .engagementInferred,
    ]
    if let first = normalised.first(where: notes.contains) {
      return RowDisposition(
        row: row.number,
        recordID: recordID,
        disposition: .acceptedNormalised,
        reason: first
      )
    }
    return RowDisposition(
      row: row.number,
      recordID: recordID,
      disposition: .accepted,
      reason: row.remark(headerEnding: headerEnding)
    )
  }
}

extension CSVRow {
  /// The first failure of structure.
  func structureFault(columnCount: Int) -> DispositionReason? {
    var isASCII = true
    for byte in raw {
      if byte == 0 { return .nulByte }
      if byte > 0x7F { isASCII = false }
    }
    if !isASCII, String(validating: raw, as: UTF8.self) == nil { return .invalidEncoding }
    return cells.count == columnCount ? nil : .columnCount
  }

  /// What is worth a note although nothing had to be changed.
  fileprivate func remark(headerEnding: Ending) -> DispositionReason? {
    var hasNewline = false
    var hasQuoted = false
    var isASCII = true
    for cell in cells {
      if let first = cell.first,
        [UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "@")].contains(first)
      {
        return .formulaText
      }
      for byte in cell {
        switch byte {
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): hasNewline = true
        case UInt8(ascii: ","), UInt8(ascii: "\""): hasQuoted = true
        case 0x80...: isASCII = false
        default: break
        }
      }
    }
    if hasNewline { return .embeddedNewline }
    if hasQuoted { return .quotedText }
    if !isASCII { return .nonASCII }
    return ending != .none && ending != headerEnding ? .lineEnding : nil
  }
}

extension [JudgedRow] {
  /// Settles rows that have one key: the same again is ignored; rows that differ are all held, so that
  /// their order does not matter.
  ///
  /// - Parameters:
  ///   - keys: The key of each row, by its place; rows without one take no part.
  ///   - tables: The files, for the order of their columns.
  mutating func settleDuplicates(_ keys: [Int: String], in tables: [IntakeTable]) {
    var groups: [String: [Int]] = [:]
    for (place, key) in keys { groups[key, default: []].append(place) }
    for places in groups.values where places.count > 1 {
      var distinct: [[String]: Int] = [:]
      for place in places.sorted() {
        let content = content(of: place, in: tables)
        if distinct[content] == nil {
          distinct[content] = place
        } else {
          self[place].settle(.duplicateIgnored, .exactDuplicate)
        }
      }
      guard distinct.count > 1 else { continue }
      for place in distinct.values { self[place].hold(.idConflict) }
    }
  }

  /// The cells of a row that mean something, trimmed and without case, in the order of their meaning.
  private func content(of place: Int, in tables: [IntakeTable]) -> [String] {
    let row = self[place]
    return tables[row.table].order.map { trimmed(row.row.cells[$0]).text.lowercased() }
  }
}
