import Reconciliation

/// A count of one group, and by what the group was made.
struct Counted<Counts> {
  /// `all`, `district`, `quarter`, or the name of another way to count.
  let grouping: String
  let counts: Counts
}

extension Counted {
  /// The counts of all, of every district and of every quarter.
  static func all(_ counts: (ProgressGrouping) -> [Counts]) -> [Counted<Counts>] {
    ProgressGrouping.allCases.flatMap { grouping in
      counts(grouping).map { Counted(grouping: grouping.rawValue, counts: $0) }
    }
  }
}

/// The columns with which every table of counts begins.
enum GroupColumns {
  static func all<Counts>(
    _ reference: ReconciledReference,
    _ group: @escaping @Sendable (Counts) -> ProgressGroup
  ) -> [TableColumn<Counted<Counts>>] {
    [
      TableColumn("authority", .text, "Authority that holds the families") {
        group($0.counts).authority
      },
      TableColumn("instrument", .code, "Id of the instrument; never added up with another") {
        group($0.counts).instrument
      },
      TableColumn("definition", .text, "Warning about the definition of the instrument") {
        reference.notice(ofInstrument: group($0.counts).instrument)
      },
      TableColumn("grouping", .code, "all, district, quarter of the closing, or a sensitivity") {
        $0.grouping
      },
      TableColumn("group", .text, "The district or the quarter; empty for all") {
        group($0.counts).group
      },
    ]
  }
}

/// The columns of a share with its Wilson limits.
enum ShareColumns {
  static func all<Row>(
    _ name: String,
    _ meaning: String,
    _ share: @escaping @Sendable (Row) -> Proportion?
  ) -> [TableColumn<Row>] {
    [
      TableColumn("\(name)_share", .decimal, "Share of \(meaning); empty when n is 0") {
        share($0)?.share?.sixDecimals
      },
      TableColumn("\(name)_low", .decimal, "Lower Wilson limit of that share, 95 %") {
        share($0)?.low?.sixDecimals
      },
      TableColumn("\(name)_high", .decimal, "Upper Wilson limit of that share, 95 %") {
        share($0)?.high?.sixDecimals
      },
    ]
  }
}

/// The columns of improved minus declined.
enum NetColumns {
  static func all<Row>(
    _ net: @escaping @Sendable (Row) -> NetImprovement?
  ) -> [TableColumn<Row>] {
    [
      TableColumn("net", .decimal, "Improved minus declined, of n") { net($0)?.raw?.sixDecimals },
      TableColumn("net_estimate", .decimal, "The same, adjusted (Bonett and Price 2012)") {
        net($0)?.estimate?.sixDecimals
      },
      TableColumn("net_low", .decimal, "Lower limit of the adjusted difference, 95 %") {
        net($0)?.low?.sixDecimals
      },
      TableColumn("net_high", .decimal, "Upper limit of the adjusted difference, 95 %") {
        net($0)?.high?.sixDecimals
      },
    ]
  }
}

/// A column that counts.
func countColumn<Row>(
  _ name: String,
  _ meaning: String,
  _ count: @escaping @Sendable (Row) -> Int?
) -> TableColumn<Row> {
  TableColumn(name, .integer, meaning) { count($0).map(String.init) }
}
