import Casework

/// One subject of one instrument in one episode.
///
/// It never changes and is handed on very often, so it is an object: a copy is one reference, not every part.
package final class SubjectProgress: Sendable {
  /// Whom it is about: a member's id, or empty for the whole family.
  package let subject: String
  /// What an export prints for the subject.
  package let subjectTitle: String
  /// The first and the last reading.
  package let pairing: Pairing
  /// The areas; empty unless paired, or when a pack is missing.
  package let areas: [AreaProgress]
  /// The outcomes of every mappable layer in the framework's order; empty unless paired, or
  /// without a crosswalk.
  package let outcomes: [OutcomeProgress]
  /// The band of each measurable outcome at the first reading, paired or not.
  ///
  /// It is taken over the areas scored at that reading, to compare those who stayed with those
  /// who did not.
  package let baselineBands: [String: BandInterval]
  /// The place of each area's unit at the first reading, paired or not, from 1 at the worst.
  package let baselineStages: [String: Int]
  /// The crosswalk that the outcomes rest on, `id@version`.
  package let crosswalk: String?
  /// Whether the crosswalk was made for an earlier edition of the instrument.
  package let isCrosswalkOfOtherEdition: Bool

  init(
    subject: String,
    subjectTitle: String,
    pairing: Pairing,
    areas: [AreaProgress],
    outcomes: [OutcomeProgress],
    baselineBands: [String: BandInterval],
    baselineStages: [String: Int],
    crosswalk: String?,
    isCrosswalkOfOtherEdition: Bool
  ) {
    self.subject = subject
    self.subjectTitle = subjectTitle
    self.pairing = pairing
    self.areas = areas
    self.outcomes = outcomes
    self.baselineBands = baselineBands
    self.baselineStages = baselineStages
    self.crosswalk = crosswalk
    self.isCrosswalkOfOtherEdition = isCrosswalkOfOtherEdition
  }
}

extension SubjectProgress: Hashable {
  /// Whether all parts are the same.
  package static func == (left: SubjectProgress, right: SubjectProgress) -> Bool {
    left === right
      || left.subject == right.subject && left.subjectTitle == right.subjectTitle
        && left.pairing == right.pairing
        && left.areas == right.areas && left.outcomes == right.outcomes
        && left.baselineBands == right.baselineBands
        && left.baselineStages == right.baselineStages && left.crosswalk == right.crosswalk
        && left.isCrosswalkOfOtherEdition == right.isCrosswalkOfOtherEdition
  }

  /// Equal ones have the same hash.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(subject)
    hasher.combine(pairing)
  }
}

/// One outcome of one episode, its subjects combined.
package struct EpisodeOutcome: Hashable, Sendable {
  /// The outcome's id.
  package let outcome: String
  /// The id of its layer.
  package let layer: String
  /// Whether it could be measured for at least one subject, or why not.
  package let status: OutcomeStatus
  /// The direction; `nil` unless the status is ok.
  package let direction: OutcomeDirection?

  /// Combines the subjects' progress in one outcome; `nil` when there is no subject.
  init?(_ subjects: [OutcomeProgress]) {
    guard let any = subjects.first else { return nil }
    outcome = any.outcome
    layer = any.layer
    direction = combine(subjects)
    let order: [OutcomeStatus] = [.ok, .insufficientCoverage, .notApplicable, .notMeasured]
    status = order.first { status in subjects.contains { $0.status == status } } ?? .notMeasured
  }
}

/// One instrument in one episode.
package struct InstrumentProgress: Hashable, Sendable {
  /// The instrument's id; its editions are one instrument.
  package let instrument: String
  /// Whether it is the one by which the authority is judged.
  package let isMain: Bool
  /// The best status of any subject.
  package let status: PairingStatus
  /// Whether the episode has no standing reading with it at all.
  package let hasNoReadings: Bool
  /// The subjects, sorted.
  package let subjects: [SubjectProgress]
  /// The outcomes of the subjects that are paired, combined, in the framework's order.
  package let outcomes: [EpisodeOutcome]

  /// The subjects with a pair.
  package var pairedSubjects: [SubjectProgress] {
    subjects.filter { $0.pairing.status == .paired }
  }
}

/// One episode of the cohort.
package struct EpisodeProgress: Hashable, Sendable {
  /// The episode as it was handed in.
  package let episode: EpisodeCase
  /// The main instrument, and every other one with a standing reading, sorted by id.
  package let instruments: [InstrumentProgress]
}

/// Why an episode is not in a figure.
package enum LeftOutReason: String, CaseIterable, Sendable {
  /// It was opened after the moment of the figures.
  case openedAfterAsOf = "opened_after_as_of"
  /// It is still open.
  case stillOpen = "still_open"
  /// It was closed after the moment of the figures, and so was open then.
  case closedAfterAsOf = "closed_after_as_of"
  /// It was closed before the period.
  case closedBeforePeriod = "closed_before_period"
  /// It was closed after the period.
  case closedAfterPeriod = "closed_after_period"
  /// It has no standing reading with the main instrument.
  case noReadings = "no_readings"
  /// Its first and last reading are of editions that nobody calls comparable.
  case crossVersion = "cross_version"
  /// It has a first reading and no last one.
  case noFollowUp = "no_follow_up"
  /// No reading lies in the window of the first one.
  case noBaseline = "no_baseline"
  /// Only the person's own view was taken.
  case onlyFamilyView = "only_family_view"
}

/// An episode that is not in the cohort, or that is in it without a pair.
package struct LeftOutEpisode: Hashable, Sendable {
  /// The episode as it was handed in.
  package let episode: EpisodeCase
  /// The instrument without a pair; `nil` for an episode that is not in the cohort.
  package let instrument: String?
  /// Why.
  package let reason: LeftOutReason
}
