import Dispatch
import Foundation

/// The signals by which an operator stops the server.
actor StopSignals {
  private var sources: [any DispatchSourceSignal] = []

  /// Calls `stop` at every SIGTERM and SIGINT from now on; the process no longer ends at them by
  /// itself.
  func listen(_ stop: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "starmap.signals")
    sources = [SIGTERM, SIGINT].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler(handler: stop)
      source.resume()
      return source
    }
  }

  /// Stops listening.
  func end() {
    for source in sources { source.cancel() }
    sources = []
  }
}
