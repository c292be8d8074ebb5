package import Casework

/// What is left of a family that was erased: no content, only that and why.
package struct Erasure: Hashable, Sendable {
  /// The family.
  package let family: FamilyID
  /// The seq of the erasure.
  package let seq: Int64
  /// When, milliseconds since 1970.
  package let time: Int64
  /// Why.
  package let reason: ErasureReason

  /// Makes an erasure from its parts.
  package init(family: FamilyID, seq: Int64, time: Int64, reason: ErasureReason) {
    self.family = family
    self.seq = seq
    self.time = time
    self.reason = reason
  }
}
