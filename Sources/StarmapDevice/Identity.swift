package import Casework
import DeviceStore
package import SyncProtocol
import WireFormat

/// Whose device this is, and where it syncs.
package struct Identity: Hashable, Sendable {
  /// The device.
  package let device: DeviceID
  /// The worker as the register last showed it to this device.
  package let workerRecord: WorkerRecord
  /// The server's address, without a slash at its end.
  package let server: String
  /// The bearer token; a secret.
  package let token: String

  /// The worker's id.
  package var worker: WorkerID { workerRecord.id }
  /// The name colleagues know.
  package var workerName: String { workerRecord.name }

  /// Whether the worker supervises families and works with none of his own.
  var onlySupervises: Bool {
    let roles = Set(workerRecord.places.map(\.role))
    return roles.contains(.supervisor) && !roles.contains(.practitioner)
  }

  init?(from reader: StoreReader) throws {
    guard let device = try reader.text(.device).flatMap({ DeviceID($0) }),
      let server = try reader.text(.server), let token = try reader.text(.token),
      let enrolled = try reader.text(.worker).flatMap({ WorkerRecord(text: $0) })
    else { return nil }
    let served = try reader.record(enrolled.id.retagged(), ofType: RecordType.worker.rawValue)
    let present = served.flatMap { try? JSON(strict: $0.body) }.flatMap { WorkerRecord(json: $0) }
    self.device = device
    self.server = server
    self.token = token
    workerRecord = present ?? enrolled
  }
}

extension WorkerRecord {
  fileprivate init?(text: String) {
    guard let json = try? JSON(strict: Array(text.utf8)) else { return nil }
    self.init(json: json)
  }
}
