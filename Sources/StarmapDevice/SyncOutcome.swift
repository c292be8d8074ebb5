package import SyncProtocol

/// How a sync ended.
package struct SyncOutcome: Hashable, Sendable {
  /// Operations that were answered for good.
  package internal(set) var sent = 0
  /// Of these, those that stand in the records or as a suggestion.
  package internal(set) var accepted = 0
  /// Operations that were newly held for a person, also those of a sync that was cut off before it
  /// could tell.
  package internal(set) var held = 0
  /// Accepted operations of somebody who no longer holds the family.
  package internal(set) var late = 0
  /// Accepted operations of which something was kept as a suggestion.
  package internal(set) var proposed = 0
  /// Operations about families that were erased, and so were not kept.
  package internal(set) var erased = 0
  /// Changes that were received and were new here.
  package internal(set) var received = 0
  /// Families that are here now and were not before.
  package internal(set) var entered = 0
  /// Families that were here before and are not now.
  package internal(set) var left = 0
  /// Families that were found to differ from the server's when everything was compared, and were
  /// read again: each is a fault worth reporting.
  package internal(set) var differing = 0
  /// Operations that are still to be answered.
  package internal(set) var unsent = 0
  /// Whether the server answered to the end.
  package internal(set) var isReachable = true
  /// How long the server asked to wait, in seconds, if it did.
  package internal(set) var retryAfterSeconds: Int?
  /// What went wrong, if anything did; nothing saved is lost by any of it.
  package internal(set) var problem: SyncProblem?

  /// Whether everything was sent, received, and nothing newly held: the only success there is.
  package var isComplete: Bool { problem == nil && unsent == 0 && held == 0 }
}

/// What can go wrong in a sync, by what a person can do about it.
package enum SyncProblem: Hashable, Sendable {
  /// There was no answer; the sentence names the host.
  case unreachable(String)
  /// An answer was cut off or is not this server's.
  case unreadable
  /// The token is not known.
  case signInNeeded(Refusal)
  /// The device was revoked; what is unsent stays on it.
  case deviceRevoked(Refusal)
  /// Too little room is left on the device to receive; everything was still sent.
  case deviceFull
  /// This version is too old to receive; it was still allowed to send.
  case clientTooOld(Refusal)
  /// The server could not just now.
  case retryLater(Refusal)
  /// The server refused the request as a whole.
  case refused(Refusal)

  /// What happened, that work is safe, and what to do next.
  package var sentence: String {
    switch self {
    case .unreachable(let sentence): sentence
    case .deviceFull:
      "Less than 32 MB are free on this device, so nothing new was received. What is saved here is safe "
        + "and is still sent; free some space and sync again."
    case .unreadable:
      "The server's answer was cut off or could not be read. Everything that was saved is safe on "
        + "this device; try again later."
    case .signInNeeded(let refusal), .deviceRevoked(let refusal), .clientTooOld(let refusal),
      .retryLater(let refusal), .refused(let refusal):
      refusal.detail
    }
  }

  /// The problem in an answer that is none of the expected ones.
  init(_ answer: SyncAnswer) {
    let refusal = answer.refusal
    self =
      switch (answer.status, refusal?.code) {
      case (_, .deviceRevoked): .deviceRevoked(refusal ?? answer.unnamed)
      case (401, _): .signInNeeded(refusal ?? answer.unnamed)
      case (426, _): .clientTooOld(refusal ?? answer.unnamed)
      case (429, _), (500..., _): .retryLater(refusal ?? answer.unnamed)
      default: refusal.map { .refused($0) } ?? .unreadable
      }
  }
}
