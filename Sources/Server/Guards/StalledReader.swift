import NIOCore

/// Ends connections whose clients stopped reading their answers.
///
/// Nothing else would: the framework waits for such a client as long as an answer is being written.
final class StalledReader: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny
  typealias InboundOut = NIOAny

  private let limits: ServerLimits
  private var scheduled: Scheduled<Void>?
  private var isStopping = false

  init(limits: ServerLimits) {
    self.limits = limits
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    cancel()
    if !context.channel.isWritable {
      schedule(context, in: isStopping ? limits.drainMilliseconds : limits.stalledMilliseconds)
    }
    context.fireChannelWritabilityChanged()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is ChannelShouldQuiesceEvent {
      isStopping = true
      if scheduled != nil {
        cancel()
        schedule(context, in: limits.drainMilliseconds)
      }
    }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    cancel()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    cancel()
  }

  private func schedule(_ context: ChannelHandlerContext, in milliseconds: Int64) {
    scheduled = context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(milliseconds)) {
      context.close(promise: nil)
    }
  }

  private func cancel() {
    scheduled?.cancel()
    scheduled = nil
  }
}
