package import Casework

/// The moment for which figures are computed: what was recorded by then, and nothing later.
package struct AsOf: Hashable, Sendable {
  /// The sequence number, when the moment is one; whoever reads the store has kept to it already.
  package let seq: Int64?
  /// The last millisecond since 1970 that still belongs to it; `nil` for the head of the store.
  package let milliseconds: Int64?
  /// The last day that still belongs to it; `nil` for the head of the store.
  package let day: CalendarDay?

  /// Everything there is.
  package static let head = AsOf(seq: nil, milliseconds: nil, day: nil)

  /// Makes a moment from all its parts; a missing day is the day of the milliseconds, in UTC.
  package init(seq: Int64?, milliseconds: Int64?, day: CalendarDay?) {
    self.seq = seq
    self.milliseconds = milliseconds
    self.day = day ?? milliseconds.map { CalendarDay(milliseconds: $0) }
  }

  /// The end of a day, in UTC.
  package init(endOf day: CalendarDay) {
    let next = (Int64(day.daysSince1970) + 1) * 86_400_000
    self.init(seq: nil, milliseconds: next - 1, day: day)
  }

  /// Whether what was recorded at `recorded` is known by then.
  package func knows(_ recorded: Int64) -> Bool {
    milliseconds.map { recorded <= $0 } ?? true
  }
}

extension [CaseReading] {
  /// The readings that stand at a moment: recorded by then, and replaced by none recorded by then.
  ///
  /// - Parameter asOf: The moment.
  /// - Returns: The readings in the same order.
  package func standing(asOf: AsOf) -> [CaseReading] {
    let known = filter { asOf.knows($0.recorded) }
    let replaced = known.replacedIDs
    return known.filter { !replaced.contains($0.id) }
  }

  /// The ids that readings of this list replace; a reading does not replace itself.
  var replacedIDs: Set<String> {
    Set(compactMap { $0.replaces == $0.id ? nil : $0.replaces })
  }
}
