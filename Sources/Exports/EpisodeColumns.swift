import Casework
import Instruments
import Reconciliation

/// The columns with which every table about single episodes begins.
enum EpisodeColumns {
  static func all<Row>(
    _ episode: @escaping @Sendable (Row) -> EpisodeCase
  ) -> [TableColumn<Row>] {
    [
      TableColumn("family", .text, "Short code of the family") { episode($0).family },
      TableColumn("authority", .text, "Authority that holds the family") { episode($0).authority },
      TableColumn("unit", .text, "Unit that holds the family") { episode($0).unit },
      TableColumn("district", .text, "District of the episode, where it is recorded") {
        episode($0).district
      },
      TableColumn("episode", .code, "Id of the episode of support") { episode($0).id },
      TableColumn("opened", .date, "Day the episode was opened") {
        episode($0).opened.description
      },
      TableColumn("closed", .date, "Day it was closed; empty while it is open") {
        episode($0).closed?.description
      },
      TableColumn("tier", .code, "Level of support of the episode") { episode($0).tier },
    ]
  }
}

/// The columns about the first and the last reading of a pair.
enum ReadingOfPairColumns {
  static let all: [TableColumn<ProgressRow>] =
    columns("first") { $0.pairing?.first } + columns("last") { $0.pairing?.last }

  private static func columns(
    _ end: String,
    _ reading: @escaping @Sendable (ProgressRow) -> CaseReading?
  ) -> [TableColumn<ProgressRow>] {
    [
      TableColumn("\(end)_reading", .code, "Id of the \(end) reading") { reading($0)?.id },
      TableColumn("\(end)_date", .date, "Day the \(end) reading is for") {
        reading($0)?.date.description
      },
      TableColumn("\(end)_edition", .text, "Edition the \(end) reading was made with") {
        reading($0)?.key.edition
      },
      TableColumn("\(end)_respondent", .code, "Who marked the \(end) reading") {
        reading($0)?.respondent.rawValue
      },
      TableColumn("\(end)_imported", .flag, "The \(end) reading was imported") {
        reading($0).map { flag($0.isImported) }
      },
    ]
  }
}

/// The two columns of a band, which one point may leave open.
enum BandColumns {
  static func all<Row>(
    _ name: String,
    _ meaning: String,
    _ band: @escaping @Sendable (Row) -> BandInterval?
  ) -> [TableColumn<Row>] {
    [
      TableColumn("\(name)_low", .integer, "\(meaning), lower end") {
        band($0).map { String($0.lo) }
      },
      TableColumn("\(name)_high", .integer, "\(meaning), upper end") {
        band($0).map { String($0.hi) }
      },
    ]
  }
}
