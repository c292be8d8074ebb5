import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import NIOCore
import NIOSSL

/// The handlers and limits that stand before every request of a listener.
enum ConnectionGuards {
  /// A server channel with all guards.
  ///
  /// - Parameters:
  ///   - limits: Times and amounts.
  ///   - bodyBytesMax: The largest body that the listener takes.
  ///   - proxy: The only addresses that may connect; `nil` for all.
  ///   - tls: The encryption; `nil` for none.
  /// - Returns: The builder for an application.
  /// - Throws: What NIOSSL says of a certificate or key that it cannot use.
  static func server(
    limits: ServerLimits,
    bodyBytesMax: Int,
    proxy: AddressRange? = nil,
    tls: TLSConfiguration? = nil
  ) throws -> HTTPServerBuilder {
    let configuration = HTTP1Channel.Configuration(
      additionalChannelHandlers: handlers(limits, bodyBytesMax, proxy),
      idleTimeout: .milliseconds(limits.idleMilliseconds),
      httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
        maxHeaderFieldSize: limits.headerBytesMax,
        maxHeaderListSize: limits.headerBytesMax,
        maxHeaderFieldCount: limits.headerFieldsMax
      )
    )
    let plain = HTTPServerBuilder.http1(configuration: configuration)
    guard let tls else { return plain }
    return try .tls(plain, tlsConfiguration: tls)
  }

  private static func handlers(
    _ limits: ServerLimits,
    _ bodyBytesMax: Int,
    _ proxy: AddressRange?
  ) -> [any RemovableChannelHandler] {
    let always: [any RemovableChannelHandler] = [
      MalformedRequest(limits: limits),
      BodyDeadline(limits: limits, bodyBytesMax: bodyBytesMax),
      StalledReader(limits: limits),
    ]
    return (proxy.map { [ProxyGate(range: $0)] } ?? []) + always
  }
}
