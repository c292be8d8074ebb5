import NIOCore
import NIOHTTPTypes
import SyncProtocol

/// Answers what is no HTTP with a problem, where the framework's own answer would be empty.
final class MalformedRequest: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let limits: ServerLimits
  private var state = ExchangeState()
  private var hasFailed = false

  init(limits: ServerLimits) {
    self.limits = limits
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !hasFailed else { return }
    state.note(unwrapInboundIn(data))
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    state.note(unwrapOutboundIn(data))
    context.write(data, promise: promise)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // What the system or the encryption reports leaves no connection to answer on.
    if error is IOError || error is ChannelError || !context.channel.isActive {
      return context.fireErrorCaught(error)
    }
    guard !hasFailed else { return }
    hasFailed = true
    guard state.mayAnswer else { return context.close(promise: nil) }
    context.answer(
      Problem(
        .invalidRequest,
        "The request is not HTTP/1.1, or its header is larger than this server takes."
      ),
      thenCloseAfter: .milliseconds(limits.lingerMilliseconds)
    )
  }
}
