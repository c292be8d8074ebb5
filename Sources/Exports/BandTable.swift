import Reconciliation

/// One threshold of the common bands, at the first or the last reading.
struct BandRow {
  let counts: Counted<OutcomeCounts>
  let end: String
  let n: Int
  let threshold: BandThreshold
}

extension ExportTable {
  /// `outcomes-bands.csv`: how many stand at or above each common band, from the certain to the
  /// possible.
  static func bands(_ progress: Progress, _ reference: ReconciledReference) -> ExportTable {
    let rows = progress.outcomeCounts(by: .all).filter(\.isMeasured).flatMap { counts in
      [("first", counts.firstBands), ("last", counts.lastBands)].flatMap { end, bands in
        bands.thresholds.map { threshold in
          BandRow(
            counts: Counted(grouping: ProgressGrouping.all.rawValue, counts: counts),
            end: end,
            n: bands.n,
            threshold: threshold
          )
        }
      }
    }
    let group: [TableColumn<Counted<OutcomeCounts>>] =
      GroupColumns.all(reference) { $0.group } + outcomeColumns(reference)
    let columns: [TableColumn<BandRow>] =
      group.map { column in column.over(\.counts) } + [
        TableColumn("reading", .code, "The first or the last reading") { $0.end },
        countColumn("n", "Subjects with a band there") { $0.n },
        countColumn("band", "At or above this band, 2 to 5") { $0.threshold.band },
        countColumn("lower_count", "Subjects certainly at or above it") { $0.threshold.lower.x },
        countColumn("upper_count", "Subjects possibly at or above it") { $0.threshold.upper.x },
        TableColumn("lower_share", .decimal, "Share of those certainly there") {
          $0.threshold.lower.share?.sixDecimals
        },
        TableColumn("upper_share", .decimal, "Share of those possibly there") {
          $0.threshold.upper.share?.sixDecimals
        },
        TableColumn("low", .decimal, "Lower Wilson limit of the lower share, 95 %") {
          $0.threshold.low?.sixDecimals
        },
        TableColumn("high", .decimal, "Upper Wilson limit of the upper share, 95 %") {
          $0.threshold.high?.sixDecimals
        },
      ] + basisColumns(reference).map { column in column.over(\.counts) }
    return ExportTable("outcomes-bands", columns: columns, rows: rows)
  }
}

extension TableColumn {
  /// The same column of rows that hold these.
  func over<Outer>(_ inner: @escaping @Sendable (Outer) -> Row) -> TableColumn<Outer> {
    let text = text
    return TableColumn<Outer>(
      heading.name,
      heading.kind,
      since: heading.since,
      heading.meaning
    ) { text(inner($0)) }
  }
}
