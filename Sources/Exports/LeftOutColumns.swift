import Reconciliation

/// The columns of `left-out.csv`: every episode that is in no figure, or in none of one instrument.
enum LeftOutColumns {
  static func all(_ reference: ReconciledReference) -> [TableColumn<LeftOutEpisode>] {
    EpisodeColumns.all(\.episode) + [
      TableColumn(
        "instrument",
        .code,
        "Instrument without a pair; empty for an episode that is not in the cohort"
      ) { $0.instrument },
      TableColumn("definition", .text, "Warning about the definition of the instrument") {
        $0.instrument.flatMap { reference.notice(ofInstrument: $0) }
      },
      TableColumn("reason", .code, "Why it is left out") { $0.reason.rawValue },
      TableColumn("explanation", .text, "The same as a sentence") { $0.reason.sentence },
    ]
  }
}

extension LeftOutReason {
  /// Why, for a reader who knows no codes.
  fileprivate var sentence: String {
    switch self {
    case .openedAfterAsOf: "It was opened after the day of these figures."
    case .stillOpen: "It is still open."
    case .closedAfterAsOf: "It was closed after the day of these figures, so it was open then."
    case .closedBeforePeriod: "It was closed before the period."
    case .closedAfterPeriod: "It was closed after the period."
    case .noReadings: "It has no reading with the authority's main instrument."
    case .crossVersion: "Its first and last reading are of editions that nobody calls comparable."
    case .noFollowUp: "It has a first reading and none that is late enough to be the last."
    case .noBaseline: "No reading lies in the days around the opening that a first one must lie in."
    case .onlyFamilyView: "Only the person's own view was taken, which reports do not count."
    }
  }
}
