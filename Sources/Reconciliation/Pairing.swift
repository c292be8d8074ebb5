/// Whether an episode has a first and a last reading to compare, in the order of the best first.
package enum PairingStatus: String, CaseIterable, Sendable {
  /// There is a first and a last reading.
  case paired
  /// The first and the last reading are of editions that nobody calls comparable.
  case crossVersion = "cross_version"
  /// There is a first reading and no last one.
  case noFollowUp = "no_follow_up"
  /// No reading lies in the window of the first one.
  case noBaseline = "no_baseline"
  /// Only the person's own view was taken.
  case onlyFamilyView = "only_family_view"
}

/// The first and the last reading of one subject with one instrument in one episode.
package struct Pairing: Hashable, Sendable {
  /// Whether they may be compared, or why not.
  package let status: PairingStatus
  /// The first reading, as far as there is one.
  package let first: CaseReading?
  /// The last reading, as far as there is one.
  package let last: CaseReading?
  /// Whether they are a pair of two editions, by leave of the later one.
  package let isCrossEdition: Bool
  /// Days from the first to the last reading; `nil` without a pair.
  package let gapDays: Int?

  init(
    _ status: PairingStatus,
    first: CaseReading? = nil,
    last: CaseReading? = nil,
    isCrossEdition: Bool = false,
    gapDays: Int? = nil
  ) {
    self.status = status
    self.first = first
    self.last = last
    self.isCrossEdition = isCrossEdition
    self.gapDays = gapDays
  }
}
