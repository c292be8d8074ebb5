import Exports
import Reconciliation
import Storage
import SyncProtocol
import SyncServer

extension Route {
  /// What an earlier export said beside what the same question is answered with now.
  static let restatements: [Route] = [
    .get(
      "/v1/exports/restatement",
      query: ["from", "to", "asOf", "by"]
    ) { call, principal in
      let window = try ExportWindow(call.query)
      guard call.query["asOf"] != nil else {
        throw Refusal(
          .invalidRequest,
          "The query needs `asOf`, the moment of the earlier export as its manifest names it."
        )
      }
      try await call.beginExport(of: RestatementExport.set, by: principal)
      let program = "starmap-server \(call.version)"
      let earlier = call.query["by"] ?? program
      guard earlier.utf8.count <= 100 else {
        throw Refusal(.invalidRequest, "The `by` is a program and its version, at most 100 bytes.")
      }
      let version = call.version
      let (bytes, seq) = try await call.gate.read { core, reader in
        let clock = try reader.clock()
        let scope = try reader.scope(of: principal, at: clock.head)
        let asOf = try window.asOf(head: clock.head)
        func progress(_ asOf: AsOf) throws -> Progress {
          let seq = asOf.seq ?? clock.head
          var cases = try ProgressCases(reader: reader, scope: scope, asOf: asOf)
          let library = try ServerCore.library(from: reader, at: seq)
          let catalogue =
            seq == clock.head
            ? core.catalogue : try ServerCore.catalogue(from: reader, at: (seq, scope))
          return Progress(
            episodes: try cases.all(),
            replacements: cases.replacements,
            from: window.from,
            to: window.to,
            asOf: asOf,
            catalogue: library.amending(catalogue),
            library: library
          )
        }
        let folder = RestatementExport.make(
          Restatement(
            before: try progress(asOf),
            after: try progress(AsOf(seq: clock.head, milliseconds: nil, day: nil)),
            programBefore: earlier,
            programAfter: program
          ),
          before: ExportContext(
            asOfSeq: asOf.seq ?? clock.head,
            epoch: clock.epoch.description,
            generatedBy: earlier
          ),
          after: .internal(clock, version: version)
        )
        return (try ZipArchive.bytes(of: folder), clock.head)
      }
      return .archive(bytes, name: "\(RestatementExport.set)-\(seq)")
    }
  ]
}
