/// Makes a failing run shorter: fewer steps that still break the promise.
package enum Shrinker {
  /// A short run that fails.
  package struct Report: Sendable {
    /// Its seed.
    package let seed: UInt64
    /// The steps that are left, of how many.
    package let kept: [Int]
    /// What is broken.
    package let failure: SimulationFailure
    /// What the steps were.
    package let journal: [String]
  }

  /// Shortens a run.
  ///
  /// First the end is cut off, then ever smaller runs of steps are left out (Zeller and Hildebrandt
  /// 2002), as long as the run still breaks a promise, whichever.
  ///
  /// - Parameters:
  ///   - seed: The seed of a run that fails.
  ///   - steps: How many steps it has.
  ///   - bug: A mistake that is planted.
  /// - Returns: The shortest that was found; `nil` when the run does not fail.
  package static func shrink(seed: UInt64, steps: Int, bug: PlantedBug? = nil) -> Report? {
    var journal: [String] = []
    func failure(_ kept: [Int]) -> SimulationFailure? {
      let omitted = Set(0..<steps).subtracting(kept)
      do {
        let simulation = try Simulation(seed: seed, bug: bug)
        defer { journal = simulation.journal }
        _ = try simulation.run(steps: steps, omitting: omitted)
        return nil
      } catch let failure as SimulationFailure {
        return failure
      } catch {
        return SimulationFailure(message: "\(error)")
      }
    }
    var kept = Array(0..<steps)
    guard var found = failure(kept) else { return nil }
    var size = max(kept.count / 2, 1)
    while true {
      var start = 0
      while start < kept.count {
        var shorter = kept
        shorter.removeSubrange(start..<min(start + size, kept.count))
        if let other = failure(shorter) {
          (kept, found) = (shorter, other)
        } else {
          start += size
        }
      }
      guard size > 1 else {
        found = failure(kept) ?? found
        return Report(seed: seed, kept: kept, failure: found, journal: journal)
      }
      size /= 2
    }
  }
}
