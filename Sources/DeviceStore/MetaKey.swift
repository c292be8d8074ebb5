/// The single values that a device remembers, by their names in the table `meta`.
package enum MetaKey: String, CaseIterable, Sendable {
  /// The device's id, minted before the first enrolment was sent.
  case device
  /// The bearer token, minted with ``device``.
  case token
  /// The server's address.
  case server
  /// The worker as the server gave it at enrolment; absent until then.
  case worker
  /// How often the device had to renumber, from 1.
  case generation
  /// The number of the next operation, from 1.
  case nextNumber = "next_number"
  /// The stamp that was minted last.
  case stamp
  /// Where the rows stand; absent until a first page was applied.
  case cursor
  /// The seq that the rows stand at.
  case seq
  /// While everything is read for the first time: the seq at which that began, which the families that have
  /// arrived are at least of.
  case firstHead = "first_head"
  /// The newest place in the server's history that was heard of, as the server names it.
  case known
  /// The seq of ``known``.
  case knownSeq = "known_seq"
  /// Places that the device has stood at, as `seq place` in lines, ever fewer towards the past.
  case places
  /// While the rows are still those of a history that the server has lost: the newest commit of it
  /// that still stands.
  case shared
  /// When the rows were last compared with the server's, milliseconds since 1970.
  case lastVerify = "last_verify"
  /// What the server said that it speaks, as `oldest newest when`.
  case hello
  /// The server's epoch.
  case epoch
  /// The server's newest seq that was heard of.
  case head
  /// Everything up to this seq is in a verified backup.
  case backupSeq = "backup_seq"
  /// The device's clocks at the server's last answer, as `wall mono boot`.
  case lastAnswer = "last_answer"
  /// When everything was last sent and received, milliseconds since 1970.
  case lastFullSync = "last_full_sync"
  /// Operations that were held since a sync last reported any.
  case newlyHeld = "newly_held"
  /// Open review items among the rows, kept so that nothing need be opened to count them.
  case openReviews = "open_reviews"
  /// Families of which only a part has arrived, ids separated by spaces.
  case arriving
  /// Erased families about which operations are still to be answered, ids separated by spaces.
  case erased
  /// Present while everything is read again beside the old rows.
  case replacing
  /// Where the reading beside the old rows stands.
  case stagingCursor = "staging_cursor"
}
