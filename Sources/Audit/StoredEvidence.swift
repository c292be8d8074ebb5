package import Intake
package import Reconciliation
package import WireFormat

/// What a server holds for an audit beside the episodes of families: studies of families scored
/// twice, population figures, the votes of mappers and tables of links.
package struct StoredEvidence: Sendable {
  /// Rows of studies.
  package let rows: [ImportedStudyRow]
  /// Population figures.
  package let population: [ImportedPopulation]
  /// The rounds in which crosswalks were mapped.
  package let mapperRounds: [MapperRounds]
  /// The tables of links that every authority has signed off, the newest version of each.
  package let linkTables: [LinkTable]
  /// The areas to link.
  let links: LinkPlan

  /// Nothing, for a study that brings everything in its files.
  package static let none = StoredEvidence()

  private init() {
    rows = []
    population = []
    mapperRounds = []
    linkTables = []
    links = LinkPlan()
  }

  /// Takes what is stored.
  ///
  /// - Parameters:
  ///   - records: The rows of studies and the population figures, as imports stored them.
  ///   - imports: The records of those imports, oldest first; the last that says which areas to link
  ///     counts.
  ///   - mapperRounds: The rounds of the mappers.
  ///   - linkTables: The tables of links that are signed off.
  /// - Throws: ``StudyProblem`` when a record is neither a row nor a figure.
  package init(
    records: [JSON],
    imports: [JSON],
    mapperRounds: [MapperRounds],
    linkTables: [LinkTable]
  ) throws(StudyProblem) {
    var rows: [ImportedStudyRow] = []
    var population: [ImportedPopulation] = []
    for record in records {
      if let row = ImportedStudyRow(json: record) {
        rows.append(row)
      } else if let figure = ImportedPopulation(json: record) {
        population.append(figure)
      } else {
        throw .unreadable(
          "A stored row of a study",
          "it is neither scores nor a population figure."
        )
      }
    }
    self.rows = rows
    self.population = population
    self.mapperRounds = mapperRounds
    self.linkTables = Dictionary(grouping: linkTables, by: \.id).values
      .compactMap { versions in
        versions.max { isOlderVersion($0.version, than: $1.version) }
      }
      .sorted { $0.id < $1.id }
    links =
      imports.last { $0["links"] != nil }.map { LinkPlan(json: $0["links"] ?? .null) } ?? LinkPlan()
  }

  /// The instruments that the rows have scores of.
  var instruments: Set<String> { Set(rows.flatMap(\.scores.keys)) }

  /// The authorities, those first whose main instruments come first in the study of both, then by
  /// title; differences are the first minus the second, like those of the instruments.
  func ordered(_ authorities: Set<String>, _ policy: ProgressPolicy) -> [String] {
    let pair = rows.first { $0.kind == .dual }?.pair ?? []
    let place = { (authority: String) in
      policy.mainInstrument(of: authority).flatMap { pair.firstIndex(of: $0) } ?? pair.count
    }
    return authorities.sorted { (place($0), $0) < (place($1), $1) }
  }
}

/// Which areas of two instruments are linked, and from what a bootstrap starts.
struct LinkPlan: Sendable {
  /// The pairs of areas.
  var pairs: [LinkPair] = []
  /// What a bootstrap starts from.
  var seed: UInt64 = 0
  /// How often it draws.
  var replicates = 0
  /// What is wrong with the plan, which then links nothing.
  var faults: [String] = []

  init() {}

  /// Reads the part of a profile's policy that is about links, as an import stored it.
  init(json: JSON) {
    var reader = StudyPolicyReader(json)
    let (pairs, seed, replicates) = reader.links()
    faults = reader.faults
    guard faults.isEmpty else { return }
    self.pairs = pairs
    self.seed = seed
    self.replicates = replicates
  }

  /// The pairs under the crosswalks that are in use: whatever a profile said of their state, a link
  /// is signed off when both crosswalks are.
  func pairs(under reference: StudyReference, of instruments: [String]) -> [LinkPair] {
    let crosswalks = instruments.compactMap { reference.crosswalks[$0]?.usable }
    let isSignedOff =
      crosswalks.count == instruments.count && crosswalks.allSatisfy(\.state.isSignedOff)
    return pairs.map { pair in
      LinkPair(
        id: pair.id,
        source: pair.source,
        target: pair.target,
        relationship: pair.relationship,
        crosswalkState: isSignedOff ? .approved : .proposed
      )
    }
  }
}
