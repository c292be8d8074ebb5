import Casework
import Foundation

extension Identifier {
  /// The sixteen bytes of the id, as the store keeps it.
  var blob: Data {
    var data = Data(capacity: 16)
    for half in [high, low] {
      for shift in stride(from: UInt64(56), through: 0, by: -8) {
        data.append(UInt8(truncatingIfNeeded: half >> shift))
      }
    }
    return data
  }

  /// Reads ``blob``; `nil` when it is not sixteen bytes.
  init?(blob: Data) {
    guard blob.count == 16 else { return nil }
    let high = blob.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let low = blob.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    self.init(high: high, low: low)
  }
}
