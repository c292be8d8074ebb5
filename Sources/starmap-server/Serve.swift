import ArgumentParser
import Foundation
import Logging
import Machine
import SQLiteStorage
import Server
import Storage
import SyncProtocol

/// Serves devices, supervisors and the operator until it is told to stop.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve until SIGTERM; one folder, one process.",
    discussion: """
      An address that other machines can reach needs --tls-cert and --tls-key, or --behind-proxy with the \
      addresses of the proxy that encrypts.
      """
  )

  @OptionGroup var data: DataOptions

  @Option(help: "Where devices call; port 0 takes a free one.")
  var listen = "127.0.0.1:8440"

  @Option(help: "Where monitoring calls: /livez and /readyz; loopback only.")
  var health = "127.0.0.1:8441"

  @Option(help: "The certificate chain, PEM.", completion: .file())
  var tlsCert: String?

  @Option(help: "The certificate's private key, PEM.", completion: .file())
  var tlsKey: String?

  @Option(help: "The address or range of the proxy that encrypts, such as 10.0.0.0/8.")
  var behindProxy: String?

  @Option(help: .hidden)
  var commitUnits: Int?

  func run() async throws {
    try await reporting("serve", asJSON: false) {
      let settings = try settings()
      do {
        try settings.check()
      } catch let problem as SettingsProblem {
        throw ConfigurationFailure(message: problem.message)
      }
      let surroundings = Surroundings.process()
      let ledger = try SQLiteLedger(
        directory: data.directory,
        epoch: Epoch(prefix: surroundings.random(), suffix: surroundings.random())
      )
      try checkPages(of: ledger)
      let logger = Logger(label: "starmap-server") { label in
        JSONLinesLog(label: label, now: surroundings.now)
      }
      do {
        try await ServerProgram.run(
          settings,
          ledger: ledger,
          surroundings: surroundings,
          logger: logger,
          whenReady: { announce($0) }
        )
      } catch let problem as SettingsProblem {
        throw ConfigurationFailure(message: problem.message)
      }
      try ledger.close()
    }
  }

  /// Refuses to serve from a store with damaged pages: what is written to it could be lost with them.
  private func checkPages(of ledger: SQLiteLedger) throws {
    guard let faults = try ledger.pageFaults(), !faults.isEmpty else { return }
    try ledger.close()
    throw StorageError(
      .corrupt,
      "The database is damaged, so the server does not start: restore the newest backup with backup restore. "
        + faults.prefix(3).joined(separator: " ")
    )
  }

  private func settings() throws -> ServerSettings {
    guard (tlsCert == nil) == (tlsKey == nil) else {
      throw ConfigurationFailure(message: "--tls-cert and --tls-key belong together; give both.")
    }
    var tls: ServerSettings.TLSFiles?
    if let tlsCert, let tlsKey {
      tls = ServerSettings.TLSFiles(certificate: tlsCert, key: tlsKey)
    }
    var limits = ServerLimits()
    if let commitUnits { limits.commitUnitsMax = max(commitUnits, 1) }
    return ServerSettings(
      dataDirectory: data.directory,
      listen: try address(listen, flag: "--listen"),
      health: try address(health, flag: "--health"),
      tls: tls,
      behindProxy: behindProxy,
      version: ProgramVersion.text,
      limits: limits
    )
  }

  private func address(_ text: String, flag: String) throws -> ListenAddress {
    guard let address = ListenAddress(text) else {
      throw ConfigurationFailure(message: "\(flag) must be HOST:PORT, such as 127.0.0.1:8440.")
    }
    return address
  }

  /// Says where it listens: the one thing that scripts wait for.
  private func announce(_ running: RunningServer) {
    say("starmap-server \(ProgramVersion.text)")
    say("  Data       \(data.directory)")
    say("  Health     http://\(running.health)/readyz")
    say("  Listening  \(running.isEncrypted ? "https" : "http")://\(running.listen)")
  }
}
