import Casework
import Exports
import HTTPTypes
import Storage
import SyncProtocol
import SyncServer

extension Route {
  /// Exports for use inside the partnership.
  static let exports: [Route] = [
    .get("/v1/exports/readings") { call, principal in
      let homes = try await call.beginExport(by: principal)
      let version = call.version
      let (archive, seq) = try await call.gate.read { core, reader in
        let clock = try reader.clock()
        let rows = try ReadingRows(
          reader: reader,
          scope: try reader.scope(of: principal, at: clock.head),
          catalogue: core.catalogue,
          homes: homes
        ).all()
        let context = ExportContext(
          asOfSeq: clock.head,
          epoch: clock.epoch.description,
          generatedBy: "starmap-server \(version)"
        )
        let folder = ReadingsExport.make(rows: rows, context: context)
        return (try ZipArchive.bytes(of: folder), clock.head)
      }
      return Answer(
        archive,
        type: "application/zip",
        fields: [.contentDisposition: "attachment; filename=\"readings-\(seq).zip\""]
      )
    }
  ]
}

extension Call {
  /// Notes the export in the activity log, and reads where families have their homes.
  ///
  /// An export that cannot be noted is not made. Homes are holdings, which only a commit may read without a
  /// scope; those of families outside the principal's are left out.
  ///
  /// - Parameter principal: Who exports.
  /// - Returns: The title of each family's unit.
  /// - Throws: `Refusal` when the role exports nothing.
  fileprivate func beginExport(by principal: Principal) async throws -> [FamilyID: String] {
    try await gate.commit { core, writer in
      let clock = try writer.clock()
      let scope = try writer.scope(of: principal, at: clock.head)
      guard scope.allows(.exportInternal) else {
        throw Refusal(.forbidden, "Your role does not export rows; ask a supervisor.")
      }
      try writer.log(
        ActivityEntry(
          time: core.surroundings.now(),
          seq: clock.head,
          worker: principal.worker,
          device: principal.device,
          action: "export.readings",
          family: nil,
          record: nil
        )
      )
      var titles: [UnitID: String] = [:]
      for stored in try writer.references(of: .unit) {
        guard let unit = UnitRecord(json: try stored.content) else { continue }
        titles[unit.id] = unit.title
      }
      var homes: [FamilyID: String] = [:]
      for family in scope.families.keys {
        for holding in try writer.openHoldings(of: family) {
          if case .unit(let unit) = holding.holder { homes[family] = titles[unit] }
        }
      }
      return homes
    }
  }
}
