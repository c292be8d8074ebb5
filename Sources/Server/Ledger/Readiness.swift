package import Storage

/// Whether the server should be sent new work, and if not, why.
package actor Readiness {
  private var isStopping = false
  private var failure: (code: StorageError.Code, at: ContinuousClock.Instant)?
  private let rememberedFor: Duration

  /// Makes a state in which everything is well.
  ///
  /// - Parameter rememberedFor: How long a failed commit counts when no other one follows. Without
  ///   an end, a server that nobody sends work to would never be ready again.
  package init(rememberedFor: Duration = .seconds(60)) {
    self.rememberedFor = rememberedFor
  }

  /// Notes that the server stops.
  package func beginStopping() {
    isStopping = true
  }

  /// Notes that a commit was made.
  package func storageWorks() {
    failure = nil
  }

  /// Notes that a commit could not be made.
  package func storageFailed(_ code: StorageError.Code) {
    failure = (code, .now)
  }

  /// Why no new work should come; empty when it may.
  package var reasons: [String] {
    var reasons: [String] = []
    if isStopping { reasons.append("stopping") }
    if let failure, .now - failure.at < rememberedFor {
      reasons.append(failure.code == .full ? "storage-full" : "storage-\(failure.code.rawValue)")
    }
    return reasons
  }
}
