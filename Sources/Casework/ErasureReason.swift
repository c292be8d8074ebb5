/// Why everything about a family was erased.
///
/// It is all that is kept beside ids, so it names no person.
package enum ErasureReason: String, CaseIterable, Sendable {
  /// Somebody asked for it who has the right to (UK GDPR, article 17).
  case request
  /// The time for which it had to be kept has ended.
  case retentionEnded
  /// It should never have been recorded.
  case recordedInError
  /// A court ordered it.
  case courtOrder
}
