/// What an export was made from, apart from its rows.
///
/// There is no clock here: an export made again from the same sequence has the same bytes.
package struct ExportContext: Hashable, Sendable {
  /// The last sequence of the ledger that the rows contain.
  package let asOfSeq: Int64
  /// The epoch of the store, which changes when a backup is restored.
  package let epoch: String
  /// The program and version that made the export, such as `starmap 1.2.0`.
  package let generatedBy: String
  /// Further sentences for the manifest, such as how many readings are still on devices.
  package let notes: [String]

  /// Makes a context from all its parts.
  package init(asOfSeq: Int64, epoch: String, generatedBy: String, notes: [String] = []) {
    self.asOfSeq = asOfSeq
    self.epoch = epoch
    self.generatedBy = generatedBy
    self.notes = notes
  }
}
