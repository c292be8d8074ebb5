import Instruments
import Reconciliation

/// What the rows of a set look up: the packs, crosswalks and outcomes that its figures rest on.
struct ReconciledReference {
  /// The packs of every reading that stands, by id and edition.
  let packs: [InstrumentPack]
  /// The crosswalks that gave an outcome, by id and version.
  let crosswalks: [Crosswalk]
  /// The frameworks of these outcomes.
  let frameworks: [Framework]
  private let packsByKey: [InstrumentKey: InstrumentPack]
  private let notices: [String: String]
  private let crosswalksByName: [String: Crosswalk]
  private let titles: [String: String]
  private let bases: [InstrumentOfAuthority: CrosswalkBasis]

  init(_ progress: Progress) {
    let names = Set(progress.judgedSubjects.compactMap(\.subject.crosswalk))
    packs = progress.packsUsed
    crosswalks = progress.crosswalksUsed.filter { names.contains($0.name) }
    let targets = Set(crosswalks.map(\.target))
    frameworks = progress.frameworksUsed.filter { targets.contains($0.key) }
    packsByKey = Dictionary(packs.map { ($0.key, $0) }) { first, _ in first }
    notices = Dictionary(grouping: packs, by: \.key.id).compactMapValues(Self.notice)
    let byName = Dictionary(crosswalks.map { ($0.name, $0) }) { first, _ in first }
    crosswalksByName = byName
    let outcomes = frameworks.flatMap(\.layers).flatMap(\.outcomes)
    titles = Dictionary(outcomes.map { ($0.id, $0.label) }) { first, _ in first }
    bases = Dictionary(grouping: progress.judgedSubjects, by: \.owner).mapValues { judged in
      CrosswalkBasis(judged.map(\.subject), crosswalks: byName)
    }
  }

  /// The pack of an edition that a reading was made with.
  func pack(_ key: InstrumentKey) -> InstrumentPack? { packsByKey[key] }

  /// The crosswalk behind a subject's outcomes, by `id@version`.
  func crosswalk(_ name: String) -> Crosswalk? { crosswalksByName[name] }

  /// The name of an outcome.
  func title(ofOutcome id: String) -> String? { titles[id] }

  /// The crosswalks behind the outcomes of one instrument in one authority.
  func basis(authority: String, instrument: String) -> CrosswalkBasis? {
    bases[InstrumentOfAuthority(authority: authority, instrument: instrument)]
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

/// One instrument in one authority: what figures are never added up across.
struct InstrumentOfAuthority: Hashable {
  let authority: String
  let instrument: String
}

/// The crosswalks behind one instrument's outcomes in one authority.
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

/// One subject whose outcomes were judged.
struct JudgedSubject {
  let owner: InstrumentOfAuthority
  let subject: SubjectProgress
}

extension Progress {
  /// Every subject with outcomes, in the order of the cohort.
  var judgedSubjects: [JudgedSubject] {
    episodes.flatMap { progress in
      progress.instruments.flatMap { instrument in
        instrument.subjects.filter { !$0.outcomes.isEmpty }.map {
          JudgedSubject(
            owner: InstrumentOfAuthority(
              authority: progress.episode.authority,
              instrument: instrument.instrument
            ),
            subject: $0
          )
        }
      }
    }
  }
}
