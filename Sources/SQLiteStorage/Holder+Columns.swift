import Casework
import Storage
import SyncProtocol

extension Holder {
  /// The columns `holder_kind` and `holder`.
  var columns: (kind: String, id: SixteenBytes) {
    switch self {
    case .worker(let worker): ("worker", worker.blob)
    case .unit(let unit): ("unit", unit.blob)
    case .supervisors(let unit): ("supervisors", unit.blob)
    }
  }

  /// Reads the two columns at `index`.
  init(_ row: Columns, at index: Int) throws(StorageError) {
    switch try row.text(index) {
    case "worker": self = .worker(try row.id(index + 1))
    case "unit": self = .unit(try row.id(index + 1))
    default: self = .supervisors(try row.id(index + 1))
    }
  }
}
