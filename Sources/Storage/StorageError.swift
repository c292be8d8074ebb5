/// A failure of what remembers: a code to choose by, one sentence, and the engine's own words for
/// the log.
package struct StorageError: Error, Sendable, CustomStringConvertible {
  /// What kind of failure it is.
  package enum Code: String, Sendable {
    /// The disk, or the quota set for the store, is full; nothing of the transaction was kept.
    case full
    /// Another process has the store.
    case locked
    /// The store was written by a newer version of this program.
    case tooNew
    /// The store is damaged, or a rule of its schema was broken.
    case corrupt
    /// Anything else.
    case failed
  }

  /// What kind of failure it is.
  package let code: Code
  /// One sentence for a person: what happened and what to do.
  package let message: String
  /// The engine's own words, for the log only.
  package let cause: String

  /// Makes an error from its parts.
  package init(_ code: Code, _ message: String, cause: String = "") {
    self.code = code
    self.message = message
    self.cause = cause
  }

  /// The sentence for a person.
  package var description: String { message }
}
