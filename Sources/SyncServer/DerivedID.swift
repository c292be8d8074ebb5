import Casework
import SyncProtocol

/// An id that follows from what it stands for, so that whoever opens the item first opens the same one.
///
/// It is a UUID of version 8 (RFC 9562 section 5.8) over a hash.
func derivedID(_ purpose: String, _ parts: RecordID...) -> RecordID {
  let bytes = Array((purpose + parts.map(\.description).joined()).utf8)
  let high = CommitChain.digest(bytes)
  let low = CommitChain.digest(bytes + [1])
  return RecordID(
    high: high & 0xFFFF_FFFF_FFFF_0FFF | 0x8000,
    low: low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
  )
}
