package import Casework
import DeviceStore
import SyncProtocol
import WireFormat

extension Device {
  /// The families on this device, by code; those of which only a part has arrived are left out.
  package func families() throws -> [FamilyView] {
    try reading { reader, identity in
      try Self.families(reader, identity).sorted { $0.code < $1.code }
    }
  }

  /// The family that a person typed: `K7Q`, `~K7Q` also after the server's code arrived, or the
  /// whole id.
  ///
  /// - Parameter name: What was typed.
  /// - Returns: The only family that fits.
  /// - Throws: `Refusal` with `not-found` and the codes there are; nothing is guessed.
  package func family(named name: String) throws -> FamilyView {
    let families = try families()
    let codes = FamilyCodes(families.map { ($0.family, $0.servedCode) })
    if let id = codes.family(named: name), let found = families.first(where: { $0.family == id }) {
      return found
    }
    let known = families.prefix(20).map(\.code).joined(separator: ", ")
    let more = families.count > 20 ? " and \(families.count - 20) more" : ""
    throw Refusal(
      .notFound,
      families.isEmpty
        ? "There are no families on this device yet; sync to receive yours."
        : "No family on this device has that code; the codes here are \(known)\(more)."
    )
  }

  /// The code of a family, or `tray` for what lies with a worker and no family.
  package func codeOrTray(of family: FamilyID) throws -> String {
    try reading { reader, identity in
      let found = try Self.families(reader, identity).first { $0.family == family }
      return found?.code ?? "tray"
    }
  }

  private static func families(_ reader: StoreReader, _ identity: Identity) throws -> [FamilyView] {
    let arriving = try reader.arrivingFamilies()
    let records = try reader.views(of: .family, family: nil, author: identity.worker)
      .filter { $0.isPending || !arriving.contains($0.family) }
    let codes = FamilyCodes(records.map { ($0.family, $0.json["code"]?.string) })
    return records.map { FamilyView(code: codes.code(of: $0.family), record: $0) }
  }
}

extension FamilyView {
  /// The server's code, once there is one.
  fileprivate var servedCode: String? { record.json["code"]?.string }
}
