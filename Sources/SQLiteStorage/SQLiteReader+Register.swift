import Casework
import Storage
import SyncProtocol

extension SQLiteReader {
  func device(_ id: DeviceID) throws -> StoredDevice? {
    try session.first(
      "SELECT \(StoredDevice.columns) FROM device WHERE id = ?1",
      [id.blob]
    ) { row throws(StorageError) in try StoredDevice(row) }
  }

  func device(tokenHash: String) throws -> StoredDevice? {
    try session.first(
      "SELECT \(StoredDevice.columns) FROM device WHERE token_hash = ?1",
      [tokenHash]
    ) { row throws(StorageError) in try StoredDevice(row) }
  }

  func devices(of worker: WorkerID) throws -> [StoredDevice] {
    try session.rows(
      "SELECT \(StoredDevice.columns) FROM device WHERE worker = ?1 ORDER BY id",
      [worker.blob]
    ) { row throws(StorageError) in try StoredDevice(row) }
  }

  /// The activity log; its entries are numbered from 1 without gaps.
  func activity(after: Int64, limit: Int) throws -> [ActivityEntry] {
    try session.rows(
      """
      SELECT time, seq, worker, device, action, family, record FROM activity
      WHERE number > ?1 ORDER BY number LIMIT ?2
      """,
      [after, max(limit, 0)]
    ) { row throws(StorageError) in
      ActivityEntry(
        time: try row.integer(0),
        seq: try row.integer(1),
        worker: try row.optionalID(2),
        device: try row.optionalID(3),
        action: try row.text(4),
        family: try row.optionalID(5),
        record: try row.optionalID(6)
      )
    }
  }
}

extension StoredDevice {
  fileprivate static let columns = """
    id, worker, title, token_hash, status, generation, last_n, last_online_n, served_seq, \
    enrolled, last_sync, hands_in_until
    """

  fileprivate init(_ row: Columns) throws(StorageError) {
    self.init(
      id: try row.id(0),
      worker: try row.id(1),
      title: try row.text(2),
      tokenHash: try row.text(3),
      status: try row.code(4),
      generation: try row.int(5),
      lastNumber: try row.int(6),
      lastOnlineNumber: try row.int(7),
      servedSeq: try row.integer(8),
      enrolled: try row.integer(9),
      lastSync: try row.optionalInteger(10),
      handsInUntil: try row.optionalInteger(11)
    )
  }
}
