/// What a link says of one source point, in positions of the target scale.
package struct LinkRow: Hashable, Sendable {
  /// How far the row may be used.
  package enum Status: String, CaseIterable, Sendable {
    /// Enough families scored the point.
    case ok
    /// Few families scored the point.
    case weak
    /// Too few families scored the point: the row has no value.
    case noValue = "no_value"
  }

  /// The position of the source point.
  package let point: Int
  /// How many families scored it.
  package let support: Int
  /// How far the row may be used.
  package let status: Status
  /// The place on the target scale, which may lie up to half a point beyond its ends.
  package let value: Double?
  /// The same held to the target scale.
  package let clipped: Double?
  /// The bootstrap standard error.
  package let standardError: Double?
  /// The lower percentile limit.
  package let low: Double?
  /// The upper percentile limit.
  package let high: Double?
  /// The target points from the one nearest to the lower limit to the one nearest to the upper.
  package let points: ClosedRange<Int>?

  init(
    point: Int,
    support: Int,
    value: Double?,
    bootstrap: LinkBootstrap,
    targetPoints: Int,
    policy: LinkPolicy
  ) {
    self.point = point
    self.support = support
    guard support >= policy.supportMin, let value else {
      status = .noValue
      (self.value, clipped, standardError, low, high, points) = (nil, nil, nil, nil, nil, nil)
      return
    }
    let axis = ScaleAxis((0..<targetPoints).map(Double.init))
    status = support < policy.supportFirm ? .weak : .ok
    self.value = value
    clipped = min(max(value, 0), Double(targetPoints - 1))
    standardError = bootstrap.standardError[point]
    let low = bootstrap.low[point]
    let high = bootstrap.high[point]
    self.low = low
    self.high = high
    if let low, let high, low <= high {
      points = axis.nearestPoint(to: low)...axis.nearestPoint(to: high)
    } else {
      points = nil
    }
  }
}
