import HTTPTypes
import NIOCore
import NIOHTTPTypes
import SyncProtocol

/// Ends connections whose request bodies come too slowly.
///
/// The framework's idle timeout does not see a body that drips, and one such client would hold up
/// a stopping server without end. The whole body has a time that grows with its size; after an answer that
/// came early only a moment is left, and while the server stops only the time to drain.
final class BodyDeadline: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let limits: ServerLimits
  private let bodyBytesMax: Int64
  private var state = ExchangeState()
  private var deadline: NIODeadline?
  private var scheduled: Scheduled<Void>?
  private var isStopping = false
  private var isEnding = false

  /// Makes a handler for one connection.
  ///
  /// - Parameters:
  ///   - limits: The times.
  ///   - bodyBytesMax: The largest body that is worth waiting for.
  init(limits: ServerLimits, bodyBytesMax: Int) {
    self.limits = limits
    self.bodyBytesMax = Int64(bodyBytesMax)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let part = unwrapInboundIn(data)
    state.note(part)
    switch part {
    case .head(let head):
      let allowed = isStopping ? limits.drainMilliseconds : milliseconds(for: head)
      schedule(context, at: .now() + .milliseconds(allowed))
    case .body: break
    case .end: cancel()
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let part = unwrapOutboundIn(data)
    state.note(part)
    context.write(data, promise: promise)
    if case .end = part, state.isReading {
      hasten(context, to: .now() + .milliseconds(limits.lingerMilliseconds))
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is ChannelShouldQuiesceEvent {
      isStopping = true
      if state.isReading {
        hasten(context, to: .now() + .milliseconds(limits.drainMilliseconds))
      }
    }
    context.fireUserInboundEventTriggered(event)
  }

  /// The idle timeout closes without a word; a request that had begun gets its answer first.
  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    guard mode == .all, state.isReading, state.mayAnswer, !isEnding else {
      return context.close(mode: mode, promise: promise)
    }
    end(context)
    promise?.succeed()
  }

  func channelInactive(context: ChannelHandlerContext) {
    cancel()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    cancel()
  }

  private func milliseconds(for head: HTTPRequest) -> Int64 {
    let named = head.headerFields[.contentLength].flatMap { Int64($0) } ?? bodyBytesMax
    let size = min(max(named, 0), bodyBytesMax)
    return limits.bodyMilliseconds + size * 1000 / max(limits.bodyBytesPerSecond, 1)
  }

  private func hasten(_ context: ChannelHandlerContext, to instant: NIODeadline) {
    if let deadline, deadline <= instant { return }
    schedule(context, at: instant)
  }

  private func schedule(_ context: ChannelHandlerContext, at instant: NIODeadline) {
    cancel()
    deadline = instant
    scheduled = context.eventLoop.assumeIsolated().scheduleTask(deadline: instant) {
      self.end(context)
    }
  }

  private func cancel() {
    scheduled?.cancel()
    scheduled = nil
    deadline = nil
  }

  private func end(_ context: ChannelHandlerContext) {
    cancel()
    isEnding = true
    guard state.isReading, state.mayAnswer else { return context.close(promise: nil) }
    context.answer(
      Problem(
        .tooSlow,
        "The request did not arrive in time; send it again on a better connection."
      ),
      thenCloseAfter: .milliseconds(limits.lingerMilliseconds)
    )
  }
}
