import Casework
import Storage
import SyncProtocol

/// What a server says on an open stream of hints; it never carries data.
enum Nudge: Hashable, Sendable {
  /// There may be something to pull.
  case head
  /// The stream ends: the device is revoked, another stream of it was opened, or the server stops.
  case bye
  /// Nothing; keeps what lies between from closing the stream.
  case alive

  /// The bytes of the event (WHATWG HTML, server-sent events); one without data would be no event.
  var bytes: [UInt8] {
    switch self {
    case .head: Array("event: head\ndata: {}\n\n".utf8)
    case .bye: Array("event: bye\ndata: {}\n\n".utf8)
    case .alive: Array(":\n\n".utf8)
    }
  }
}

/// The devices that wait for hints.
///
/// One stream a device; a second one ends the first. A hint may be lost or come for nothing: devices pull
/// all the same.
actor NudgeBoard {
  private struct Listener {
    let principal: Principal
    let number: Int
    /// The newest commit that it was told of.
    var seq: Int64
    let events: AsyncStream<Nudge>.Continuation
  }

  private let limits: ServerLimits
  private var listeners: [DeviceID: Listener] = [:]
  private var lastNumber = 0
  private var isStopped = false
  private var ticker: Task<Void, Never>?

  /// Makes a board without listeners.
  init(limits: ServerLimits) {
    self.limits = limits
  }

  /// Who listens.
  var listening: [Principal] { listeners.values.map(\.principal) }

  /// Refuses another stream when as many are open as may be.
  ///
  /// - Throws: ``Problem`` `unavailable`.
  func admit(_ device: DeviceID) throws {
    guard listeners[device] != nil || listeners.count < limits.nudgesMax else {
      throw Problem(
        .unavailable,
        "Too many devices wait for hints; pull every few minutes instead."
      )
    }
  }

  /// Opens the stream of a device.
  ///
  /// - Parameters:
  ///   - principal: Whose it is.
  ///   - seq: The newest commit that it may see and need not be told of.
  /// - Returns: The hints; the stream ends after `bye`.
  func listen(_ principal: Principal, after seq: Int64) -> AsyncStream<Nudge> {
    let (stream, events) = AsyncStream.makeStream(
      of: Nudge.self,
      bufferingPolicy: .bufferingNewest(2)
    )
    guard !isStopped else {
      events.yield(.bye)
      events.finish()
      return stream
    }
    end(principal.device)
    lastNumber += 1
    let number = lastNumber
    events.onTermination = { [weak self] _ in
      guard let self else { return }
      Task { await self.forget(principal.device, number) }
    }
    // What lies between learns at once that this is a stream.
    events.yield(.alive)
    listeners[principal.device] =
      Listener(principal: principal, number: number, seq: seq, events: events)
    startTicking()
    return stream
  }

  /// Tells those for whom there is something new.
  ///
  /// - Parameter seqs: For each device the newest commit that it may see; `nil` for one that may see
  ///   nothing any more.
  func tell(_ seqs: [DeviceID: Int64?]) {
    for (device, seq) in seqs {
      guard let seq else {
        end(device)
        continue
      }
      guard let listener = listeners[device], seq > listener.seq else { continue }
      listeners[device]?.seq = seq
      listener.events.yield(.head)
    }
  }

  /// Ends every stream, and those that are opened later.
  func stop() {
    isStopped = true
    for device in Array(listeners.keys) { end(device) }
    ticker?.cancel()
  }

  private func end(_ device: DeviceID) {
    guard let listener = listeners.removeValue(forKey: device) else { return }
    listener.events.yield(.bye)
    listener.events.finish()
  }

  private func forget(_ device: DeviceID, _ number: Int) {
    if listeners[device]?.number == number { listeners.removeValue(forKey: device) }
  }

  private func startTicking() {
    guard ticker == nil else { return }
    let pause = Duration.milliseconds(limits.nudgeAliveMilliseconds)
    ticker = Task { [weak self] in
      while !Task.isCancelled {
        try? await Task.sleep(for: pause)
        guard let self, await self.tick() else { return }
      }
    }
  }

  /// Whether anybody still listens.
  private func tick() -> Bool {
    guard !listeners.isEmpty else {
      ticker = nil
      return false
    }
    for listener in listeners.values { listener.events.yield(.alive) }
    return true
  }
}

extension LedgerGate {
  /// The newest commit that a device may see.
  func newestSeq(visibleTo principal: Principal) async throws -> Int64 {
    try await read { _, reader in try reader.newestSeq(visibleTo: principal) }
  }

  /// Tells the listening devices what has come for them, all in one read.
  func tellListeners() async {
    let listening = await nudges.listening
    guard !listening.isEmpty else { return }
    let seqs = try? await read { _, reader in
      try listening.map { principal -> (DeviceID, Int64?) in
        let isActive = try reader.device(principal.device)?.status == .active
        return (principal.device, isActive ? try reader.newestSeq(visibleTo: principal) : nil)
      }
    }
    // A hint that cannot be given is lost, as any may be.
    guard let seqs else { return }
    await nudges.tell(Dictionary(seqs) { first, _ in first })
  }
}
