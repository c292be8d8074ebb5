import Instruments
import Reconciliation

/// What the rows of a set look up: the packs, crosswalks and outcomes that its figures rest on.
struct ReconciledReference {
  private let packsByKey: [InstrumentKey: InstrumentPack]
  private let notices: [String: String]
  private let crosswalksByName: [String: Crosswalk]
  private let titles: [String: String]
  private let bases: [CountedGroup: CrosswalkBasis]

  init(_ progress: Progress) {
    packsByKey = Dictionary(progress.packsUsed.map { ($0.key, $0) }) { first, _ in first }
    notices = Dictionary(grouping: progress.packsNamed, by: \.key.id)
      .compactMapValues(Self.notice)
    let byName = Dictionary(progress.crosswalksUsed.map { ($0.name, $0) }) { first, _ in first }
    crosswalksByName = byName
    let outcomes = progress.frameworksUsed.flatMap(\.layers).flatMap(\.outcomes)
    titles = Dictionary(outcomes.map { ($0.id, $0.label) }) { first, _ in first }
    bases = progress.judgedSubjects.mapValues { CrosswalkBasis($0, crosswalks: byName) }
  }

  /// The pack of an edition that a reading was made with.
  func pack(_ key: InstrumentKey) -> InstrumentPack? { packsByKey[key] }

  /// The crosswalk behind a subject's outcomes, by `id@version`.
  func crosswalk(_ name: String) -> Crosswalk? { crosswalksByName[name] }

  /// The name of an outcome.
  func title(ofOutcome id: String) -> String? { titles[id] }

  /// The crosswalks behind the outcomes of a group; those of all where the group has no outcome.
  func basis(of group: ProgressGroup, by grouping: ProgressGrouping) -> CrosswalkBasis? {
    bases[CountedGroup(grouping: grouping, group: group)]
      ?? bases[
        CountedGroup(
          grouping: .all,
          group: ProgressGroup(
            authority: group.authority,
            instrument: group.instrument,
            group: nil
          )
        )
      ]
  }

  /// The warning about the definition of an instrument, in whichever edition it was used.
  func notice(ofInstrument id: String) -> String? { notices[id] }

  /// The warning about the definitions that two readings rest on; that of the instrument, when
  /// there are none.
  func notice(of pairing: Pairing?, instrument: String) -> String? {
    let readings = [pairing?.first, pairing?.last].compactMap(\.self)
    guard !readings.isEmpty else { return notice(ofInstrument: instrument) }
    return Self.notice(of: readings.compactMap { pack($0.key) })
  }

  private static func notice(of packs: [InstrumentPack]) -> String? {
    let notices = Set(packs.compactMap(\.assumptionNotice)).sorted()
    return notices.isEmpty ? nil : notices.joined(separator: "; ")
  }
}

/// A group and how it was made: a district may have the name of a quarter.
struct CountedGroup: Hashable {
  let grouping: ProgressGrouping
  let group: ProgressGroup
}

/// The crosswalks behind one instrument's outcomes in one group.
struct CrosswalkBasis {
  /// Their names, `id@version`, in order and joined.
  let names: String
  /// ``Crosswalk/label`` of the least settled of them.
  let state: String
  /// Whether any was made for another edition.
  let isOfOtherEdition: Bool
  /// The frameworks they map to, `id@version`, in order and joined.
  let frameworks: String

  fileprivate init(_ subjects: [SubjectProgress], crosswalks: [String: Crosswalk]) {
    let used = Set(subjects.compactMap(\.crosswalk)).sorted().compactMap { crosswalks[$0] }
    names = used.map(\.name).joined(separator: ";")
    state = used.first { !$0.state.isSignedOff }?.label ?? used.first?.label ?? ""
    isOfOtherEdition = subjects.contains(where: \.isCrosswalkOfOtherEdition)
    frameworks = Set(used.map(\.target.description)).sorted().joined(separator: ";")
  }
}

extension Crosswalk {
  /// The word beside every figure that rests on it.
  var label: String { state.isSignedOff ? state.rawValue : "PROPOSED" }
}

extension Progress {
  /// The subjects with outcomes, in the order of the cohort, by every group they are counted in.
  var judgedSubjects: [CountedGroup: [SubjectProgress]] {
    var judged: [CountedGroup: [SubjectProgress]] = [:]
    for progress in episodes {
      for instrument in progress.instruments {
        let subjects = instrument.subjects.filter { !$0.outcomes.isEmpty }
        guard !subjects.isEmpty else { continue }
        for grouping in ProgressGrouping.allCases {
          let group = ProgressGroup(
            authority: progress.episode.authority,
            instrument: instrument.instrument,
            group: grouping.group(of: progress.episode)
          )
          judged[CountedGroup(grouping: grouping, group: group), default: []] += subjects
        }
      }
    }
    return judged
  }
}
