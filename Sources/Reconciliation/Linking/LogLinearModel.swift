/// Which moments of a table a smoothing keeps.
package struct LogLinearModel: Hashable, Sendable {
  /// How many moments of each margin are kept.
  package let marginalMoments: Int
  /// Up to which power on each side the cross moments are kept; 1 keeps the covariance alone.
  package let crossMoments: Int

  /// Makes a model.
  ///
  /// - Parameters:
  ///   - marginalMoments: Moments of each margin, at least 1.
  ///   - crossMoments: Powers in the cross moments, at least 0.
  package init(marginalMoments: Int, crossMoments: Int) {
    self.marginalMoments = max(1, marginalMoments)
    self.crossMoments = max(0, crossMoments)
  }

  /// The models among which the Bayesian information criterion chooses, the simplest first.
  package static let candidates = [
    Self(marginalMoments: 2, crossMoments: 1), Self(marginalMoments: 3, crossMoments: 1),
    Self(marginalMoments: 4, crossMoments: 1), Self(marginalMoments: 4, crossMoments: 2),
  ]

  /// The name in tables: `moments4_cross2`.
  package var name: String { "moments\(marginalMoments)_cross\(crossMoments)" }
}
