import Casework
import Reconciliation
import WireFormat

/// Figures in the form of the history's `expected.json`, to be compared with it.
enum ExpectedFigures {
  static func pairing(_ progress: Progress) -> JSON {
    nested(progress.pairingCounts(), \.group) { counts in
      var object = episodes(counts)
      object["subjects"] = statuses(counts.subjects)
      object["gapDaysMedian"] = counts.gapDaysMedian.map { .number($0) } ?? .null
      object["unpairedShare"] = share(counts.unpaired)
      object["byDistrict"] = grouped(progress.pairingCounts(by: .district), counts.group, episodes)
      object["byQuarter"] = grouped(progress.pairingCounts(by: .quarter), counts.group, episodes)
      return object
    }
  }

  static func areas(_ progress: Progress) -> JSON {
    let all = progress.areaCounts()
    return nested(all, \.group) { first in
      Dictionary(all.filter { $0.group == first.group }.map { ($0.area, area($0)) }) { one, _ in one
      }
    }
  }

  static func outcomes(_ progress: Progress) -> JSON {
    let all = progress.outcomeCounts()
    return nested(all, \.group) { first in
      let own = all.filter { $0.group == first.group }
      return [
        "perspective": .string(first.perspective?.rawValue ?? ""),
        "outcomes": .object(
          Dictionary(own.map { ($0.outcome, outcome($0, progress)) }) { one, _ in one }
        ),
      ]
    }
  }

  private static func episodes(_ counts: PairingCounts) -> [String: JSON] {
    var object = statuses(counts.byStatus).object ?? [:]
    object["episodes"] = .int(Int64(counts.episodes))
    object["pairedCrossEdition"] = .int(Int64(counts.pairedCrossEdition))
    object["noReadings"] = .int(Int64(counts.noReadings))
    return object
  }

  private static func statuses(_ counts: [PairingStatus: Int]) -> JSON {
    .object(
      Dictionary(PairingStatus.allCases.map { ($0.rawValue, .int(Int64(counts[$0] ?? 0))) }) {
        one,
        _ in one
      }
    )
  }

  private static func area(_ counts: AreaCounts) -> JSON {
    var object: [String: JSON] = [
      "n": .int(Int64(counts.n)), "notApplicable": .int(Int64(counts.notApplicable)),
      "noDirection": .int(Int64(counts.noDirection)), "rawUp": .int(Int64(counts.rawUp)),
      "rawDown": .int(Int64(counts.rawDown)), "net": net(counts.net),
    ]
    for direction in AreaDirection.allCases {
      object[direction.rawValue] = .int(Int64(counts.directions[direction] ?? 0))
    }
    object["up2points"] = counts.up2Points.map { .int(Int64($0)) }
    object["down2points"] = counts.down2Points.map { .int(Int64($0)) }
    return .object(object)
  }

  private static func outcome(_ counts: OutcomeCounts, _ progress: Progress) -> JSON {
    guard counts.isMeasured else { return ["status": "not_measured"] }
    var object = directions(counts)
    object["improvedShare"] = share(counts.improvedShare)
    object["declinedShare"] = share(counts.declinedShare)
    object["declinedStrictShare"] = share(counts.declinedStrictShare)
    object["net"] = net(counts.net)
    object["levelA"] = ["first": bands(counts.firstBands), "last": bands(counts.lastBands)]
    for (name, grouping) in [("byDistrict", ProgressGrouping.district), ("byQuarter", .quarter)] {
      let own = progress.outcomeCounts(by: grouping).filter { $0.outcome == counts.outcome }
      object[name] = grouped(own, counts.group, directions)
    }
    let other = progress.outcomesWithNoIssueAsTop.first {
      $0.group == counts.group && $0.outcome == counts.outcome
    }
    object["noIssueAsTop"] = other.map { .object(directions($0)) }
    return .object(object)
  }

  private static func directions(_ counts: OutcomeCounts) -> [String: JSON] {
    var object: [String: JSON] = [
      "paired": .int(Int64(counts.paired)), "n": .int(Int64(counts.n)),
      "insufficient_coverage": .int(Int64(counts.insufficientCoverage)),
      "not_applicable": .int(Int64(counts.notApplicable)),
    ]
    for direction in OutcomeDirection.allCases {
      object[direction.rawValue] = .int(Int64(counts.directions[direction] ?? 0))
    }
    return object
  }

  private static func bands(_ counts: BandCounts) -> JSON {
    var object: [String: JSON] = ["n": .int(Int64(counts.n))]
    for threshold in counts.thresholds {
      object[String(threshold.band)] = [
        "lowerCount": .int(Int64(threshold.lower.x)), "upperCount": .int(Int64(threshold.upper.x)),
        "lowerShare": number(threshold.lower.share), "upperShare": number(threshold.upper.share),
        "low": number(threshold.low), "high": number(threshold.high),
      ]
    }
    return .object(object)
  }

  private static func share(_ proportion: Proportion) -> JSON {
    [
      "n": .int(Int64(proportion.n)), "x": .int(Int64(proportion.x)),
      "share": number(proportion.share), "low": number(proportion.low),
      "high": number(proportion.high),
    ]
  }

  private static func net(_ net: NetImprovement) -> JSON {
    [
      "n": .int(Int64(net.n)), "up": .int(Int64(net.up)), "down": .int(Int64(net.down)),
      "raw": number(net.raw), "estimate": number(net.estimate), "low": number(net.low),
      "high": number(net.high),
    ]
  }

  private static func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }

  private static func grouped<Counts: Grouped>(
    _ counts: [Counts],
    _ of: ProgressGroup,
    _ object: (Counts) -> [String: JSON]
  ) -> JSON {
    let own = counts.filter {
      $0.group.authority == of.authority && $0.group.instrument == of.instrument
    }
    return .object(
      Dictionary(own.map { ($0.group.group ?? "", .object(object($0))) }) { one, _ in one }
    )
  }

  private static func nested<Counts>(
    _ counts: [Counts],
    _ group: (Counts) -> ProgressGroup,
    _ object: (Counts) -> [String: JSON]
  ) -> JSON {
    var result: [String: [String: JSON]] = [:]
    for one in counts where result[group(one).authority]?[group(one).instrument] == nil {
      result[group(one).authority, default: [:]][group(one).instrument] = .object(object(one))
    }
    return .object(result.mapValues { .object($0) })
  }
}

/// Counts of one group.
protocol Grouped {
  var group: ProgressGroup { get }
}

extension PairingCounts: Grouped {}
extension OutcomeCounts: Grouped {}

/// Where two documents differ; decimals may differ by a little more than their last place.
func differences(_ expected: JSON, _ found: JSON?, at path: String = "") -> [String] {
  guard let found else { return ["\(path): missing"] }
  if let object = expected.object {
    return object.keys.sorted().flatMap { key in
      differences(object[key] ?? .null, found[key], at: "\(path)/\(key)")
    }
  }
  if let wanted = decimal(expected), let got = decimal(found) {
    return abs(wanted - got) <= 1.000001e-6 ? [] : ["\(path): \(wanted) and \(got)"]
  }
  return expected == found ? [] : ["\(path): \(expected) and \(found)"]
}

private func decimal(_ json: JSON) -> Double? {
  if let int = json.int { return Double(int) }
  if case .number(let number) = json { return number }
  return nil
}
