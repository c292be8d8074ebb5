package import Reconciliation

/// For whom an audit is written, and so what of small numbers it shows.
package enum AuditAudience: String, CaseIterable, Sendable {
  /// For named people inside the partnership: true counts, not for onward sharing.
  case `internal`
  /// For everybody else: small counts hidden, others rounded, whole percentages.
  case release

  /// What hides and rounds counts; `nil` where none is.
  package var policy: DisclosurePolicy? { self == .release ? .nhs : nil }

  /// What stands on every page and in every file of figures.
  package var notice: String {
    switch self {
    case .internal:
      "INTERNAL: true counts of small groups. For named people inside the partnership; not for "
        + "onward sharing."
    case .release:
      "For release: counts from 1 to 7 are hidden as [c], other counts are rounded to the nearest "
        + "5, and percentages are reckoned from the rounded counts."
    }
  }
}
