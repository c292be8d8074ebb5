import Casework
import Exports
import Reconciliation
import Storage
import SyncProtocol
import SyncServer
import WireFormat

extension Route {
  /// Figures that may leave the partnership.
  static let releases: [Route] = [
    .post("/v1/exports/release") { call, principal in
      try call.json.checkNames(["from", "to"], of: "release")
      let window = try ExportWindow(
        call.json.object?.compactMapValues { $0.isNull ? nil : $0.string ?? "" } ?? [:]
      )
      let version = call.version
      let export = try await call.gate.read { core, reader in
        let clock = try reader.clock()
        let own = try reader.scope(of: principal, at: clock.head)
        guard own.allows(.exportRelease) else {
          throw Refusal(.forbidden, "Your role releases no figures; ask a partnership lead.")
        }
        let scope =
          AccessScope.forFigures(
            .exportRelease,
            of: own,
            families: try reader.heldFamilies(at: clock.head)
          ) ?? own
        let library = try ServerCore.library(from: reader)
        guard library.disclosure.rule != .internal else {
          throw Refusal(
            .wrongState,
            "The disclosure policy in force releases nothing; put another into use first."
          )
        }
        let asOf = try window.asOf(head: clock.head)
        var cases = try ProgressCases(reader: reader, scope: scope, asOf: asOf)
        let progress = Progress(
          episodes: try cases.all(),
          replacements: cases.replacements,
          from: window.from,
          to: window.to,
          asOf: asOf,
          catalogue: library.amending(core.catalogue),
          library: library
        )
        return ReleaseExport(
          progress: progress,
          policy: library.disclosure,
          context: .internal(clock, version: version)
        )
      }
      let folder = export.folder
      let cohort = export.cohort
      let seq = try await call.gate.commit { core, writer in
        try core.noteRelease(cohort, by: principal, into: writer)
      }
      return .archive(try ZipArchive.bytes(of: folder), name: "\(ReleaseExport.set)-\(seq)")
    }
  ]
}
