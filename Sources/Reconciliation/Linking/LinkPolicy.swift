/// The figures of a link study that are policy; a stored study repeats with them.
package struct LinkPolicy: Hashable, Sendable {
  /// The models among which the criterion chooses.
  package var models: [LogLinearModel]
  /// How many draws the bootstrap makes.
  package var replicates: Int
  /// Where its stream starts.
  package var seed: UInt64
  /// Below so many families at its point a row has no value.
  package var supportMin: Int
  /// Below so many families at its point a row is marked as weak.
  package var supportFirm: Int
  /// Below so many families a group takes no part in the differences between groups.
  package var groupMin: Int
  /// How many folds the cross-validation has.
  package var folds: Int

  /// Sets the policy.
  package init(
    models: [LogLinearModel] = LogLinearModel.candidates,
    replicates: Int = 1000,
    seed: UInt64,
    supportMin: Int = 5,
    supportFirm: Int = 10,
    groupMin: Int = 20,
    folds: Int = 10
  ) {
    self.models = models
    self.replicates = replicates
    self.seed = seed
    self.supportMin = supportMin
    self.supportFirm = supportFirm
    self.groupMin = groupMin
    self.folds = folds
  }
}
