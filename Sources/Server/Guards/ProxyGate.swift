import NIOCore

/// Closes connections that do not come from the proxy that encrypts them.
final class ProxyGate: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny
  typealias InboundOut = NIOAny

  private let range: AddressRange

  init(range: AddressRange) {
    self.range = range
  }

  func handlerAdded(context: ChannelHandlerContext) {
    if context.channel.isActive { check(context) }
  }

  func channelActive(context: ChannelHandlerContext) {
    check(context)
    context.fireChannelActive()
  }

  private func check(_ context: ChannelHandlerContext) {
    if !range.contains(context.remoteAddress) { context.close(promise: nil) }
  }
}
