import Casework
import Storage
import SyncProtocol
import SyncServer
import WireFormat

extension Route {
  /// Enrolled devices.
  static let devices: [Route] = [
    .get("/v1/devices", query: ["worker"]) { call, principal in
      var worker = principal.worker
      if let text = call.query["worker"] {
        guard let named = WorkerID(text) else { throw Call.notFound }
        worker = named
      }
      let asked = worker
      let devices = try await call.gate.read { _, reader in
        try reader.checkMaySeeDevices(of: asked, principal)
        return try reader.devices(of: asked)
      }
      return .json(["items": .array(devices.map(\.json)), "next": .null])
    },
    .delete("/v1/devices/{id}", query: ["leaver"]) { call, principal in
      let id: DeviceID = try call.id()
      let leaver = call.query["leaver"] ?? "false"
      guard ["true", "false"].contains(leaver) else {
        throw Refusal(.invalidRequest, "The `leaver` must be true or false.")
      }
      let device = try await call.gate.commit { core, writer in
        do {
          try core.revoke(id, isLeaver: leaver == "true", by: principal, into: writer)
        } catch let refusal as Refusal where refusal.code == .forbidden {
          // Somebody else's device is no more visible than one that does not exist.
          throw Call.notFound
        }
        guard let device = try writer.device(id) else { throw Call.notFound }
        return device
      }
      return .json(device.json)
    },
  ]
}

extension LedgerReader {
  fileprivate func checkMaySeeDevices(of worker: WorkerID, _ principal: Principal) throws {
    if worker == principal.worker { return }
    let scope = try scope(of: principal)
    guard let stored = try reference(worker.retagged(), type: .worker),
      let record = WorkerRecord(json: try stored.content)
    else { throw Call.notFound }
    switch scope.reach(for: .readPeople) {
    case .partnership: return
    case .subtree where record.places.contains(where: { scope.units.contains($0.unit) }): return
    default: throw Call.notFound
    }
  }
}

extension StoredDevice {
  /// The device as REST shows it; never its token.
  fileprivate var json: JSON {
    [
      "id": .string(id.description), "worker": .string(worker.description),
      "title": .string(title), "status": .string(status.rawValue),
      "enrolled": .string(timestamp(milliseconds: enrolled)),
      "last_sync": lastSync.map { .string(timestamp(milliseconds: $0)) } ?? .null,
      "hands_in_until": handsInUntil.map { .string(timestamp(milliseconds: $0)) } ?? .null,
    ]
  }
}
