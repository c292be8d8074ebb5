import Reconciliation

extension Disclosure {
  /// What stands on every page and in every file of figures.
  var notice: String {
    guard !isExact else {
      return
        "INTERNAL: true counts of small groups. For named people inside the partnership; not for "
        + "onward sharing."
    }
    guard let policy else { return "For release: the policy in force releases no counts." }
    let hidden = "counts from \(policy.hidden.lowerBound) to \(policy.hidden.upperBound)"
    guard policy.roundedTo > 1 else {
      return
        "For release: \(hidden) are hidden as \(AuditCell.hiddenSign), and so are as many others "
        + "as it takes that none can be worked out."
    }
    return
      "For release: \(hidden) are hidden as \(AuditCell.hiddenSign), other counts are rounded to "
      + "the nearest \(policy.roundedTo), and percentages are reckoned from the rounded counts."
  }
}
