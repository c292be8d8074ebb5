import Foundation
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle
package import Storage
package import SyncProtocol

/// A server that listens.
package struct RunningServer: Sendable {
  /// Where devices call, with the port that the system chose.
  package let listen: ListenAddress
  /// Where the operator's monitoring calls, with the port that the system chose.
  package let health: ListenAddress
  /// Whether devices must use https.
  package let isEncrypted: Bool
  /// Begins to stop; ``ServerProgram/run(_:ledger:surroundings:logger:stopsOnSignals:whenReady:)``
  /// returns when that is done.
  package let stop: @Sendable () async -> Void
}

/// The running server: three listeners over one ledger.
package enum ServerProgram {
  /// Serves until it is stopped.
  ///
  /// Devices call the main address, monitoring the health address, and the operator's commands the
  /// socket in the data directory. SIGTERM or SIGINT stop it: nothing new is accepted, what is in
  /// progress is finished, and after 15 seconds whatever is left is ended.
  ///
  /// - Parameters:
  ///   - settings: What the operator decided.
  ///   - ledger: The open ledger; whoever opened it closes it afterwards.
  ///   - surroundings: Time, randomness and failpoints.
  ///   - logger: The log.
  ///   - stopsOnSignals: Whether signals stop it; tests stop it by ``RunningServer/stop``.
  ///   - whenReady: Is called once every listener is open.
  /// - Throws: ``SettingsProblem`` when the settings or the files that they name cannot be used or
  ///   an address is taken; `StorageError` when the ledger cannot be read.
  package static func run(
    _ settings: ServerSettings,
    ledger: any Ledger,
    surroundings: Surroundings,
    logger: Logger,
    stopsOnSignals: Bool = true,
    whenReady: @escaping @Sendable (RunningServer) async -> Void
  ) async throws {
    try settings.check()
    // The socket is the operator's alone from the moment it exists.
    umask(0o077)
    let readiness = Readiness()
    let gate = try LedgerGate(
      ledger: ledger,
      surroundings: surroundings,
      limits: settings.limits,
      readiness: readiness
    )
    let ports = OpenPorts()
    let listeners = Listeners(settings: settings, logger: logger, ports: ports)
    let services: [any Service] = [
      try listeners.health(readiness), try listeners.console(gate), try listeners.main(gate),
      StopNotice(readiness: readiness, nudges: gate.nudges),
    ]
    var configuration = ServiceGroupConfiguration(services: services, logger: logger)
    configuration.maximumGracefulShutdownDuration =
      .milliseconds(settings.limits.stopMilliseconds)
    let group = ServiceGroup(configuration: configuration)
    await ports.whenAllOpen { main, health in
      let running = RunningServer(
        listen: ListenAddress(host: settings.listen.host, port: main),
        health: ListenAddress(host: settings.health.host, port: health),
        isEncrypted: settings.tls != nil,
        stop: { await group.triggerGracefulShutdown() }
      )
      await whenReady(running)
    }
    defer { unlink(settings.socketPath) }
    do {
      try await run(group, stopsOnSignals: stopsOnSignals)
    } catch let error as IOError {
      throw SettingsProblem(
        "Cannot listen on \(settings.listen) or \(settings.health): "
          + "\(String(cString: strerror(error.errnoCode))). Choose other addresses."
      )
    }
  }

  private static func run(_ group: ServiceGroup, stopsOnSignals: Bool) async throws {
    guard stopsOnSignals else { return try await group.run() }
    let signals = StopSignals()
    await signals.listen { Task { await group.triggerGracefulShutdown() } }
    do {
      try await group.run()
    } catch {
      await signals.end()
      throw error
    }
    await signals.end()
  }
}

/// Tells monitoring that the server stops, before the listeners begin to.
private struct StopNotice: Service {
  let readiness: Readiness
  let nudges: NudgeBoard

  func run() async throws {
    try? await gracefulShutdown()
    await readiness.beginStopping()
    await nudges.stop()
  }
}
