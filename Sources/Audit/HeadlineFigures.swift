import Instruments
import Reconciliation
import WireFormat

/// How families fared, by authority, instrument and whatever the section splits by.
struct HeadlineFigures {
  let study: Study
  let progress: Progress

  init(_ study: Study) {
    self.study = study
    progress = study.progress
  }

  /// Pairs of readings.
  var pairing: JSON {
    let districts = rows(progress.pairingCounts(by: .district), \.group, \.json)
    let quarters = rows(progress.pairingCounts(by: .quarter), \.group, \.json)
    return byInstrument(progress.pairingCounts(), \.group) { row in
      var members = row.json.object ?? [:]
      members["subjects"] = .object(
        Dictionary(row.subjects.map { ($0.rawValue, .count($1)) }) { first, _ in first }
      )
      members["gapDaysMedian"] = .figure(row.gapDaysMedian)
      members["unpairedShare"] = row.unpaired.json
      members["byDistrict"] = districts(row.group)
      members["byQuarter"] = quarters(row.group)
      return .object(members)
    }
  }

  /// Areas, by the change rule and by native points.
  var areas: JSON {
    byInstrument(Dictionary(grouping: progress.areaCounts(), by: \.group), \.key) { rows in
      .object(
        Dictionary(rows.value.map { ($0.area, $0.json) }) { first, _ in first }
      )
    }
  }

  /// Positive progress; only where an instrument has a crosswalk that may be used.
  var positiveProgress: JSON {
    let layer = study.profile.policy.headlineLayer
    let counts = { (grouping: ProgressGrouping) in
      progress.positiveCounts(layer: layer, by: grouping)
        .filter { study.reference.crosswalks[$0.group.instrument]?.usable != nil }
    }
    let districts = rows(counts(.district), \.group, \.groupJSON)
    let quarters = rows(counts(.quarter), \.group, \.groupJSON)
    return [
      "rule": .string(
        "standard: at least one \(layer) outcome improved and none declined (mixed is neither); "
          + "strict: mixed counts as declined; net: positive minus negative (negative = at least "
          + "one declined, none improved)"
      ),
      "results": byInstrument(counts(.all), \.group) { row in
        let main = study.profile.policy.progress.mainInstrument(of: row.group.authority)
        var members = row.json(isMain: main == row.group.instrument)
        members["perspective"] = perspective(row.group.instrument)
        members["byDistrict"] = districts(row.group)
        members["byQuarter"] = quarters(row.group)
        return .object(members)
      },
    ]
  }

  /// The bands in which those with and without a pair began, over subjects with a first reading.
  var attrition: JSON {
    var sections: [String: JSON] = [:]
    let outcome = study.profile.policy.comparisonOutcome
    for (group, episodes) in progress.grouped(by: .all) {
      guard let main = study.profile.policy.progress.mainInstrument(of: group.authority),
        main == group.instrument, study.reference.crosswalks[main]?.usable != nil
      else { continue }
      let subjects = episodes.flatMap(\.progress.subjects)
      let paired = subjects.filter { $0.pairing.status == .paired }
      let others = subjects.filter { $0.pairing.status != .paired }
      sections[group.authority] = [
        "instrument": .string(main), "outcome": .string(outcome),
        "paired": Self.bands(paired, outcome), "unpaired": Self.bands(others, outcome),
      ]
    }
    return .object(sections)
  }

  private static func bands(_ subjects: [SubjectProgress], _ outcome: String) -> JSON {
    let bands = subjects.compactMap { $0.baselineBands[outcome]?.lo }
    var members: [String: JSON] = ["n": .count(bands.count)]
    for band in BandInterval.bands { members["\(band)"] = .count(bands.count { $0 == band }) }
    return .object(members)
  }

  func perspective(_ instrument: String) -> JSON {
    .text(study.reference.definitions.perspectives[instrument])
  }

  /// An object of authorities, each an object of instruments.
  func byInstrument<Row>(
    _ rows: some Sequence<Row>,
    _ group: (Row) -> ProgressGroup,
    _ json: (Row) -> JSON
  ) -> JSON {
    var authorities: [String: [String: JSON]] = [:]
    for row in rows {
      authorities[group(row).authority, default: [:]][group(row).instrument] = json(row)
    }
    return .object(authorities.mapValues { .object($0) })
  }

  /// The rows of a split, to be asked for by the group that they split.
  func rows<Row>(
    _ rows: [Row],
    _ group: (Row) -> ProgressGroup,
    _ json: (Row) -> JSON
  ) -> (ProgressGroup) -> JSON {
    var split: [ProgressGroup: [String: JSON]] = [:]
    for row in rows {
      let own = group(row)
      let whole = ProgressGroup(
        authority: own.authority,
        instrument: own.instrument,
        group: nil
      )
      split[whole, default: [:]][own.group ?? ""] = json(row)
    }
    return { .object(split[$0] ?? [:]) }
  }
}

extension PairingCounts {
  /// The counts of episodes.
  fileprivate var json: JSON {
    var members: [String: JSON] = [
      "episodes": .count(episodes), "pairedCrossEdition": .count(pairedCrossEdition),
      "noReadings": .count(noReadings),
    ]
    for (status, count) in byStatus { members[status.rawValue] = .count(count) }
    return .object(members)
  }
}

extension AreaCounts {
  /// The counts of subjects.
  fileprivate var json: JSON {
    var members: [String: JSON] = [
      "n": .count(n), "notApplicable": .count(notApplicable), "noDirection": .count(noDirection),
      "rawUp": .count(rawUp), "rawDown": .count(rawDown), "net": net.json,
    ]
    for (direction, count) in directions { members[direction.rawValue] = .count(count) }
    members["up2points"] = up2Points.map { .count($0) }
    members["down2points"] = down2Points.map { .count($0) }
    return .object(members)
  }
}

extension PositiveCounts {
  /// The counts of a district or a quarter.
  fileprivate var groupJSON: JSON {
    [
      "closed": .count(closed), "paired": .count(paired), "withRoom": .count(withRoom),
      "positive": .count(positive), "strictPositive": .count(strictPositive),
      "negative": .count(negative),
    ]
  }

  /// The counts and the shares; of all closed only for the instrument that judges every closure.
  fileprivate func json(isMain: Bool) -> [String: JSON] {
    let shares = { (all: Int, roomy: Int) -> JSON in
      var members: [String: JSON] = [
        "paired": Proportion(x: all, n: paired).json,
        "pairedWithRoom": Proportion(x: roomy, n: withRoom).json,
      ]
      if isMain { members["allClosed"] = Proportion(x: all, n: closed).json }
      return .object(members)
    }
    var net: [String: JSON] = [
      "paired": NetImprovement(up: positive, down: negative, n: paired).json,
      "pairedWithRoom":
        NetImprovement(up: positiveWithRoom, down: negativeWithRoom, n: withRoom).json,
    ]
    if isMain {
      net["allClosed"] = NetImprovement(up: positive, down: negative, n: closed).json
    }
    return [
      "closed": .count(closed), "paired": .count(paired), "withRoom": .count(withRoom),
      "standard": shares(positive, positiveWithRoom),
      "strict": shares(strictPositive, strictPositiveWithRoom), "net": .object(net),
    ]
  }
}
