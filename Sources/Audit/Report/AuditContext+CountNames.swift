import Reconciliation

/// The names under which counts of families are known across tables: what is counted under one name
/// is the same families wherever it is printed, and is hidden everywhere or nowhere.
extension AuditContext {
  /// The episodes of one authority with one tool.
  func families(_ group: ProgressGroup) -> String { "\(group.authority) \(group.instrument)" }

  /// The episodes of a compared authority.
  func families(_ side: AuditSide) -> String { "\(side.authority) \(side.instrument)" }

  /// Those with a status of pairing.
  func families(_ group: ProgressGroup, _ status: PairingStatus) -> String {
    "\(families(group)) \(status.rawValue)"
  }

  /// The directions of an outcome of some episodes, as T7 counts them, by their names.
  func directions(
    of outcome: String,
    _ families: String,
    _ found: [OutcomeDirection]
  ) -> [LinkedCount] {
    Self.directionOrder.map { direction in
      LinkedCount("\(families) \(outcome) \(direction.rawValue)", found.count { $0 == direction })
    }
  }

  static let directionOrder: [OutcomeDirection] = [
    .improved, .maintained, .maintainedAtTop, .declined, .mixed,
  ]
}
