import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOSSL
import SyncProtocol

/// The three applications of a server.
struct Listeners {
  let settings: ServerSettings
  let logger: Logger
  let ports: OpenPorts

  /// Where devices call.
  func main(_ gate: LedgerGate) throws -> Application<Boundary<RouterResponder<ServerContext>>> {
    let ports = ports
    return Application(
      responder: switchboard(Route.all, gate).responder,
      server: try ConnectionGuards.server(
        limits: settings.limits,
        bodyBytesMax: Limits.pushWireBytesMax,
        proxy: settings.behindProxy.flatMap { AddressRange($0) },
        tls: try settings.tls.map { try configuration($0) }
      ),
      configuration: configuration(.hostname(settings.listen.host, port: settings.listen.port)),
      onServerRunning: { await ports.openedMain($0.localAddress?.port ?? 0) },
      logger: logger
    )
  }

  /// Where the operator's monitoring calls.
  func health(
    _ readiness: Readiness
  ) throws -> Application<Boundary<RouterResponder<ServerContext>>> {
    let ports = ports
    return Application(
      responder: HealthRoutes.responder(readiness, limits: settings.limits),
      server: try ConnectionGuards.server(limits: settings.limits, bodyBytesMax: 0),
      configuration: configuration(.hostname(settings.health.host, port: settings.health.port)),
      onServerRunning: { await ports.openedHealth($0.localAddress?.port ?? 0) },
      logger: logger
    )
  }

  /// Where the operator's commands arrive.
  func console(_ gate: LedgerGate) throws -> Application<Boundary<RouterResponder<ServerContext>>> {
    let ports = ports
    let path = settings.socketPath
    return Application(
      responder: switchboard(Route.console, gate).responder,
      server: try ConnectionGuards.server(
        limits: settings.limits,
        bodyBytesMax: Limits.importBytesMax
      ),
      configuration: configuration(.unixDomainSocket(path: path)),
      onServerRunning: { _ in
        chmod(path, 0o600)
        await ports.openedConsole()
      },
      logger: logger
    )
  }

  private func switchboard(_ routes: [Route], _ gate: LedgerGate) -> Switchboard {
    Switchboard(
      routes: routes,
      gate: gate,
      version: settings.version,
      limits: settings.limits
    )
  }

  private func configuration(_ address: BindAddress) -> ApplicationConfiguration {
    ApplicationConfiguration(
      address: address,
      availableConnectionsDelegate: MaximumAvailableConnections(
        settings.limits.connectionsMax,
        logger: logger
      )
    )
  }

  private func configuration(_ files: ServerSettings.TLSFiles) throws -> TLSConfiguration {
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(files.certificate)
      let key = try NIOSSLPrivateKey(file: files.key, format: .pem)
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) },
        privateKey: .privateKey(key)
      )
      configuration.minimumTLSVersion = .tlsv12
      configuration.applicationProtocols = ["http/1.1"]
      return configuration
    } catch {
      throw SettingsProblem(
        "The certificate \(files.certificate) or the key \(files.key) cannot be read as PEM; "
          + "check both files and their rights."
      )
    }
  }
}
