/// Where an imported reading came from, and what its source said beside the scores.
package struct ReadingOrigin: Hashable, Sendable {
  /// The file, as the mapping names it.
  package var source: String
  /// The reading's id there.
  package var id: String
  /// When the source recorded it, milliseconds since 1970; midnight UTC where it gives only a day.
  package var recorded: Int64
  /// The worker's reference there, known to the register or not.
  package var worker: String?
  /// The id of the reading that this one replaces.
  package var replaces: String?
  /// The source's word for its place in the episode: initial, review, closing.
  package var stage: String?
  /// The source's free text, unchanged.
  package var remark: String?
  /// Why it was held at first, when a person released it.
  package var released: String?

  /// Makes an origin from all its parts.
  package init(
    source: String,
    id: String,
    recorded: Int64,
    worker: String? = nil,
    replaces: String? = nil,
    stage: String? = nil,
    remark: String? = nil,
    released: String? = nil
  ) {
    self.source = source
    self.id = id
    self.recorded = recorded
    self.worker = worker
    self.replaces = replaces
    self.stage = stage
    self.remark = remark
    self.released = released
  }
}
