import Casework
import Intake
import Storage
import SyncProtocol
import WireFormat

/// The units that imported families belong to: an authority by its title, and a district of it.
///
/// A unit that is not there yet is added below the partnership.
struct ImportPlaces {
  private var authorities: [Authority: UnitID] = [:]
  private var districts: [District: UnitID] = [:]

  private struct District: Hashable {
    let authority: Authority
    let slug: String
  }

  /// The units of everything that an import brought, adding those that are missing.
  init(
    for intake: Intake,
    core: ServerCore,
    writer: any LedgerWriter,
    isDryRun: Bool
  ) throws {
    let units = try Self.units(writer)
    guard let root = units.first(where: { $0.parent == nil }) else {
      throw Refusal(
        .wrongState,
        "The partnership has no unit yet; make its first administrator: starmap-server admin create."
      )
    }
    func need(_ kind: UnitKind, _ title: String, below parent: UnitID) throws -> UnitID {
      let wanted = Authority(title: title)
      if let found = units.first(where: {
        $0.kind == kind && $0.parent == parent && Authority(title: $0.title) == wanted
      }) {
        return found.id
      }
      let unit = UnitRecord(id: core.surroundings.newID(), kind: kind, title: title, parent: parent)
      if !isDryRun { try core.add(unit, by: nil, into: writer) }
      return unit.id
    }
    for title in Self.authorityTitles(of: intake) {
      let authority = try Self.authority(title)
      guard authorities[authority] == nil else { continue }
      authorities[authority] = try need(.authority, title, below: root.id)
    }
    for episode in intake.episodes {
      guard let title = episode.district else { continue }
      let district = District(
        authority: try Self.authority(episode.authority),
        slug: Authority(title: title)?.rawValue ?? title
      )
      guard districts[district] == nil, let parent = authorities[district.authority] else {
        continue
      }
      districts[district] = try need(.district, title, below: parent)
    }
  }

  /// The units of one authority as they are, for what a person releases.
  init(ofAuthority title: String, writer: any LedgerWriter) throws {
    let authority = try Self.authority(title)
    let units = try Self.units(writer)
    guard
      let unit = units.first(where: {
        $0.kind == .authority && Authority(title: $0.title) == authority
      })
    else {
      throw Refusal(.wrongState, "The authority that it came from has no unit any more.")
    }
    authorities[authority] = unit.id
    for district in units where district.kind == .district && district.parent == unit.id {
      let slug = Authority(title: district.title)?.rawValue ?? district.title
      districts[District(authority: authority, slug: slug)] = district.id
    }
  }

  private static func units(_ writer: any LedgerWriter) throws -> [UnitRecord] {
    try writer.references(of: .unit).compactMap {
      (try? JSON(strict: $0.body)).flatMap { UnitRecord(json: $0) }
    }
  }

  /// The unit of an authority.
  func authority(_ title: String) throws -> UnitID {
    guard let unit = authorities[try Self.authority(title)] else {
      throw Refusal(.invalidMapping, "The mapping names an authority that no source belongs to.")
    }
    return unit
  }

  /// The unit that a family of an episode belongs to: its district, or else its authority.
  func home(of episode: ImportedEpisode) throws -> UnitID {
    let authority = try Self.authority(episode.authority)
    if let title = episode.district,
      let unit = districts[
        District(authority: authority, slug: Authority(title: title)?.rawValue ?? title)
      ]
    {
      return unit
    }
    return try self.authority(episode.authority)
  }

  /// The code of an authority's title.
  static func authority(_ title: String) throws(Refusal) -> Authority {
    guard let authority = Authority(title: title) else {
      throw Refusal(
        .invalidMapping,
        "The `authority` of a source needs letters or digits, such as Peterborough."
      )
    }
    return authority
  }

  private static func authorityTitles(of intake: Intake) -> [String] {
    var titles: [String] = []
    titles += intake.workers.map(\.authority)
    titles += intake.episodes.map(\.authority)
    titles += intake.readings.map(\.authority)
    titles += intake.held.map(\.authority)
    var seen: Set<String> = []
    return titles.filter { seen.insert($0).inserted }
  }
}
