import Reconciliation

extension AreaResult {
  /// Whether there is a direction, or why not, as a code.
  var status: String {
    switch self {
    case .directed: "directed"
    case .notApplicable: "not_applicable"
    case .noDirection: "no_direction"
    }
  }

  /// The direction, or why there is none, as a code.
  var code: String { direction?.rawValue ?? status }

  /// How many native points it moved, positive for better.
  var pointsMoved: Int? {
    guard case .directed(_, let moved) = self else { return nil }
    return moved
  }
}

extension [AreaProgress] {
  /// The areas with something about each, as in `one=3>5;two=4>4`; `nil` when there are none.
  func listed(_ content: (AreaProgress) -> String) -> String? {
    isEmpty ? nil : map { "\($0.area)=\(content($0))" }.joined(separator: ";")
  }
}
