import Casework
import Reconciliation

/// The columns of `progress.csv`.
enum ProgressColumns {
  private typealias Column = TableColumn<ProgressRow>

  static let all: [TableColumn<ProgressRow>] =
    EpisodeColumns.all(\.episode) + aboutTheInstrument + ReadingOfPairColumns.all + aboutTheAreas
    + aboutTheOutcome + aboutTheBands + aboutTheBasis

  private static let aboutTheInstrument: [Column] = [
    Column("instrument", .code, "Id of the instrument") { $0.instrument.instrument },
    Column("definition", .text, "Warning about the definition of the instrument") {
      $0.definition
    },
    Column("subject", .code, "Whom the readings are about; empty for the whole family") {
      $0.subject?.subject
    },
    Column("subject_title", .text, "The same in words, without a name") {
      $0.subject?.subjectTitle
    },
    Column("is_main_instrument", .flag, "The authority is judged by this instrument") {
      flag($0.instrument.isMain)
    },
    Column("pairing", .code, "Whether there is a pair of readings, or why not") {
      ($0.pairing?.status ?? $0.instrument.status).rawValue
    },
    Column("cross_edition", .flag, "The pair is of two editions that are called comparable") {
      flag($0.pairing?.isCrossEdition ?? false)
    },
  ]

  private static let aboutTheAreas: [Column] = [
    Column("gap_days", .integer, "Days from the first to the last reading") {
      $0.pairing?.gapDays.map(String.init)
    },
    Column("scores", .text, "First and last native code of the outcome's primary areas") {
      $0.sources.listed { "\($0.first ?? "")>\($0.last ?? "")" }
    },
    Column("stages", .text, "First and last stage of these areas, 1 the worst; empty if unscored") {
      $0.sources.listed {
        "\($0.firstStage.map(String.init) ?? "")>\($0.lastStage.map(String.init) ?? "")"
      }
    },
    Column("directions", .text, "Which way these areas went on the tool's own scale") {
      $0.sources.listed(\.result.code)
    },
  ]

  private static let aboutTheOutcome: [Column] = [
    Column("outcome", .code, "Id of the outcome; empty without a pair or without a crosswalk") {
      $0.outcome?.outcome
    },
    Column("outcome_title", .text, "Name of the outcome") { $0.outcomeTitle },
    Column("layer", .code, "Layer of the framework that the outcome is in") { $0.outcome?.layer },
    Column(
      "outcome_status",
      .code,
      "Whether the outcome could be measured; not_measured says nothing about the family"
    ) { $0.outcome?.status.rawValue },
    Column(
      "paired_weight",
      .integer,
      "Weight of the primary areas with a direction, in hundredths; empty if not measured"
    ) { $0.measured.map { String($0.pairedWeight) } },
    Column(
      "applicable_weight",
      .integer,
      "Weight of the primary areas that apply, in hundredths; empty if not measured"
    ) { $0.measured.map { String($0.applicableWeight) } },
    Column("coverage_percent", .integer, "The former of the latter in per cent, rounded down") {
      $0.measured?.coveragePercent.map(String.init)
    },
    Column("direction", .code, "Which way the outcome went; empty unless the status is ok") {
      $0.outcome?.direction?.rawValue
    },
    Column("direction_strict", .code, "The same with mixed counted as declined") {
      $0.outcome?.strictDirection?.rawValue
    },
  ]

  private static let aboutTheBands: [Column] =
    BandColumns.all("band_first", "Common band at the first reading") { $0.outcome?.bandFirst }
    + BandColumns.all("band_last", "Common band at the last reading") { $0.outcome?.bandLast }
    + BandColumns.all("lowest_band_first", "Lowest band of any area at the first reading") {
      $0.outcome?.lowestFirst
    }
    + BandColumns.all("lowest_band_last", "Lowest band of any area at the last reading") {
      $0.outcome?.lowestLast
    }

  private static let aboutTheBasis: [Column] = [
    Column("crosswalk", .code, "Crosswalk behind the outcome, id@version") { $0.crosswalk?.name },
    Column("crosswalk_state", .code, "PROPOSED until both authorities have signed it off") {
      $0.crosswalk?.label
    },
    Column("crosswalk_via_edition", .flag, "It was made for another edition of the instrument") {
      row in row.crosswalk.map { _ in flag(row.subject?.isCrosswalkOfOtherEdition ?? false) }
    },
    Column("framework", .code, "Framework of the outcome, id@version") {
      $0.crosswalk?.target.description
    },
    Column("level", .code, "A: bands are a status, B: directions are native; never a link") {
      $0.outcome.map { _ in "A/B" }
    },
  ]
}

/// A truth value as every table spells it.
func flag(_ value: Bool) -> String { value ? "true" : "false" }

extension OutcomeProgress {
  /// Rounded down, so that a coverage below the policy's never looks like it.
  fileprivate var coveragePercent: Int? {
    guard applicableWeight > 0 else { return nil }
    let (hundredfold, overflow) = pairedWeight.multipliedReportingOverflow(by: 100)
    return overflow ? nil : hundredfold / applicableWeight
  }
}
