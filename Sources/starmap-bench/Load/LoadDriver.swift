import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Somebody who sends one request after the other, the next when the last was answered.
protocol LoadClient: AnyObject {
  /// The next request, with its head; `nil` when there is none.
  func next() throws -> [UInt8]?
  /// Takes the answer to it.
  func take(_ answer: LoadConnection.Answer) throws
}

/// What a run of clients took.
struct LoadTimes {
  /// Milliseconds from the first request to the last answer.
  var wall: Double = 0
  /// Milliseconds of each request.
  var requests: [Double] = []
  /// Bytes of requests, with their heads.
  var bytesUp = 0
  /// Bytes of answers, with their heads.
  var bytesDown = 0
}

/// Drives clients from one thread, each on a connection of its own.
enum LoadDriver {
  /// Runs clients until none has anything left to send.
  ///
  /// - Parameters:
  ///   - clients: The clients.
  ///   - port: The server's port.
  /// - Returns: What it took.
  /// - Throws: ``BenchFailure``, or what a client throws.
  static func run(_ clients: [any LoadClient], port: UInt16) throws -> LoadTimes {
    let connections = try clients.map { _ in try LoadConnection(port: port) }
    var polled = connections.map { pollfd(fd: $0.descriptor, events: 0, revents: 0) }
    var began = [ContinuousClock.Instant](repeating: .now, count: clients.count)
    var times = LoadTimes()
    var open = 0
    let start = ContinuousClock.now
    func begin(_ index: Int) throws -> Bool {
      guard let request = try clients[index].next() else {
        polled[index].fd = -1
        return false
      }
      began[index] = .now
      times.bytesUp += request.count
      try connections[index].begin(request)
      polled[index].events = Int16(connections[index].isSending ? POLLIN | POLLOUT : POLLIN)
      return true
    }
    for index in clients.indices where try begin(index) { open += 1 }
    while open > 0 {
      guard poll(&polled, nfds_t(polled.count), 60_000) > 0 else {
        throw BenchFailure(message: "the server did not answer within a minute")
      }
      for index in clients.indices where polled[index].revents != 0 {
        if connections[index].isSending {
          try connections[index].send()
          if !connections[index].isSending { polled[index].events = Int16(POLLIN) }
        }
        guard polled[index].revents & Int16(POLLIN | POLLHUP | POLLERR) != 0,
          let answer = try connections[index].receive()
        else { continue }
        times.requests.append(milliseconds(in: .now - began[index]))
        times.bytesDown += answer.byteCount
        try clients[index].take(answer)
        if try !begin(index) { open -= 1 }
      }
    }
    times.wall = milliseconds(in: .now - start)
    return times
  }
}
