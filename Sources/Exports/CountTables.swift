import Casework
import Reconciliation

extension ExportTable {
  /// `pairing.csv`: how many episodes of the cohort have a first and a last reading.
  static func pairing(_ progress: Progress, _ reference: ReconciledReference) -> ExportTable {
    typealias Row = Counted<PairingCounts>
    let statuses: [TableColumn<Row>] = PairingStatus.allCases.map { status in
      countColumn(status.rawValue, "Episodes with the status \(status.rawValue)") {
        $0.counts.byStatus[status]
      }
    }
    let subjects: [TableColumn<Row>] = PairingStatus.allCases.map { status in
      countColumn("subjects_\(status.rawValue)", "Subjects with the status \(status.rawValue)") {
        $0.counts.subjects[status]
      }
    }
    let columns: [TableColumn<Row>] =
      GroupColumns.all(reference) { $0.group } + [
        countColumn("episodes", "Episodes judged by the instrument") { $0.counts.episodes }
      ] + statuses + [
        countColumn("paired_cross_edition", "Pairs of two editions that are called comparable") {
          $0.counts.pairedCrossEdition
        },
        countColumn("no_readings", "Episodes without any reading, also counted in no_baseline") {
          $0.counts.noReadings
        },
      ] + subjects + [
        TableColumn("gap_days_median", .decimal, "Median of the days between first and last") {
          $0.counts.gapDaysMedian?.oneDecimal
        },
        countColumn("unpaired", "Episodes without a pair") { $0.counts.unpaired.x },
      ] + ShareColumns.all("unpaired", "episodes without a pair") { $0.counts.unpaired }
    return ExportTable(
      "pairing",
      columns: columns,
      rows: Row.all { progress.pairingCounts(by: $0) }
    )
  }

  /// `area-directions.csv`: which way each native area went.
  static func areaDirections(_ progress: Progress, _ reference: ReconciledReference) -> ExportTable
  {
    typealias Row = Counted<AreaCounts>
    let directions: [TableColumn<Row>] = AreaDirection.allCases.map { direction in
      countColumn(direction.rawValue, "Subjects whose area is \(direction.rawValue)") {
        $0.counts.directions[direction]
      }
    }
    let columns: [TableColumn<Row>] =
      GroupColumns.all(reference) { $0.group } + [
        TableColumn("area", .code, "Id of the area") { $0.counts.area },
        countColumn("n", "Paired subjects with a direction in the area") { $0.counts.n },
      ] + directions + [
        countColumn("not_applicable", "Paired subjects to whom the area does not apply") {
          $0.counts.notApplicable
        },
        countColumn("no_direction", "Paired subjects without a score at one end") {
          $0.counts.noDirection
        },
        countColumn("raw_up", "Subjects who went up by any native amount") { $0.counts.rawUp },
        countColumn("raw_down", "Subjects who went down by any native amount") {
          $0.counts.rawDown
        },
        countColumn("up_2_points", "Up by two points or more, on scales with stages") {
          $0.counts.up2Points
        },
        countColumn("down_2_points", "Down by two points or more, on scales with stages") {
          $0.counts.down2Points
        },
      ]
      + ShareColumns.all("improved", "subjects whose area improved") { $0.counts.improvedShare }
      + ShareColumns.all("declined", "subjects whose area declined") { $0.counts.declinedShare }
      + NetColumns.all { $0.counts.net }
    return ExportTable(
      "area-directions",
      columns: columns,
      rows: Row.all { progress.areaCounts(by: $0) }
    )
  }

  /// `outcomes.csv`: which way each common outcome went.
  static func outcomes(_ progress: Progress, _ reference: ReconciledReference) -> ExportTable {
    typealias Row = Counted<OutcomeCounts>
    func measured(_ count: @escaping @Sendable (OutcomeCounts) -> Int?) -> @Sendable (Row) -> Int? {
      { $0.counts.isMeasured ? count($0.counts) : nil }
    }
    let directions: [TableColumn<Row>] = OutcomeDirection.allCases.map { direction in
      countColumn(
        direction.rawValue,
        "Families whose outcome is \(direction.rawValue); empty if not measured",
        measured { $0.directions[direction] }
      )
    }
    let columns: [TableColumn<Row>] =
      GroupColumns.all(reference) { $0.group } + outcomeColumns(reference) + [
        TableColumn("status", .code, "ok; or not_measured, which says nothing about families") {
          $0.counts.isMeasured ? "ok" : OutcomeStatus.notMeasured.rawValue
        },
        countColumn("paired", "Episodes with a pair", measured(\.paired)),
        countColumn("n", "Families with a direction: what the shares are of", measured(\.n)),
      ] + directions + [
        countColumn(
          "insufficient_coverage",
          "Families with too few of the primary areas scored twice",
          measured(\.insufficientCoverage)
        ),
        countColumn(
          "not_applicable",
          "Families to whom no primary area applies",
          measured(\.notApplicable)
        ),
      ]
      + ShareColumns.all("improved", "families that improved and in no area declined") {
        $0.counts.isMeasured ? $0.counts.improvedShare : nil
      }
      + ShareColumns.all("declined", "families that declined and in no area improved") {
        $0.counts.isMeasured ? $0.counts.declinedShare : nil
      }
      + ShareColumns.all("declined_strict", "families that declined, mixed ones included") {
        $0.counts.isMeasured ? $0.counts.declinedStrictShare : nil
      } + NetColumns.all { $0.counts.isMeasured ? $0.counts.net : nil }
      + basisColumns(reference)
    // The same again with another policy: every area without an issue at its best point.
    let sensitivity = progress.outcomesWithNoIssueAsTop.map {
      Row(grouping: "no_issue_as_top", counts: $0)
    }
    return ExportTable(
      "outcomes",
      columns: columns,
      rows: Row.all { progress.outcomeCounts(by: $0) } + sensitivity
    )
  }

  /// The columns that say which outcome a row is about.
  static func outcomeColumns(
    _ reference: ReconciledReference
  ) -> [TableColumn<Counted<OutcomeCounts>>] {
    [
      TableColumn("perspective", .code, "Whom the instrument is about") {
        $0.counts.perspective?.rawValue
      },
      TableColumn("layer", .code, "Layer of the framework") { $0.counts.layer },
      TableColumn("outcome", .code, "Id of the outcome; outcomes are never added up") {
        $0.counts.outcome
      },
      TableColumn("outcome_title", .text, "Name of the outcome") {
        reference.title(ofOutcome: $0.counts.outcome)
      },
    ]
  }

  /// The columns that say which crosswalk a row rests on.
  static func basisColumns(
    _ reference: ReconciledReference
  ) -> [TableColumn<Counted<OutcomeCounts>>] {
    @Sendable func basis(_ row: Counted<OutcomeCounts>) -> CrosswalkBasis? {
      // A sensitivity is about all.
      reference.basis(of: row.counts.group, by: ProgressGrouping(rawValue: row.grouping) ?? .all)
    }
    return [
      TableColumn("crosswalk", .code, "Crosswalks behind the figures, id@version") {
        basis($0)?.names
      },
      TableColumn("crosswalk_state", .code, "PROPOSED until both authorities have signed it off") {
        basis($0)?.state
      },
      TableColumn("crosswalk_via_edition", .flag, "It was made for another edition") {
        basis($0).map { flag($0.isOfOtherEdition) }
      },
      TableColumn("framework", .code, "Framework of the outcome, id@version") {
        basis($0)?.frameworks
      },
    ]
  }
}
