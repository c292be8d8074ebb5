import Instruments
package import Reconciliation

/// A crosswalk of a study, with what its check found.
package struct StudyCrosswalk: Hashable, Sendable {
  /// What the file holds.
  package let draft: CrosswalkDraft
  /// Why it is refused; empty when it may be used.
  package let problems: [CrosswalkProblem]

  init(_ draft: CrosswalkDraft, catalogue: InstrumentCatalogue, framework: Framework?) {
    self.draft = draft
    guard let crosswalk = draft.crosswalk else {
      problems = draft.problems
      return
    }
    problems = CrosswalkCheck.problems(
      of: crosswalk,
      catalogue: catalogue,
      frameworks: [framework].compactMap(\.self)
    )
  }

  /// The crosswalk, when it may be used.
  package var usable: Crosswalk? { problems.isEmpty ? draft.crosswalk : nil }

  /// The signed-off version goes first, then the newer one, and of one version the one that may be
  /// used.
  func isLessFit(than other: StudyCrosswalk) -> Bool {
    let mine = draft.state.preference ?? -1
    let theirs = other.draft.state.preference ?? -1
    if mine != theirs { return mine < theirs }
    if draft.version != other.draft.version {
      return isOlderVersion(draft.version, than: other.draft.version)
    }
    if problems.isEmpty != other.problems.isEmpty { return !problems.isEmpty }
    return (draft.source, draft.id) < (other.draft.source, other.draft.id)
  }
}
