package import Reconciliation

/// A set that is made from the progress of episodes.
package protocol ReconciledExport: SendableMetatype {
  /// The name of the set.
  static var set: String { get }
  /// Whether it holds native scores alone, behind which there is no crosswalk.
  static var isNative: Bool { get }
  /// Its tables.
  static func tables(_ progress: Progress) -> [ExportTable]
}

extension ReconciledExport {
  /// Makes the files of the set; the same progress and context give the same bytes.
  ///
  /// - Parameters:
  ///   - progress: The figures.
  ///   - context: What else the manifest names.
  ///   - notices: What became of the reference data since; they stand in a file of their own,
  ///     ``LaterNotices/fileName``, and leave every other file as it was.
  /// - Returns: The files.
  package static func make(
    progress: Progress,
    context: ExportContext,
    notices: LaterNotices = LaterNotices([])
  ) -> ExportFolder {
    let folder = ReconciledSet(set, progress, context, isNative: isNative, tables(progress)).folder
    return ExportFolder(files: folder.files + notices.files)
  }

  /// The rows as lines of JSON, in the order of the CSV files, and after them the notices.
  package static func lines(
    progress: Progress,
    context: ExportContext,
    notices: LaterNotices = LaterNotices([])
  ) -> [UInt8] {
    ReconciledSet(set, progress, context, isNative: isNative, tables(progress)).lines
      + notices.lines
  }
}

/// The export set `progress`: first and last reading of each closed episode, on the tool's own scale and
/// in the outcomes of the common framework, with everything that was left out and why.
package enum ProgressExport: ReconciledExport {
  /// The name of the set.
  package static let set = "progress"
  package static let isNative = false

  package static func tables(_ progress: Progress) -> [ExportTable] {
    let reference = ReconciledReference(progress)
    return [
      ExportTable(
        "progress",
        columns: ProgressColumns.all,
        rows: ProgressRow.all(of: progress, reference)
      ),
      ExportTable("areas", columns: AreaColumns.all, rows: AreaRow.all(of: progress, reference)),
      ExportTable("left-out", columns: LeftOutColumns.all(reference), rows: progress.leftOut),
      .pairing(progress, reference),
      .areaDirections(progress, reference),
      .outcomes(progress, reference),
      .bands(progress, reference),
    ]
  }
}

/// The export set `snapshot`: where families stood at their first reading, per instrument and area.
package enum SnapshotExport: ReconciledExport {
  /// The name of the set.
  package static let set = "snapshot"
  package static let isNative = true

  package static func tables(_ progress: Progress) -> [ExportTable] {
    let reference = ReconciledReference(progress)
    let rows = progress.snapshot().flatMap { row in row.stages.map { (row: row, stage: $0) } }
    let columns: [TableColumn<(row: SnapshotRow, stage: StageCount)>] =
      NativeColumns.all(reference) { ($0.row.authority, $0.row.instrument, $0.row.area) } + [
        countColumn("stage", "Stage of the scale, 1 the worst") { $0.stage.stage },
        countColumn("n", "First readings with a score in the area") { $0.row.n },
        countColumn("unscored", "First readings without one") { $0.row.unscored },
        countColumn("count", "First readings at the stage") { $0.stage.proportion.x },
      ] + ShareColumns.all("stage", "first readings at the stage") { $0.stage.proportion }
    return [ExportTable("snapshot", columns: columns, rows: rows)]
  }
}

/// The export set `distance-travelled`: up, same and down per instrument and area.
package enum DistanceTravelledExport: ReconciledExport {
  /// The name of the set.
  package static let set = "distance-travelled"
  package static let isNative = true

  package static func tables(_ progress: Progress) -> [ExportTable] {
    let reference = ReconciledReference(progress)
    let columns: [TableColumn<DistanceRow>] =
      NativeColumns.all(reference) { ($0.authority, $0.instrument, $0.area) } + [
        countColumn("n", "Pairs with a score at both readings") { $0.n },
        countColumn("up", "Pairs that went up, by any native amount") { $0.up.x },
        countColumn("same", "Pairs that stayed at the same point") { $0.same.x },
        countColumn("down", "Pairs that went down, by any native amount") { $0.down.x },
        countColumn("up_2_points", "Pairs that went up by two native points or more") {
          $0.up2Points
        },
        countColumn("down_2_points", "Pairs that went down by two native points or more") {
          $0.down2Points
        },
      ] + ShareColumns.all("up", "pairs that went up") { $0.up }
      + ShareColumns.all("same", "pairs that stayed") { $0.same }
      + ShareColumns.all("down", "pairs that went down") { $0.down }
    return [ExportTable("distance", columns: columns, rows: progress.distance())]
  }
}

/// The columns with which a table of one instrument's own areas begins.
enum NativeColumns {
  static func all<Row>(
    _ reference: ReconciledReference,
    _ place: @escaping @Sendable (Row) -> (authority: String, instrument: String, area: String)
  ) -> [TableColumn<Row>] {
    [
      TableColumn("authority", .text, "Authority that holds the families") { place($0).authority },
      TableColumn("instrument", .code, "Id of the instrument; never added up with another") {
        place($0).instrument
      },
      TableColumn("definition", .text, "Warning about the definition of the instrument") {
        reference.notice(ofInstrument: place($0).instrument)
      },
      TableColumn("area", .code, "Id of the area") { place($0).area },
    ]
  }
}
