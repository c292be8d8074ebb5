import Instruments
import Reconciliation

extension AuditContext {
  /// T3: how far those who drew the crosswalks agreed, round by round.
  ///
  /// Where no votes are stored agreement is said to be unknown, never to be zero; votes of a round that
  /// is still open stay closed, so that every mapper works alone.
  var mappers: AuditTable {
    var gaps: [AuditGap] = []
    let rows = instruments.flatMap { instrument -> [AuditRow] in
      guard let crosswalk = crosswalk(instrument) else { return [] }
      let labels = labels(instrument, level: "B", reconciled: true)
      let head = mapperHead(instrument, crosswalk)
      let mapped = study.evidence.mapperRounds.filter {
        $0.task.source.id == instrument && $0.task.target == crosswalk.target
      }
      let rounds = mapped.flatMap { rounds in
        (1...MapperRounds.roundsMax).filter { !rounds.sheets(ofRound: $0).isEmpty }
          .map { (rounds, $0) }
      }
      gaps += mapped.compactMap { mapperGap($0, crosswalk) }
      guard !rounds.isEmpty else {
        gaps.append(Self.noVotes(crosswalk))
        let missing = Array(repeating: AuditCell.missing("no_votes"), count: 4)
        return [AuditRow(cells: head + [.text(""), .text("")] + missing, labels: labels)]
      }
      return rounds.map { rounds, round in
        AuditRow(cells: head + mapperCells(rounds, round), labels: labels)
      }
    }
    return AuditTable(
      number: 3,
      name: "T03-mapper-agreement",
      title: "How far the mappers agree",
      introduction: "A crosswalk is a judgement. Two people who judge alike without seeing each "
        + "other’s work are the evidence for it.",
      columns: [
        AuditColumn("tool", "Tool"), AuditColumn("crosswalk", "Crosswalk"),
        AuditColumn("links", "Links drawn", .count), AuditColumn("authors", "Authors", .count),
        AuditColumn("justification", "Rests on"), AuditColumn("mapping", nil),
        AuditColumn("round", "Round"), AuditColumn("mappers", "Mappers", .count),
        AuditColumn("pairs", "Pairs", .count),
        AuditColumn("agreement", "Percent agreement", .percent),
        AuditColumn("ac1", "Gwet’s AC1", .figureWithLimits(2)),
      ],
      rows: rows,
      notes: [
        "In the first round every mapper judges alone; in the second they judge again after they have "
          + "reconciled their views. From an AC1 of 0.80 no further round is needed; a third person "
          + "settles what is left."
      ],
      gaps: gaps
    )
  }

  private func mapperHead(_ instrument: String, _ crosswalk: Crosswalk) -> [AuditCell] {
    let authors = Set(crosswalk.edges.map(\.author)).sorted()
    let kinds = EdgeJustification.allCases.compactMap { kind -> String? in
      let count = crosswalk.edges.count { $0.justification == kind }
      return count > 0 ? "\(Self.words(of: kind)) \(count)" : nil
    }
    return [
      .text(title(ofInstrument: instrument)), .text(crosswalk.name),
      .count(.shown(crosswalk.edges.count)), .count(.shown(authors.count)),
      .text(kinds.joined(separator: "; ")),
    ]
  }

  private func mapperCells(_ rounds: MapperRounds, _ round: Int) -> [AuditCell] {
    let stage = round == 1 ? "before reconciliation" : "after reconciliation"
    let cells: [AuditCell] = [
      .text(rounds.task.name), .text("\(round), \(stage)"),
      .count(.shown(rounds.sheets(ofRound: round).count)), .count(.shown(rounds.pairs.count)),
    ]
    guard rounds.isComplete(round: round) else {
      return cells + [.missing("round_open"), .missing("round_open")]
    }
    do throws(UndefinedReason) {
      let agreement = try rounds.agreement(round: round)
      return cells + [
        .estimate(agreement.observed, low: nil, high: nil),
        .estimate(agreement.coefficient, low: agreement.low, high: agreement.high),
      ]
    } catch {
      return cells + [.none(error), .none(error)]
    }
  }

  private func mapperGap(_ rounds: MapperRounds, _ crosswalk: Crosswalk) -> AuditGap? {
    guard let last = rounds.lastRound else {
      return AuditGap(
        table: "T3",
        code: "round_open",
        subject: rounds.task.name,
        sentence: "How far mappers agree is told when two people of each authority have handed in "
          + "their sheets; until then every vote stays closed."
      )
    }
    guard let agreement = try? rounds.agreement(round: last),
      agreement.coefficient < MapperRounds.agreementNeeded
    else { return nil }
    return AuditGap(
      table: "T3",
      code: "agreement_below_0.80",
      subject: crosswalk.name,
      sentence:
        "The mappers agree less than is needed, so the crosswalk rests on what a third person "
        + "settles. It needs an AC1 of 0.80."
    )
  }

  private static func noVotes(_ crosswalk: Crosswalk) -> AuditGap {
    AuditGap(
      table: "T3",
      code: "no_votes",
      subject: crosswalk.name,
      sentence: "How far mappers agree is unknown. It needs two people of each authority who "
        + "judge every pair of area and outcome independently, in rounds, with every vote kept."
    )
  }

  private static func words(of justification: EdgeJustification) -> String {
    switch justification {
    case .expertDraft: "expert draft"
    case .twoMappersAgreed: "two mappers agreed"
    case .adjudicated: "adjudicated"
    case .publisherMapping: "publisher’s mapping"
    case .dataSupported: "supported by data"
    }
  }
}
