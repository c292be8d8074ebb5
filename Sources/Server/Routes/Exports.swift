import Casework
import Exports
import HTTPTypes
import Reconciliation
import Storage
import SyncProtocol
import SyncServer

extension Route {
  /// Exports for use inside the partnership.
  static let exports: [Route] = [
    .get("/v1/exports/readings") { call, principal in
      try await call.beginExport(of: "readings", by: principal)
      let version = call.version
      let (archive, seq) = try await call.gate.read { core, reader in
        let clock = try reader.clock()
        let rows = try ReadingRows(
          reader: reader,
          scope: try reader.scope(of: principal, at: clock.head),
          catalogue: core.catalogue
        ).all()
        let folder = ReadingsExport.make(rows: rows, context: .internal(clock, version: version))
        return (try ZipArchive.bytes(of: folder), clock.head)
      }
      return .archive(archive, name: "readings-\(seq)")
    },
    reconciled(ProgressExport.self), reconciled(SnapshotExport.self),
    reconciled(DistanceTravelledExport.self),
  ]

  /// A set that is made from the progress of episodes.
  private static func reconciled<Export: ReconciledExport>(_ type: Export.Type) -> Route {
    .get("/v1/exports/\(Export.set)", query: ["from", "to", "asOf", "format"]) { call, principal in
      let window = try ExportWindow(call.query)
      try await call.beginExport(of: Export.set, by: principal)
      let version = call.version
      let (bytes, seq) = try await call.gate.read { core, reader in
        let clock = try reader.clock()
        let asOf = try window.asOf(head: clock.head)
        let seq = asOf.seq ?? clock.head
        let scope = try reader.scope(of: principal, at: clock.head)
        var cases = try ProgressCases(reader: reader, scope: scope, asOf: asOf)
        let library = try ServerCore.library(from: reader, at: seq)
        let catalogue =
          seq == clock.head
          ? core.catalogue : try ServerCore.catalogue(from: reader, at: (seq, scope))
        let progress = Progress(
          episodes: try cases.all(),
          replacements: cases.replacements,
          from: window.from,
          to: window.to,
          asOf: asOf,
          catalogue: library.amending(catalogue),
          library: library
        )
        let context = ExportContext.internal(clock, version: version, seq: seq)
        let notices = LaterNotices(
          about: progress.references(isNative: Export.isNative),
          in: try ServerCore.references(from: reader),
          hasErasures: try reader.hasErased(since: seq) {
            try reader.scope(of: principal, at: seq)
          }
        )
        if window.format == .lines {
          let lines = Export.lines(progress: progress, context: context, notices: notices)
          return (lines, clock.head)
        }
        let folder = Export.make(progress: progress, context: context, notices: notices)
        return (try ZipArchive.bytes(of: folder), clock.head)
      }
      return window.format == .lines
        ? Answer(bytes, type: "application/x-ndjson")
        : .archive(bytes, name: "\(Export.set)-\(seq)")
    }
  }
}

/// What the query of an export asks for.
struct ExportWindow: Sendable {
  /// How the rows are written.
  enum Format: String, CaseIterable, Sendable {
    /// A ZIP of CSV files.
    case csv
    /// Lines of JSON.
    case lines
  }

  /// The first day of the closure period; `nil` when it has no beginning.
  let from: CalendarDay?
  /// Its last day; `nil` when it has no end.
  let to: CalendarDay?
  /// How the rows are written.
  let format: Format
  private let seq: Int64?
  private let day: CalendarDay?

  /// Reads the query.
  ///
  /// - Throws: A refusal that names the parameter.
  init(_ query: [String: String]) throws(Refusal) {
    func day(_ name: String) throws(Refusal) -> CalendarDay? {
      guard let text = query[name] else { return nil }
      guard let day = CalendarDay(text) else {
        throw Refusal(.invalidRequest, "The `\(name)` must be a day such as 2026-11-24.")
      }
      return day
    }
    from = try day("from")
    to = try day("to")
    if let from, let to, to < from {
      throw Refusal(.invalidRequest, "The `from` must not be later than the `to`.")
    }
    guard let format = Format(rawValue: query["format"] ?? "csv") else {
      throw Refusal(.invalidRequest, "The `format` must be csv or lines.")
    }
    self.format = format
    if let text = query["asOf"] {
      let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
      self.day = parts.first.flatMap { CalendarDay(String($0)) }
      seq = parts.last.flatMap { Int64($0) }
      let isWhole = parts.count == 2 ? self.day != nil && seq != nil : self.day != nil || seq != nil
      guard isWhole, seq ?? 0 >= 0 else {
        throw Refusal(
          .invalidRequest,
          "The `asOf` must be a day such as 2026-11-24, the number of a commit, or both as "
            + "2026-11-24@1234."
        )
      }
    } else {
      seq = nil
      self.day = nil
    }
  }

  /// The point in time, once the head of the sequence is known.
  func asOf(head: Int64) throws(Refusal) -> AsOf {
    if let seq, seq > head {
      throw Refusal(.invalidRequest, "The `asOf` is later than the newest commit, \(head).")
    }
    return AsOf(
      seq: seq ?? head,
      milliseconds: day.map { Int64($0.daysSince1970 + 1) * 86_400_000 - 1 },
      day: day
    )
  }
}

extension ExportContext {
  /// The context of an export for use inside the partnership.
  static func `internal`(
    _ clock: LedgerClock,
    version: String,
    seq: Int64? = nil
  ) -> ExportContext {
    ExportContext(
      asOfSeq: seq ?? clock.head,
      epoch: clock.epoch.description,
      generatedBy: "starmap-server \(version)"
    )
  }
}

extension LaterNotices {
  /// What became by now of the versions that figures of an earlier moment rest on.
  ///
  /// - Parameters:
  ///   - keys: The versions.
  ///   - references: Every version there is.
  ///   - hasErasures: Whether families were erased that were counted at that moment. How many is not told.
  init(about keys: [ReferenceKey], in references: [StoredReference], hasErasures: Bool) {
    let erased =
      hasErasures
      ? [
        "ERASED since: everything about some families, by law. An earlier copy as of this moment counts "
          + "them, and this one cannot."
      ] : []
    self.init(
      erased
        + keys.compactMap { key in
          guard let stored = references.first(where: { $0.key == key }),
            let withdrawal = stored.life.withdrawal
          else { return nil }
          let day = CalendarDay(milliseconds: withdrawal.milliseconds)
          let reason = withdrawal.reason.map { $0.isNewline ? " " : String($0) }.joined()
          return "WITHDRAWN on \(day): the \(key). \(reason)"
        }
    )
  }
}

extension LedgerReader {
  /// Whether a family was erased after a commit that a scope of that moment includes.
  func hasErased(since seq: Int64, in scope: () throws -> AccessScope) throws -> Bool {
    let erasures = try erasures(after: seq, through: .max)
    guard !erasures.isEmpty else { return false }
    let families = try scope().families
    return erasures.contains { families[$0.family] != nil }
  }
}

extension Answer {
  /// A ZIP to be saved under a name.
  static func archive(_ bytes: [UInt8], name: String) -> Answer {
    Answer(
      bytes,
      type: "application/zip",
      fields: [.contentDisposition: "attachment; filename=\"\(name).zip\""]
    )
  }
}

extension Call {
  /// Notes the export in the activity log; one that cannot be noted is not made.
  ///
  /// - Throws: `Refusal` when the role exports nothing.
  func beginExport(of set: String, by principal: Principal) async throws {
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
          action: "export.\(set)",
          family: nil,
          record: nil
        )
      )
    }
  }
}
