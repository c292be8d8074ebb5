/// Whether an outcome of one subject could be measured.
package enum OutcomeStatus: String, CaseIterable, Sendable {
  /// Enough of its weight has a direction.
  case ok
  /// Too little of its weight has a direction.
  case insufficientCoverage = "insufficient_coverage"
  /// None of its areas applies.
  case notApplicable = "not_applicable"
  /// The instrument has no primary source for it; never to be read as zero.
  case notMeasured = "not_measured"
}

/// Which way an outcome went.
package enum OutcomeDirection: String, CaseIterable, Sendable {
  case improved, maintained
  /// Every area stands at its best unit at both readings.
  case maintainedAtTop = "maintained_at_top"
  case declined
  /// At least one area improved and at least one declined.
  case mixed

  /// The strict variant: mixed counts as declined.
  package var strict: OutcomeDirection { self == .mixed ? .declined : self }
}

/// What a pair of readings says about one outcome.
package struct OutcomeProgress: Hashable, Sendable {
  /// The outcome's id.
  package let outcome: String
  /// The id of its layer.
  package let layer: String
  /// Whether it could be measured.
  package let status: OutcomeStatus
  /// The weight of the areas with a direction, in hundredths.
  package let pairedWeight: Int
  /// The weight of the areas that apply, in hundredths.
  package let applicableWeight: Int
  /// The direction; `nil` unless the status is ok.
  package let direction: OutcomeDirection?
  /// The band at the first reading, a weighted lower median over the areas scored at both; like
  /// every band here it is `nil` unless the status is ok.
  package let bandFirst: BandInterval?
  /// The band at the last reading, a weighted lower median over the areas scored at both.
  package let bandLast: BandInterval?
  /// The lowest band of any area at the first reading, so that one very low area cannot hide.
  package let lowestFirst: BandInterval?
  /// The lowest band of any area at the last reading.
  package let lowestLast: BandInterval?
  /// The primary areas with a direction of their own, sorted.
  package let areas: [String]
  /// The areas that left the denominator, sorted.
  package let notApplicableAreas: [String]
  /// Whether an area with a direction had room to improve at the first reading.
  package let hasRoom: Bool

  /// The direction when mixed counts as declined.
  package var strictDirection: OutcomeDirection? { direction?.strict }

  /// The share of the applicable weight that has a direction; `nil` when nothing applies.
  package var coverage: Double? {
    applicableWeight > 0 ? Double(pairedWeight) / Double(applicableWeight) : nil
  }
}
