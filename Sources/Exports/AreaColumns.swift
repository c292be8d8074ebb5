import Reconciliation

/// One line of `areas.csv`: one area of one subject with a pair.
struct AreaRow {
  let episode: EpisodeCase
  let instrument: String
  let subject: SubjectProgress
  let area: AreaProgress
  let definition: String?
  let crosswalk: Crosswalk?

  /// Every line of the cohort, in its order.
  static func all(of progress: Progress, _ reference: ReconciledReference) -> [AreaRow] {
    progress.episodes.flatMap { episode in
      episode.instruments.flatMap { instrument in
        instrument.subjects.flatMap { subject in
          subject.areas.map { area in
            AreaRow(
              episode: episode.episode,
              instrument: instrument.instrument,
              subject: subject,
              area: area,
              definition: reference.notice(
                of: subject.pairing,
                instrument: instrument.instrument
              ),
              crosswalk: subject.crosswalk.flatMap(reference.crosswalk)
            )
          }
        }
      }
    }
  }
}

/// The columns of `areas.csv`.
enum AreaColumns {
  private typealias Column = TableColumn<AreaRow>

  static let all: [TableColumn<AreaRow>] =
    EpisodeColumns.all(\.episode) + [
      Column("instrument", .code, "Id of the instrument") { $0.instrument },
      Column("definition", .text, "Warning about the definition of the instrument") {
        $0.definition
      },
      Column("subject", .code, "Whom the readings are about; empty for the whole family") {
        $0.subject.subject
      },
      Column("subject_title", .text, "The same in words, without a name") {
        $0.subject.subjectTitle
      },
      Column("area", .code, "Id of the area") { $0.area.area },
      Column("first_score", .score, "Native code at the first reading") { $0.area.first },
      Column("last_score", .score, "Native code at the last reading") { $0.area.last },
      Column("first_stage", .integer, "Its stage, 1 the worst; empty when it is no point") {
        $0.area.firstStage.map(String.init)
      },
      Column("last_stage", .integer, "The same at the last reading") {
        $0.area.lastStage.map(String.init)
      },
      Column("points_moved", .integer, "Native points moved, positive for better") {
        $0.area.result.pointsMoved.map(String.init)
      },
      Column("status", .code, "Whether the area has a direction, or why not") {
        $0.area.result.status
      },
      Column("direction", .code, "Which way it went by the instrument's change rule") {
        $0.area.result.direction?.rawValue
      },
    ] + BandColumns.all("band_first", "Common band at the first reading") { $0.area.bandFirst }
    + BandColumns.all("band_last", "Common band at the last reading") { $0.area.bandLast }
    + [
      Column("crosswalk", .code, "Crosswalk behind the bands, id@version") { $0.crosswalk?.name },
      Column("crosswalk_state", .code, "PROPOSED until both authorities have signed it off") {
        $0.crosswalk?.label
      },
    ]
}
