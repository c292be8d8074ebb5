import Reconciliation

/// Why a case is answered with a reason instead of figures.
enum CaseProblem: Error {
  /// The statistic is none of those that are known.
  case unknownStatistic
  /// A member of the input is missing or is not what it should be.
  case unreadable(String)
  /// The input holds a score that its scale does not have.
  case notOnScale(String)
  /// The case refers to another one that the folder does not hold.
  case referenceNotFound(String)
  /// Two lists that belong together are of different length.
  case lengthsDiffer(String)
  /// More of something than is reckoned with.
  case tooLarge(String)
  /// The statistic has no value for the input.
  case undefined(UndefinedReason)

  /// The code that stands in the answer.
  var code: String {
    switch self {
    case .unknownStatistic: "unknown_statistic"
    case .unreadable: "input_unreadable"
    case .notOnScale: "score_not_on_scale"
    case .referenceNotFound: "reference_not_found"
    case .lengthsDiffer: "lengths_differ"
    case .tooLarge: "input_too_large"
    case .undefined(let reason): reason.rawValue
    }
  }

  /// The member of the input that it is about.
  var field: String? {
    switch self {
    case .unknownStatistic, .undefined: nil
    case .unreadable(let field), .notOnScale(let field), .referenceNotFound(let field),
      .lengthsDiffer(let field), .tooLarge(let field):
      field
    }
  }
}
