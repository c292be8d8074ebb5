/// How well a link predicts families that it was not made from.
///
/// Every family is predicted once, by the link of the other folds; a family's fold is its place in
/// the order of rows modulo the number of folds.
package enum CrossValidation {
  /// Predicts every family.
  ///
  /// - Parameters:
  ///   - scores: The families in their order, as pairs of positions.
  ///   - counts: The table of all of them.
  ///   - linker: What makes a forward link.
  ///   - folds: How many folds, at least 2.
  /// - Returns: Families by predicted and true target point; families whose point has no link are
  ///   not in it.
  package static func predictions(
    _ scores: [(source: Int, target: Int)],
    counts: JointCounts,
    linker: Linker,
    folds: Int = 10
  ) -> JointCounts {
    let points = counts.targetPoints
    let axis = ScaleAxis((0..<points).map(Double.init))
    let start = linker.smooth(counts)
    var predictions = JointCounts(sourcePoints: points, targetPoints: points)
    guard folds > 1 else { return predictions }
    for fold in 0..<folds {
      let indices = scores.indices.dropFirst(fold)
      let held = indices.filter { ($0 - fold).isMultiple(of: folds) }
      guard !held.isEmpty else { continue }
      var training = counts
      for index in held { training.remove(scores[index].source, scores[index].target) }
      let link = linker.link(training, from: start)
      for index in held {
        guard link.indices.contains(scores[index].source), let place = link[scores[index].source]
        else { continue }
        predictions.add(axis.nearestPoint(to: place), scores[index].target)
      }
    }
    return predictions
  }
}
