/// An ordinal scale: points in order, which end is better, and the answers that are no score.
package struct Scale: Hashable, Sendable {
  /// The id that areas name.
  package let id: String
  /// The points by rising order, at least two; half points are points, not decimals.
  package let points: [ScalePoint]
  /// Which end is better.
  package let polarity: Polarity
  /// How far apart neighbouring codes are.
  package let step: ScaleStep
  /// The answers that may stand where a point could not be given.
  package let nonScores: [NonScore]
  /// What *no issue* counts as; `nil` when the scale has no such answer.
  package let noIssuePolicy: NoIssuePolicy?
  /// The names of the stages, as far as the pack supplies them.
  package let stages: [StageName]
  /// The code of the point at which some families have reached the end, where the edition has one.
  package let endPoint: String?

  /// The point with this code.
  package func point(_ code: String) -> ScalePoint? {
    points.first { $0.code == code }
  }

  /// Whether this code is a point or an answer that is no score.
  package func accepts(_ code: String) -> Bool {
    point(code) != nil || nonScores.contains { $0.rawValue == code }
  }

  /// The codes in one short line: all of them up to five, otherwise `1, 2, … 10`.
  package var summary: String {
    let codes = points.map(\.code)
    guard codes.count > 5, let last = codes.last else { return codes.joined(separator: ", ") }
    return codes.prefix(2).joined(separator: ", ") + ", … " + last
  }
}

/// One point of a scale.
package struct ScalePoint: Hashable, Sendable {
  /// The code that a score holds, `7` or `3.5`.
  package let code: String
  /// Its place on the scale; only the order of these numbers means anything.
  package let order: Int
  /// Its stage, from 1; it never falls as the order rises.
  package let stage: Int?
  /// The words for it, where the pack supplies them.
  package let label: String?
}

/// The name of one stage.
package struct StageName: Hashable, Sendable {
  /// The stage's number, from 1.
  package let stage: Int
  /// The words for it.
  package let label: String
}

/// Which end of a scale is better.
package enum Polarity: String, CaseIterable, Sendable {
  case higherIsBetter, lowerIsBetter
}

/// How far apart neighbouring codes are.
package enum ScaleStep: String, CaseIterable, Sendable {
  case whole = "1"
  case half = "0.5"

  /// The distance in half points.
  package var halves: Int {
    switch self {
    case .whole: 2
    case .half: 1
    }
  }
}

/// An answer that is no score.
package enum NonScore: String, CaseIterable, Sendable {
  case notApplicable, notScored, declined, noIssue, unknown
}

/// What *no issue* counts as in reports.
package enum NoIssuePolicy: String, CaseIterable, Sendable {
  /// It leaves the area out.
  case exclude
  /// It counts as the best point.
  case top
}
