import Casework
import Exports
import Instruments
import Reconciliation
import Storage
import SyncProtocol
import SyncServer
import WireFormat

extension Route {
  /// Whose results another version would change, before anybody signs it off.
  static let dryRuns: [Route] = [
    .post("/v1/references/dry-run") { call, principal in
      try call.json.checkNames(["content", "pack", "kind", "id", "version"], of: "dry run")
      let asked = call.json
      return .json(
        try await call.gate.read { core, reader in
          let run = try DryRun(reader: reader, core: core, principal: principal)
          let candidate = try run.candidate(asked)
          return run.json(of: try run.comparison(before: nil, after: candidate), candidate)
        }
      )
    }
  ]
}

/// Reckons every closed episode in reach with what is in use and with a candidate in its place.
///
/// A partnership lead's figures are over the whole partnership and name no family. Whoever sees families
/// gets figures over those, with their short codes.
struct DryRun {
  /// What would be put into use.
  enum Candidate {
    case document(ReferenceDocument)
    case pack(InstrumentPack)

    /// What a sentence calls it.
    var name: String {
      switch self {
      case .document(let document): document.key.description
      case .pack(let pack): "instrument \(pack.key)"
      }
    }
  }

  private let reader: any LedgerReader
  private let core: ServerCore
  private let scope: AccessScope
  /// Whether families may be named.
  private let namesFamilies: Bool
  private let library: ReconciliationLibrary

  init(reader: any LedgerReader, core: ServerCore, principal: Principal) throws {
    self.reader = reader
    self.core = core
    let clock = try reader.clock()
    let own = try reader.scope(of: principal, at: clock.head)
    if let counted = AccessScope.forFigures(
      .decideCrosswalk,
      of: own,
      families: try reader.heldFamilies(at: clock.head)
    ) {
      scope = counted
      namesFamilies = false
    } else if own.allows(.exportInternal) {
      scope = own
      namesFamilies = true
    } else {
      throw Refusal(.forbidden, "Your role makes no dry runs; ask a partnership lead.")
    }
    library = try ServerCore.library(from: reader)
  }

  /// Reads what is to be tried: a file, an instrument pack, or a version that is stored already.
  func candidate(_ json: JSON) throws -> Candidate {
    if let content = json["content"] { return .document(try ServerCore.document(content)) }
    if let pack = json["pack"] {
      do {
        return .pack(try InstrumentPack(bytes: pack.canonical))
      } catch {
        throw Refusal(.invalidPack, error.description)
      }
    }
    guard let kind = json["kind"]?.string, let id = json["id"]?.string,
      let version = json["version"]?.string
    else {
      throw Refusal(
        .missingField,
        "A dry run needs `content`, a file of reference data; `pack`, an instrument pack; or `kind`, "
          + "`id` and `version` of what is stored."
      )
    }
    let key = ReferenceKey(kind: try ReferenceKind(named: kind), id: id, version: version)
    return .document(try ServerCore.reference(key, from: reader).document)
  }

  /// Compares the results with one candidate with those with another; `nil` is what is in use.
  func comparison(before: Candidate?, after: Candidate) throws -> ResultComparison {
    var cases = try ProgressCases(reader: reader, scope: scope, asOf: .head)
    let episodes = try cases.all()
    return ResultComparison(
      before: try progress(episodes, cases.replacements, before),
      after: try progress(episodes, cases.replacements, after)
    )
  }

  private func progress(
    _ episodes: [EpisodeCase],
    _ replacements: [Replacement],
    _ candidate: Candidate?
  ) throws -> Progress {
    var library = library
    var catalogue = core.catalogue
    var episodes = episodes
    switch candidate {
    case .document(let document):
      library = library.adopting(document)
      if case .crosswalk(let crosswalk) = document { try check(crosswalk, library, catalogue) }
    case .pack(let pack):
      episodes = episodes.map { $0.retaken(with: pack, installed: catalogue) }
      catalogue = catalogue.adding(pack)
    case nil: break
    }
    return Progress(
      episodes: episodes,
      replacements: replacements,
      from: nil,
      to: nil,
      asOf: .head,
      catalogue: library.amending(catalogue),
      library: library
    )
  }

  private func check(
    _ crosswalk: Crosswalk,
    _ library: ReconciliationLibrary,
    _ catalogue: InstrumentCatalogue
  ) throws(Refusal) {
    let problems = CrosswalkCheck.problems(
      of: crosswalk,
      catalogue: catalogue,
      frameworks: library.frameworks
    )
    guard problems.isEmpty else {
      throw Refusal(
        .invalidReference,
        "\(crosswalk.name) is not usable: \(problems.map(\.message).joined(separator: " "))"
      )
    }
  }

  /// What was found, with families named only to those who may see them.
  func json(of comparison: ResultComparison, _ candidate: Candidate) -> JSON {
    [
      "candidate": .string(candidate.name),
      "note": .string(ReadingsExport.internalNote),
      "reach": .string(namesFamilies ? "own families" : "the partnership, in figures alone"),
      "episodes": .int(Int64(comparison.episodes)),
      "changed": .int(Int64(comparison.changedEpisodes)),
      "changes": .array(comparison.counts.map { $0.json(namesFamilies: namesFamilies) }),
    ]
  }
}
