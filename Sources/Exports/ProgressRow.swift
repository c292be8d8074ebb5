import Instruments
import Reconciliation

/// One line of `progress.csv`: one outcome of one subject, with all that it rests on.
///
/// A subject without outcomes has one line with the outcome left out, and so has an instrument
/// without readings, so that no episode of the cohort is missing.
struct ProgressRow {
  let episode: EpisodeCase
  let instrument: InstrumentProgress
  let subject: SubjectProgress?
  let outcome: OutcomeProgress?
  let outcomeTitle: String?
  /// The primary areas of the outcome, in the instrument's own order.
  let sources: [AreaProgress]
  /// The crosswalk behind the outcome.
  let crosswalk: Crosswalk?
  let definition: String?

  /// The pairing of the subject.
  var pairing: Pairing? { subject?.pairing }

  /// The outcome, unless the instrument has no source for it: then no number means anything.
  var measured: OutcomeProgress? { outcome?.status == .notMeasured ? nil : outcome }

  /// Every line of the cohort, in its order.
  static func all(of progress: Progress, _ reference: ReconciledReference) -> [ProgressRow] {
    progress.episodes.flatMap { episode in
      episode.instruments.flatMap { instrument -> [ProgressRow] in
        let subjects: [SubjectProgress?] =
          instrument.subjects.isEmpty ? [nil] : instrument.subjects
        return subjects.flatMap { subject -> [ProgressRow] in
          let outcomes: [OutcomeProgress?] = subject.map(\.outcomes) ?? []
          return (outcomes.isEmpty ? [nil] : outcomes).map { outcome in
            ProgressRow(
              episode: episode.episode,
              instrument: instrument,
              subject: subject,
              outcome: outcome,
              reference
            )
          }
        }
      }
    }
  }

  private init(
    episode: EpisodeCase,
    instrument: InstrumentProgress,
    subject: SubjectProgress?,
    outcome: OutcomeProgress?,
    _ reference: ReconciledReference
  ) {
    self.episode = episode
    self.instrument = instrument
    self.subject = subject
    self.outcome = outcome
    outcomeTitle = outcome.flatMap { reference.title(ofOutcome: $0.outcome) }
    crosswalk = outcome == nil ? nil : subject?.crosswalk.flatMap(reference.crosswalk)
    sources = Self.sources(of: outcome, subject?.areas ?? [], crosswalk)
    definition = reference.notice(of: subject?.pairing, instrument: instrument.instrument)
  }

  private static func sources(
    of outcome: OutcomeProgress?,
    _ areas: [AreaProgress],
    _ crosswalk: Crosswalk?
  ) -> [AreaProgress] {
    guard let outcome, let crosswalk else { return [] }
    let primary = crosswalk.primaryAreas(of: outcome.outcome)
    let known = Set(areas.map(\.area))
    let lacking = primary.filter { !known.contains($0) }
    return areas.filter { primary.contains($0.area) }
      + lacking.map { AreaProgress(area: $0, first: nil, last: nil, result: .noDirection) }
  }
}
