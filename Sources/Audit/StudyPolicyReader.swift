import Casework
import Instruments
import Reconciliation
import WireFormat

/// Reads the policies of a profile and collects every fault.
struct StudyPolicyReader {
  private let json: JSON
  private(set) var faults: [String] = []

  /// The longest window, in days.
  private static let daysMax = 3650
  /// The most replicates of a bootstrap.
  private static let replicatesMax = 100_000

  init(_ json: JSON) {
    self.json = json
  }

  mutating func policy(extracted: CalendarDay?) -> StudyPolicy? {
    guard json.object != nil else {
      report("", "is missing; give the profile an object `policy`.")
      return nil
    }
    let asOf = day(json["asOf"], "asOf")
    let period = json["closurePeriod"]?.array ?? []
    let from = day(period.first, "closurePeriod/0")
    let to = day(period.count > 1 ? period[1] : nil, "closurePeriod/1")
    if let from, let to, to < from { report("closurePeriod", "ends before it starts.") }
    if extracted == nil { report("extractDate", "is missing; say when the files were extracted.") }
    let progress = progress()
    let framework = text("framework")
    let layer = text("headlineLayer")
    let outcome = text("comparisonOutcome")
    let (pairs, seed, replicates) = links()
    let reopenDays = reopenDays()
    let noise = whole("noiseFloorMinN", default: 30, in: 0...1_000_000)
    let tool = whole("toolEffectMinN", default: 100, in: 0...1_000_000)
    let dual = whole("dualMaxDays", default: 14, in: 0...Self.daysMax)
    guard faults.isEmpty, let asOf, let from, let to, let extracted, let progress, let framework,
      let layer, let outcome
    else { return nil }
    return StudyPolicy(
      asOf: asOf,
      extractDate: extracted,
      from: from,
      to: to,
      progress: progress,
      reopenDays: reopenDays,
      noiseFloorMinN: noise,
      toolEffectMinN: tool,
      dualMaxDays: dual,
      framework: framework,
      headlineLayer: layer,
      comparisonOutcome: outcome,
      bootstrapSeed: seed,
      bootstrapReplicates: replicates,
      linkPairs: pairs,
      dataLabel: json["data"]?.string ?? "synthetic",
      json: json
    )
  }

  /// Reads the part of the policies that is about links: the pairs, the seed and the replicates.
  mutating func links() -> (pairs: [LinkPair], seed: UInt64, replicates: Int) {
    let pairs = linkPairs()
    let seed = seed(isNeeded: !pairs.isEmpty)
    return (pairs, seed, whole("bootstrapReplicates", default: 1000, in: 2...Self.replicatesMax))
  }

  private mutating func progress() -> ProgressPolicy? {
    let before = days("baselineBeforeDays", default: ProgressPolicy.standard.baselineBeforeDays)
    let window = days("baselineWindowDays", default: ProgressPolicy.standard.baselineWindowDays)
    let gap = days("minGapDays", default: ProgressPolicy.standard.minGapDays)
    let after = days("afterEndDays", default: ProgressPolicy.standard.afterEndDays)
    let retrospective: RetrospectivePolicy? = word("retrospective", default: .exclude)
    let noIssue: NoIssuePolicy? = word("noIssuePolicy", default: .exclude)
    let coverage = json["minCoverage"]?.number ?? 0.5
    if json["minCoverage"] != nil, json["minCoverage"]?.number == nil || !(0...1).contains(coverage)
    {
      report("minCoverage", "is no share from 0 to 1.")
    }
    let mains = (json["mainInstrument"]?.object ?? [:]).compactMapValues(\.string)
    if mains.isEmpty || mains.count != json["mainInstrument"]?.object?.count {
      report("mainInstrument", "must give each authority the id of an instrument.")
    }
    guard faults.isEmpty, let retrospective, let noIssue else { return nil }
    var policy = ProgressPolicy.standard
    policy.id = "study"
    policy.baselineBeforeDays = before
    policy.baselineWindowDays = window
    policy.minGapDays = gap
    policy.afterEndDays = after
    policy.retrospective = retrospective
    policy.minCoveragePerMillion = Int((coverage * 1_000_000).rounded())
    policy.noIssuePolicy = noIssue
    policy.mainInstrument = mains
    return policy
  }

