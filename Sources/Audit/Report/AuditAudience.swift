/// For whom an audit is written, and so what of small numbers it shows.
package enum AuditAudience: String, CaseIterable, Sendable {
  /// For named people inside the partnership: true counts, not for onward sharing.
  case `internal`
  /// For everybody else: small counts hidden, others rounded, whole percentages.
  case release
}
