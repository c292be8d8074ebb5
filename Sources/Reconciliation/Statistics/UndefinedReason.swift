/// Why a statistic has no value: a number in its place would say something untrue.
///
/// The words stand in answers and tables as they are here.
package enum UndefinedReason: String, CaseIterable, Error, Sendable {
  /// Every value is the same, so that nothing is left to be explained.
  case noVariation = "undefined_no_variation"
  /// No value changed between the two occasions.
  case noNonzeroDifferences = "no_nonzero_differences"
  /// No source score lies at or beyond the point, so that it has no percentile rank of its own.
  case noSupport = "no_support"
  /// There is nothing to reckon with.
  case noData = "no_data"
  /// There are too few values for the statistic.
  case tooFew = "too_few_observations"
  /// The two readings are on different scales.
  case differentScales = "different_scales"
  /// A model has no finite solution for these counts.
  case notConverged = "not_converged"
  /// Counts that cannot be: negative, or more than there are in all.
  case impossibleCounts = "impossible_counts"
  /// A parameter lies outside what the formula allows.
  case parameterOutOfRange = "parameter_out_of_range"
}
