import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// A problem that a channel handler answers with by itself, before it closes the connection.
enum EarlyAnswer {
  /// The parts of the answer.
  static func parts(_ problem: Problem, allocator: ByteBufferAllocator) -> [HTTPResponsePart] {
    let body = problem.body(requestID: nil)
    var fields = problem.fields
    fields[.connection] = "close"
    fields[.contentLength] = String(body.count)
    return [
      .head(HTTPResponse(status: problem.status, headerFields: fields)),
      .body(allocator.buffer(bytes: body)),
      .end(nil),
    ]
  }
}

extension ChannelHandlerContext {
  /// Writes an answer and ends the sending side; closes the rest a little later.
  ///
  /// A close at once would reset the connection while the client still sends, and the answer
  /// could be lost with it.
  func answer(_ problem: Problem, thenCloseAfter linger: TimeAmount) {
    for part in EarlyAnswer.parts(problem, allocator: channel.allocator) {
      write(NIOAny(part), promise: nil)
    }
    flush()
    close(mode: .output, promise: nil)
    let channel = channel
    eventLoop.scheduleTask(in: linger) { channel.close(promise: nil) }
  }
}
