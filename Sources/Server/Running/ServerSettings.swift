/// What the operator decides about a server.
package struct ServerSettings: Sendable {
  /// The name of the operator's socket in the data directory.
  package static let socketName = "admin.sock"

  /// A certificate and its key, as PEM files.
  package struct TLSFiles: Hashable, Sendable {
    /// The certificate, followed by those that vouch for it.
    package let certificate: String
    /// The private key.
    package let key: String

    /// Names both files.
    package init(certificate: String, key: String) {
      self.certificate = certificate
      self.key = key
    }
  }

  /// The directory that holds the ledger; the operator's socket lies in it too.
  package var dataDirectory: String
  /// Where devices call.
  package var listen: ListenAddress
  /// Where the operator's monitoring calls; only this machine can reach it.
  package var health: ListenAddress
  /// Encrypts what devices send; `nil` for a server on this machine alone or behind a proxy.
  package var tls: TLSFiles?
  /// The addresses of the proxy that encrypts, such as `10.0.0.0/8`; others are turned away.
  package var behindProxy: String?
  /// What exports name as their maker.
  package var version: String
  /// Times and amounts.
  package var limits: ServerLimits

  /// Makes settings.
  ///
  /// - Parameters:
  ///   - dataDirectory: The directory that holds the ledger.
  ///   - listen: Where devices call.
  ///   - health: Where the operator's monitoring calls.
  ///   - tls: The certificate and key; `nil` for none.
  ///   - behindProxy: The addresses of the proxy that encrypts; `nil` for none.
  ///   - version: The program's version.
  ///   - limits: Times and amounts.
  package init(
    dataDirectory: String,
    listen: ListenAddress = ListenAddress(host: "127.0.0.1", port: 8440),
    health: ListenAddress = ListenAddress(host: "127.0.0.1", port: 8441),
    tls: TLSFiles? = nil,
    behindProxy: String? = nil,
    version: String = "",
    limits: ServerLimits = ServerLimits()
  ) {
    self.dataDirectory = dataDirectory
    self.listen = listen
    self.health = health
    self.tls = tls
    self.behindProxy = behindProxy
    self.version = version
    self.limits = limits
  }

  /// The path of the operator's socket.
  package var socketPath: String { dataDirectory + "/" + Self.socketName }

  /// Refuses settings that cannot work or would send case content in the clear.
  package func check() throws(SettingsProblem) {
    if let behindProxy, AddressRange(behindProxy) == nil {
      throw SettingsProblem(
        "--behind-proxy must be an address or a range of addresses such as 10.0.0.0/8; "
          + "`\(behindProxy)` is neither."
      )
    }
    guard listen.isLoopback || tls != nil || behindProxy != nil else {
      throw SettingsProblem(
        "\(listen) can be reached from other machines, and plain HTTP would send case content in "
          + "the clear. Give --tls-cert and --tls-key, or --behind-proxy RANGE when a proxy "
          + "encrypts, or listen on 127.0.0.1."
      )
    }
    guard health.isLoopback else {
      throw SettingsProblem(
        "The health address \(health) can be reached from other machines; use 127.0.0.1."
      )
    }
    // The system keeps a socket's path in a field of 108 bytes, on other systems 104.
    guard socketPath.utf8.count < 104 else {
      throw SettingsProblem(
        "The path of the data directory is too long for the socket in it; choose a shorter one."
      )
    }
  }
}

/// Settings that cannot be used; the sentence names the remedy.
package struct SettingsProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// One or two sentences for the operator.
  package let message: String

  /// Says what is wrong.
  package init(_ message: String) {
    self.message = message
  }

  /// The sentence for the operator.
  package var description: String { message }
}
