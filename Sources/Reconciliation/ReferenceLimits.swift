/// How large a file of reference data may be.
enum ReferenceLimits {
  /// Bytes of one file.
  static let bytesMax = 1024 * 1024
  /// Characters of an id or a version.
  static let idBytesMax = 100
  /// Bytes of a title, a rationale or any other sentence.
  static let textBytesMax = 2000
  /// Layers of a framework.
  static let layersMax = 20
  /// Outcomes of a layer.
  static let outcomesMax = 500
  /// Edges, and areas left out, of a crosswalk.
  static let edgesMax = 5000
  /// Band maps of a crosswalk, and points of one map.
  static let bandMapsMax = 200
  /// The heaviest edge, in hundredths, so that sums of weights stay far from overflow.
  static let weightPercentMax = 10_000
  /// The longest window of a policy, in days.
  static let daysMax = 3650
}
