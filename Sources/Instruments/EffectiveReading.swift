package import Casework

/// A reading as reports see it, after its amendments.
package struct EffectiveReading: Hashable, Sendable {
  /// The reading with every effective correction applied.
  package let reading: Reading
  /// Whether an effective withdrawal takes it out of every report.
  ///
  /// There is no way back: a withdrawn reading is entered again.
  package let isWithdrawn: Bool
  /// Whether any correction is effective, also one that restores the first value.
  package let isCorrected: Bool
}

/// The reading as its amendments leave it: a pure function of the set of effective ones.
///
/// For each field, and for each area's score, the newest effective correction that names it wins, by the
/// sequence number of its approval and then by its id. The order in which the amendments are handed in means nothing,
/// nor does handing one in twice.
///
/// - Parameters:
///   - original: The reading as it was saved.
///   - amendments: Every amendment of that reading, whatever its state.
/// - Returns: The reading with its corrections, and whether it was withdrawn.
package func effectiveReading(
  _ original: Reading,
  amendments: some Sequence<ReadingAmendment>
) -> EffectiveReading {
  var corrections: [(seq: Int64, id: RecordID, changes: ReadingChanges)] = []
  var isWithdrawn = false
  for amendment in amendments {
    guard case .effective(let seq) = amendment.state else { continue }
    switch amendment.kind {
    case .correct(let changes): corrections.append((seq, amendment.id, changes))
    case .withdraw: isWithdrawn = true
    }
  }
  corrections.sort { ($0.seq, $0.id) < ($1.seq, $1.id) }
  var reading = original
  for correction in corrections {
    reading.apply(correction.changes)
  }
  return EffectiveReading(
    reading: reading,
    isWithdrawn: isWithdrawn,
    isCorrected: !corrections.isEmpty
  )
}

extension Reading {
  fileprivate mutating func apply(_ changes: ReadingChanges) {
    date = changes.date ?? date
    respondent = changes.respondent ?? respondent
    timing = changes.timing ?? timing
    let corrected = Dictionary((changes.scores ?? []).map { ($0.area, $0) }) { first, _ in first }
    scores = scores.map { corrected[$0.area] ?? $0 }
  }
}
