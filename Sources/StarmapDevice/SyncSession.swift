import Casework
import DeviceStore
import SyncProtocol
import WireFormat

/// One sync, as a machine without a clock, a task or a socket of its own.
///
/// Ask ``next()`` what to do; send the request and hand the answer to ``receive(_:)``, or say with
/// ``lost(_:)`` that there was none; then ask again. The order is: hello where that is due, push until the outbox is empty
/// or the server wants a pause, pull until up to date, settle. A push that fails never prevents the
/// pull.
package struct SyncSession {
  enum Phase {
    /// Ask which versions the server speaks.
    case hello
    case push
    case pull
    /// Ask where the device's history and the server's part.
    case ancestor
    /// Compare what is held with what the server would give.
    case verify
    case finished
  }

  enum Awaited {
    case hello(SyncRequest)
    case push([OutboxEntry], SyncRequest)
    case pull(PullPlace, SyncRequest)
    case ancestor(SyncRequest)
    case verify(SyncRequest)
  }

  /// How often one session may begin anew after a fork, a gap or a resync, before it leaves the
  /// rest to the next.
  static let recoveriesMax = 8

  let store: DeviceStore
  let surroundings: Surroundings
  let identity: Identity
  var phase = Phase.hello
  /// The protocol versions that this device speaks.
  let spoken: ClosedRange<Int>
  /// The version that it speaks with this server.
  var protocolVersion: Int
  var awaited: Awaited?
  var outcome = SyncOutcome()
  var pushOperationsMax: Int
  /// How many operations go at once after the server left some of a push for later: one, and twice as many
  /// with every push that it takes whole.
  var pushOperationsOnTrial = Limits.pushOperationsMax
  var recoveriesLeft = SyncSession.recoveriesMax
  /// Where the server stood at the first page of this sync, or since it was found to be another history.
  var headToReach: Int64?
  /// Whether to compare everything with the server although it is not due.
  let mustVerify: Bool
  /// The most families in one question of a comparison.
  let familiesPerQuestion: Int
  /// The questions of the comparison that are still to be asked.
  var questions: [VerifyRequest] = []
  var hasVerified = false
  private var isUpToDate = false
  private let servedBefore: Set<FamilyID>
  private let hereBefore: Set<FamilyID>

  /// Begins a sync of a device.
  ///
  /// - Parameters:
  ///   - device: The device, enrolled.
  ///   - mustVerify: Compares what is held with the server's even when that is not due yet.
  ///   - familiesPerQuestion: The most families in one question of a comparison.
  ///   - pushOperationsMax: The most operations in one push; a longer group still goes as a whole.
  ///   - spoken: The protocol versions that it speaks.
  /// - Throws: `Refusal` when it is not enrolled, `DeviceStoreError`.
  package init(
    device: Device,
    mustVerify: Bool = false,
    familiesPerQuestion: Int = VerifyRequest.familiesMax,
    pushOperationsMax: Int = Limits.pushOperationsMax,
    spoken: ClosedRange<Int> = Limits.protocolVersions
  ) throws {
    self.pushOperationsMax = pushOperationsMax
    self.spoken = spoken
    protocolVersion = spoken.upperBound
    self.mustVerify = mustVerify
    self.familiesPerQuestion = familiesPerQuestion
    store = device.store
    surroundings = device.surroundings
    (identity, servedBefore, hereBefore) = try device.reading { reader, identity in
      (identity, try reader.families(servedOnly: true), try reader.families())
    }
  }

  /// What to do next; asked twice without an answer in between, it says the same again.
  ///
  /// - Returns: A request to send, or how the sync ended.
  /// - Throws: `DeviceStoreError`, and what a failpoint throws.
  package mutating func next() throws -> SyncStep {
    while true {
      switch awaited {
      case .hello(let request), .push(_, let request), .pull(_, let request),
        .ancestor(let request), .verify(let request):
        return .send(request)
      case nil: break
      }
      switch phase {
      case .hello:
        try prepareHello()
      case .push:
        if try !preparePush() { phase = .pull }
      case .pull:
        try preparePull()
      case .ancestor:
        try prepareAncestor()
      case .verify:
        try prepareVerify()
      case .finished:
        return .done(try finish())
      }
    }
  }

  /// Takes the answer to the last request.
  ///
  /// - Parameter answer: The answer; one that nobody waits for is ignored.
  /// - Throws: `DeviceStoreError`, and what a failpoint throws.
  package mutating func receive(_ answer: SyncAnswer) throws {
    guard let awaited else { return }
    self.awaited = nil
    if let seconds = answer.headers["retry-after"].flatMap({ Int($0) }), seconds > 0 {
      outcome.retryAfterSeconds = max(outcome.retryAfterSeconds ?? 0, min(seconds, 86_400))
    }
    switch awaited {
    case .hello:
      try takeHello(answer)
    case .push(let entries, _):
      try surroundings.reach(.pushAfterAnswer)
      try takePush(answer, entries)
    case .pull(let place, _):
      try surroundings.reach(.pullAfterAnswer)
      try takePull(answer, place)
    case .ancestor:
      try takeAncestor(answer)
    case .verify:
      try takeVerify(answer)
    }
  }

  /// Notes that there was no answer: the sync ends, and everything is kept.
  ///
  /// - Parameter sentence: What to tell the person.
  package mutating func lost(
    _ sentence: String = "Could not reach the server. Everything that was saved is safe on this "
      + "device; try again later."
  ) {
    awaited = nil
    outcome.isReachable = false
    outcome.problem = .unreachable(sentence)
    phase = .finished
  }

  /// Ends the sync with what went wrong.
  mutating func stop(_ problem: SyncProblem) {
    outcome.problem = problem
    phase = .finished
  }

  /// Ends the sync, since everything was received.
  mutating func finishUpToDate() throws {
    isUpToDate = true
    phase = try isVerifyDue() ? .verify : .finished
  }

  /// Headers that every request has.
  var headers: [String: String] {
    [
      "Authorization": "Bearer \(identity.token)",
      "Sync-Protocol": "\(protocolVersion)", "Sync-Schema": "\(Limits.schemaVersion)",
    ]
  }

  private mutating func finish() throws -> SyncOutcome {
    var outcome = outcome
    outcome = try store.write { writer in
      try writer.settle(at: surroundings.now())
      outcome.unsent = try writer.reader.entryCount([.pending, .sent])
      outcome.held = Int(clamping: try writer.reader.number(.newlyHeld))
      try writer.set(.newlyHeld, to: nil)
      let here = try writer.reader.families()
      outcome.entered =
        try writer.reader.families(servedOnly: true).subtracting(hereBefore).count
      outcome.left = servedBefore.subtracting(here).count
      if isUpToDate, outcome.unsent == 0 {
        try writer.set(.lastFullSync, to: surroundings.now())
        // A new device holds what was just served; the first comparison is due a week later.
        if try writer.reader.text(.lastVerify) == nil {
          try writer.set(.lastVerify, to: surroundings.now())
        }
      }
      return outcome
    }
    self.outcome = outcome
    return outcome
  }
}
