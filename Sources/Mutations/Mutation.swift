import Foundation

#if Mutations && !DEBUG
#error("The trait Mutations plants bugs; a release is never built with it.")
#endif

/// Bugs that are planted one at a time, to see that the tests find them.
///
/// The places that hold them are compiled only with the package trait `Mutations`, which no build has by
/// itself. `STARMAP_MUTATION=name` plants one in a process of such a build. `.ci/mutations` shows that
/// each turns the tests red; one that stays green is a test that is missing.
package enum Mutation: String, CaseIterable, Sendable {
  /// The device keeps the cursor in a transaction of its own, before the rows.
  case cursorBeforeRows
  /// The server's store is set to `synchronous = NORMAL`.
  case normalSync
  /// The device's store is set to `synchronous = NORMAL`.
  case normalSyncOnDevice
  /// An eviction takes the family's unsent operations with it.
  case evictBeforePush
  /// A push that fails in a way the device does not know takes its operations out of the queue.
  case dropOnUnknownError
  /// Of concurrent edits the one with the later clock of its device stands.
  case wallClockWins
  /// A page that goes on looks at the rights that its pull began with.
  case noScopeOnContinuation
  /// Rights that were reckoned once are never reckoned again.
  case rightsKept
  /// Rights that followed from what was undone are kept.
  case undoneRightsKept
  /// A commit takes its number before it is its turn.
  case numberTakenEarly
  /// What was sent without an answer is sent again under another id.
  case retryRenumbers
  /// A push that was answered at all counts as answered for every operation.
  case queueClearedUnread
  /// A cursor below the floor is served.
  case floorIgnored
  /// A push may unpack to any size.
  case gzipUncapped
  /// What was saved and not sent is not laid over what was pulled.
  case overlayForgotten
  /// A history that the server does not have goes unnoticed.
  case forkUnnoticed
  /// Work that arrives after a handover is refused.
  case lateRefused
  /// Every edit counts as one whose author had seen everything.
  case baseIgnored
  /// An edit brings a deleted record back.
  case deletedRevived
  /// What is refused since its family was erased is kept all the same.
  case erasedKept
  /// A group takes effect in parts.
  case groupInParts
  /// A refused operation's bytes are not kept.
  case refusedNotKept
  /// A row is taken whatever its version.
  case olderRowTaken
  /// Whoever names a tag is told that nothing has changed.
  case unchangedToAll
  /// What the server put off counts as answered.
  case putOffCounted
  /// Another operation under a known number counts as a repeat.
  case forkTakenForRepeat
  /// No page has a note.
  case notesNotServed
  /// An answer that is given again leaves out the reason and the review items.
  case repeatShortened
  /// What was answered and not received yet is not laid over what was pulled.
  case ackedNotShown
  /// Of what gave way to an edit, that a field had been cleared is not kept.
  case clearingForgotten
  /// Everybody who sees a family may assign it.
  case assignUnchecked
  /// An edit counts as concurrent even when its author had seen the present version.
  case nothingSeen
  /// Who takes a value out of the queue writes over what was set since, and it is kept nowhere.
  case takenUnseen
  /// What a device read of a history that the server has lost counts as read of the present one.
  case lostHistoryCounted

  /// Whether this process has it.
  package var isPlanted: Bool { Self.planted == self }

  private static let planted = ProcessInfo.processInfo.environment["STARMAP_MUTATION"]
    .flatMap { Mutation(rawValue: $0) }
}
