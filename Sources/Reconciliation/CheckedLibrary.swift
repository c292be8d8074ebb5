import Instruments

/// A library without the crosswalks that fail their check, which are refused whole.
struct CheckedLibrary {
  /// What may be used.
  let library: ReconciliationLibrary
  /// What may not, sorted by name.
  let refused: [RefusedCrosswalk]

  init(_ library: ReconciliationLibrary, catalogue: InstrumentCatalogue) {
    var sound: [Crosswalk] = []
    var refused: [RefusedCrosswalk] = []
    for crosswalk in library.crosswalks where crosswalk.target == library.policy.framework {
      let problems = CrosswalkCheck.problems(
        of: crosswalk,
        catalogue: catalogue,
        frameworks: library.frameworks
      )
      if problems.isEmpty {
        sound.append(crosswalk)
      } else {
        refused.append(RefusedCrosswalk(crosswalk: crosswalk, problems: problems))
      }
    }
    var checked = library
    checked.crosswalks = sound
    self.library = checked
    self.refused = refused.sorted {
      ($0.crosswalk.name, $0.crosswalk.contentHash) < ($1.crosswalk.name, $1.crosswalk.contentHash)
    }
  }
}
