import Dispatch
import Foundation

/// The signals by which an operator stops the server.
actor StopSignals {
  private var sources: [any DispatchSourceSignal] = []

  /// Calls `stop` at every SIGTERM and SIGINT once this returns; the process no longer ends at them by
  /// itself.
  ///
  /// Until a signal is heard it ends the process, as ever. Ignoring it first, as is often done, would lose
  /// one that came before Dispatch has put its own handler in place, which takes a while on a busy machine: the
  /// server would run for ever.
  func listen(_ stop: @escaping @Sendable () -> Void) async {
    let queue = DispatchQueue(label: "starmap.signals")
    for number in [SIGTERM, SIGINT] {
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler(handler: stop)
      await withCheckedContinuation { continuation in
        source.setRegistrationHandler { continuation.resume() }
        source.resume()
      }
      sources.append(source)
    }
  }

  /// Stops listening.
  func end() {
    for source in sources { source.cancel() }
    sources = []
  }
}