  private mutating func linkPairs() -> [LinkPair] {
    guard let list = json["linkPairs"] else { return [] }
    guard let entries = list.array else {
      report("linkPairs", "is no list; write it as […].")
      return []
    }
    var pairs: [LinkPair] = []
    for (index, entry) in entries.enumerated() {
      let pointer = "linkPairs/\(index)"
      let areas = (entry["areas"]?.array ?? []).compactMap(\.string)
      let relationship = entry["relationship"]?.string.flatMap(EdgeRelationship.init(rawValue:))
      let state = entry["crosswalkState"].map { $0.string.flatMap(ReferenceState.init(rawValue:)) }
      guard let id = entry["id"]?.string, areas.count == 2 else {
        report(pointer, "needs an `id` and two `areas`.")
        continue
      }
      if pairs.contains(where: { $0.id == id }) { report("\(pointer)/id", "repeats an id.") }
      guard let relationship else {
        let words = EdgeRelationship.allCases.map(\.rawValue).joined(separator: ", ")
        report("\(pointer)/relationship", "is none of \(words).")
        continue
      }
      guard let state = state ?? .proposed else {
        let words = ReferenceState.allCases.map(\.rawValue).joined(separator: ", ")
        report("\(pointer)/crosswalkState", "is none of \(words).")
        continue
      }
      pairs.append(
        LinkPair(
          id: id,
          source: areas[0],
          target: areas[1],
          relationship: relationship,
          crosswalkState: state
        )
      )
    }
    return pairs
  }

  private mutating func seed(isNeeded: Bool) -> UInt64 {
    guard let json = json["bootstrapSeed"] else {
      if isNeeded { report("bootstrapSeed", "is missing; a link needs it to be repeatable.") }
      return 0
    }
    guard let seed = json.int.flatMap({ UInt64(exactly: $0) }) else {
      report("bootstrapSeed", "is no whole number from 0.")
      return 0
    }
    return seed
  }

  private mutating func reopenDays() -> [String: Int] {
    guard let json = json["reopenDays"] else { return ["6m": 183, "12m": 365] }
    let days = (json.object ?? [:]).compactMapValues { value in
      value.int.flatMap { Int(exactly: $0) }.flatMap { (1...Self.daysMax).contains($0) ? $0 : nil }
    }
    if json.object == nil || days.count != json.object?.count {
      report("reopenDays", "must give each figure a whole number of days from 1.")
    }
    return days
  }

  private mutating func report(_ name: String, _ message: String) {
    faults.append("/policy\(name.isEmpty ? "" : "/\(name)") \(message)")
  }

  private mutating func day(_ json: JSON?, _ name: String) -> CalendarDay? {
    guard let day = json?.string.flatMap({ CalendarDay($0) }) else {
      report(name, "is missing or no day; write it as \"2026-11-24\".")
      return nil
    }
    return day
  }

  private mutating func text(_ name: String) -> String? {
    guard let text = json[name]?.string, !text.isEmpty else {
      report(name, "is missing or no text.")
      return nil
    }
    return text
  }

  private mutating func days(_ name: String, default standard: Int) -> Int {
    whole(name, default: standard, in: 0...Self.daysMax)
  }

  private mutating func whole(
    _ name: String,
    default standard: Int,
    in range: ClosedRange<Int>
  ) -> Int {
    guard let json = json[name] else { return standard }
    guard let number = json.int.flatMap({ Int(exactly: $0) }), range.contains(number) else {
      report(name, "is no whole number from \(range.lowerBound) to \(range.upperBound).")
      return standard
    }
    return number
  }

  private mutating func word<Word: RawRepresentable & CaseIterable>(
    _ name: String,
    default standard: Word
  ) -> Word? where Word.RawValue == String {
    guard let json = json[name] else { return standard }
    guard let word = json.string.flatMap(Word.init(rawValue:)) else {
      report(name, "is none of \(Word.allCases.map(\.rawValue).joined(separator: ", ")).")
      return nil
    }
    return word
  }
}
