package import Instruments

/// The check that a crosswalk must pass before it is proposed, and again before it is used.
///
/// One that fails is refused whole: native areas and pairing are still reported, no outcomes.
package struct CrosswalkCheck {
  let crosswalk: Crosswalk
  let pack: InstrumentPack
  let framework: Framework

  /// Every problem of a crosswalk, in a fixed order.
  ///
  /// - Parameters:
  ///   - crosswalk: The crosswalk.
  ///   - catalogue: The installed packs.
  ///   - frameworks: The frameworks there are.
  /// - Returns: The problems; empty when it may be used.
  package static func problems(
    of crosswalk: Crosswalk,
    catalogue: InstrumentCatalogue,
    frameworks: [Framework]
  ) -> [CrosswalkProblem] {
    var problems: [CrosswalkProblem] = []
    let pack = catalogue.pack(crosswalk.source)
    if pack == nil {
      problems.append(
        CrosswalkProblem(
          .unknownInstrument,
          message: "\(crosswalk.source) is not installed; install its pack or correct the source."
        )
      )
    }
    let framework = frameworks.first { $0.key == crosswalk.target }
    if framework == nil {
      problems.append(
        CrosswalkProblem(
          .unknownFramework,
          message: "The framework \(crosswalk.target) is not there; add it or correct the target."
        )
      )
    }
    guard let pack, let framework else { return problems }
    let check = CrosswalkCheck(crosswalk: crosswalk, pack: pack, framework: framework)
    return check.edgeProblems + check.primaryProblems + check.coverageProblems
      + check.bandProblems
  }
}
