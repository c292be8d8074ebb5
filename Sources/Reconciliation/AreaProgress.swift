/// Which way an area went, by the change rule of its instrument.
package enum AreaDirection: String, CaseIterable, Sendable {
  case improved, maintained
  /// Both readings stand at the best unit of the scale.
  case maintainedAtTop = "maintained_at_top"
  case declined
}

/// What a pair of readings says about one area.
package enum AreaResult: Hashable, Sendable {
  /// Both readings score it.
  ///
  /// `pointsMoved` counts native points, positive for better; it is `nil` when two editions have
  /// different points.
  case directed(AreaDirection, pointsMoved: Int?)
  /// It was not applicable, or no issue, at either reading; it leaves the denominator.
  case notApplicable
  /// It was declined, unknown or not scored at either reading; it stays in the denominator.
  case noDirection

  /// The direction, when there is one.
  package var direction: AreaDirection? {
    guard case .directed(let direction, _) = self else { return nil }
    return direction
  }
}

/// One area in a pair of readings.
package struct AreaProgress: Hashable, Sendable {
  /// The area's id.
  package let area: String
  /// The code of the first reading; `nil` where it has no answer.
  package let first: String?
  /// The code of the last reading; `nil` where it has no answer.
  package let last: String?
  /// The first code's place in the change rule's unit, from 1 at the worst.
  package let firstStage: Int?
  /// The last code's place in the change rule's unit, from 1 at the worst.
  package let lastStage: Int?
  /// Whether the first reading stands at the best unit, so that there was no room to improve.
  package let beganAtTop: Bool
  /// What the pair says.
  package let result: AreaResult
  /// The first code in bands, where a crosswalk gives any.
  package let bandFirst: BandInterval?
  /// The last code in bands, where a crosswalk gives any.
  package let bandLast: BandInterval?

  /// Makes the progress of an area from all its parts.
  package init(
    area: String,
    first: String?,
    last: String?,
    firstStage: Int? = nil,
    lastStage: Int? = nil,
    beganAtTop: Bool = false,
    result: AreaResult,
    bandFirst: BandInterval? = nil,
    bandLast: BandInterval? = nil
  ) {
    self.area = area
    self.first = first
    self.last = last
    self.firstStage = firstStage
    self.lastStage = lastStage
    self.beganAtTop = beganAtTop
    self.result = result
    self.bandFirst = bandFirst
    self.bandLast = bandLast
  }
}
