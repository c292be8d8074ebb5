import Audit
import Casework
import Exports
import HTTPTypes
import Reconciliation
import Storage
import SyncProtocol
import SyncServer

extension Route {
  /// The comparative audit on the server's own records.
  static let audits: [Route] = [
    .get("/v1/audit", query: ["from", "to", "asOf", "policy"]) { call, principal in
      let window = try AuditWindow(call.query)
      try await call.beginAudit(window.audience, by: principal)
      let version = call.version
      let (archive, seq, cohort) = try await call.gate.read { core, reader in
        let clock = try reader.clock()
        let asOf = try window.moment.asOf(head: clock.head)
        let seq = asOf.seq ?? clock.head
        let scope = try reader.auditScope(of: principal, at: clock.head)
        let study = Study(
          try StoredRecords(
            reader,
            scope: scope,
            asOf: asOf,
            seq: seq,
            audience: window.audience
          ),
          from: window.from,
          to: window.to,
          day: asOf.day ?? window.to,
          asOf: asOf,
          catalogue: seq == clock.head
            ? core.catalogue : try ServerCore.catalogue(from: reader, at: (seq, scope)),
          library: try ServerCore.library(from: reader, at: seq)
        )
        let report = AuditReport(
          study,
          Aggregates(study),
          audience: window.audience,
          generatedBy: "starmap-server \(version)",
          later: LaterNotices(
            about: study.progress.references(isNative: false),
            in: try ServerCore.references(from: reader),
            hasErasures: try reader.hasErased(since: seq) {
              try reader.auditScope(of: principal, at: seq)
            }
          )
        )
        try study.checkReleases(to: window.audience)
        let cohort = ReleasedCohort(of: study.progress, hasTeams: true)
        return (try ZipArchive.bytes(of: report.folder), seq, cohort)
      }
      if window.audience == .release {
        try await call.gate.commit { core, writer in
          _ = try core.noteRelease(
            cohort,
            by: principal,
            for: .readAudit,
            logging: "audit.release",
            into: writer
          )
        }
      }
      return .archive(archive, name: "audit-\(seq)")
    }
  ]
}

extension Study {
  /// Refuses a release under a policy that releases nothing.
  ///
  /// - Throws: A refusal that says what to do.
  fileprivate func checkReleases(to audience: AuditAudience) throws(Refusal) {
    guard audience == .release, reference.library.disclosure.rule == .internal else { return }
    throw Refusal(
      .wrongState,
      "The disclosure policy in force releases nothing; put another into use first."
    )
  }
}

/// What the query of an audit asks for.
struct AuditWindow: Sendable {
  /// The first day of the closure period.
  let from: CalendarDay
  /// Its last day.
  let to: CalendarDay
  /// For whom it is.
  let audience: AuditAudience
  /// The moment.
  let moment: ExportWindow

  /// Reads the query.
  ///
  /// - Throws: A refusal that names the parameter.
  init(_ query: [String: String]) throws(Refusal) {
    var rest = query
    rest["policy"] = nil
    moment = try ExportWindow(rest)
    guard let from = moment.from, let to = moment.to else {
      throw Refusal(
        .invalidRequest,
        "An audit needs the period in which episodes closed: give `from` and `to` as days."
      )
    }
    guard let audience = AuditAudience(rawValue: query["policy"] ?? "release") else {
      throw Refusal(.invalidRequest, "The `policy` must be release or internal.")
    }
    self.from = from
    self.to = to
    self.audience = audience
  }
}

extension Call {
  /// Notes the audit in the activity log; one that cannot be noted is not made.
  ///
  /// - Throws: `Refusal` when the role reads no audit, or not the true counts of small groups.
  fileprivate func beginAudit(_ audience: AuditAudience, by principal: Principal) async throws {
    try await gate.commit { core, writer in
      let clock = try writer.clock()
      let scope = try writer.scope(of: principal, at: clock.head)
      guard scope.allows(.readAudit) else {
        throw Refusal(.forbidden, "Your role does not read the audit; ask a partnership lead.")
      }
      guard audience == .release || scope.allows(.exportInternal) else {
        throw Refusal(
          .forbidden,
          "Your role sees figures for release alone; ask a supervisor for an internal audit."
        )
      }
      try writer.log(
        ActivityEntry(
          time: core.surroundings.now(),
          seq: clock.head,
          worker: principal.worker,
          device: principal.device,
          action: "audit.\(audience.rawValue)",
          family: nil,
          record: nil
        )
      )
    }
  }
}
