package import Casework
package import Instruments

/// Chooses the first and the last reading; the order of the readings handed in means nothing.
///
/// The last reading is chosen first and then tested: an earlier one of the same edition is never
/// put in its place.
///
/// - Parameters:
///   - readings: The readings of one subject with one instrument that stand, of every respondent
///     and timing.
///   - opened: The day on which the episode was opened.
///   - closed: The day on which it was closed; `nil` while it is open.
///   - policy: The windows.
///   - isCompatible: Whether a reading of the first edition may be followed by one of the second.
/// - Returns: The pairing, with its status.
package func pair(
  _ readings: [CaseReading],
  opened: CalendarDay,
  closed: CalendarDay?,
  policy: ProgressPolicy,
  isCompatible: (_ first: InstrumentKey, _ last: InstrumentKey) -> Bool
) -> Pairing {
  let timely = readings.filter { $0.timing == .standard || policy.retrospective == .include }
  let counted = timely.filter(\.respondent.countsInReports)
  guard !counted.isEmpty else { return Pairing(timely.isEmpty ? .noBaseline : .onlyFamilyView) }
  let start = opened.daysSince1970
  let window = (start - policy.baselineBeforeDays)...(start + policy.baselineWindowDays)
  guard let first = counted.filter({ window.contains($0.day) }).min(by: { $0.isEarlier(than: $1) })
  else { return Pairing(.noBaseline) }
  let end = closed.map { $0.daysSince1970 + policy.afterEndDays } ?? .max
  let following = counted.filter { $0.day >= first.day + policy.minGapDays && $0.day <= end }
  guard let last = following.max(by: { $0.isBeforeLast($1) }) else {
    return Pairing(.noFollowUp, first: first)
  }
  guard first.key == last.key || isCompatible(first.key, last.key) else {
    return Pairing(.crossVersion, first: first, last: last)
  }
  return Pairing(
    .paired,
    first: first,
    last: last,
    isCrossEdition: first.key != last.key,
    gapDays: last.day - first.day
  )
}

extension CaseReading {
  fileprivate var day: Int { date.daysSince1970 }

  /// The earlier day goes first, and of one day the reading that is preferred.
  func isEarlier(than other: CaseReading) -> Bool {
    date == other.date ? other.isLessPreferred(than: self) : date < other.date
  }

  /// The later day goes last, and of one day the reading that is preferred.
  func isBeforeLast(_ other: CaseReading) -> Bool {
    date == other.date ? isLessPreferred(than: other) : date < other.date
  }

  /// Of one day: agreed before worker, then the later made, then the larger id as text.
  private func isLessPreferred(than other: CaseReading) -> Bool {
    if respondent != other.respondent { return respondent.preference < other.respondent.preference }
    if made != other.made { return made < other.made }
    return id.utf8.lexicographicallyPrecedes(other.id.utf8)
  }
}
