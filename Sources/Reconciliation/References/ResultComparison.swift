package import WireFormat

/// What a result is about.
package enum ResultMeasure: String, CaseIterable, Sendable {
  /// Whether a pair of readings was found, of one subject.
  case pairing
  /// Which way an area went, of one subject.
  case area
  /// Which way an outcome went, of one episode.
  case outcome
  /// The band of an outcome at the first reading, of one subject.
  case bandFirst
  /// The band of an outcome at the last reading, of one subject.
  case bandLast
}

/// One result that another library or catalogue would change.
package struct ResultChange: Hashable, Sendable {
  /// The authority's title.
  package let authority: String
  /// The instrument's id.
  package let instrument: String
  /// What the result is about.
  package let measure: ResultMeasure
  /// The outcome's or the area's id; empty for a pairing.
  package let item: String
  /// What it is now.
  package let before: String
  /// What it would be.
  package let after: String
  /// The episode's id.
  package let episode: String
  /// The family's short code.
  package let family: String
}

/// How many results would change in the same way.
package struct ResultChangeCount: Hashable, Sendable {
  /// One of the changes; its episode and family mean nothing here.
  package let change: ResultChange
  /// The episodes in which it happens.
  package let episodes: Int
  /// The short codes of the families, sorted.
  package let families: [String]

  /// The count as REST shows it.
  ///
  /// - Parameter namesFamilies: Whether the families may be named.
  /// - Returns: The count.
  package func json(namesFamilies: Bool) -> JSON {
    var members: [String: JSON] = [
      "authority": .string(change.authority), "instrument": .string(change.instrument),
      "measure": .string(change.measure.rawValue), "item": .string(change.item),
      "from": .string(change.before), "to": .string(change.after),
      "episodes": .int(Int64(episodes)), "families": .int(Int64(families.count)),
    ]
    if namesFamilies { members["codes"] = .array(families.map { .string($0) }) }
    return .object(members)
  }
}

/// Whose results would differ between two ways of reckoning the same episodes.
package struct ResultComparison: Hashable, Sendable {
  /// How many closed episodes were reckoned.
  package let episodes: Int
  /// Every result that differs, sorted by authority, instrument, measure, item and episode.
  package let changes: [ResultChange]

  /// Compares two reckonings of the same episodes.
  package init(before: Progress, after: Progress) {
    let old = ResultTable(before)
    let new = ResultTable(after)
    episodes = Set(old.families.keys).union(new.families.keys).count
    var found: [(key: ResultTable.Key, change: ResultChange)] = []
    for key in Set(old.results.keys).union(new.results.keys) {
      let (mine, theirs) = (old.results[key] ?? "none", new.results[key] ?? "none")
      guard mine != theirs else { continue }
      found.append(
        (
          key,
          ResultChange(
            authority: key.authority,
            instrument: key.instrument,
            measure: key.measure,
            item: key.item,
            before: mine,
            after: theirs,
            episode: key.episode,
            family: old.families[key.episode] ?? new.families[key.episode] ?? ""
          )
        )
      )
    }
    changes = found.sorted { $0.key.order.lexicographicallyPrecedes($1.key.order) }.map(\.change)
  }

  /// The episodes of which any result would change.
  package var changedEpisodes: Int { Set(changes.map(\.episode)).count }

  /// The changes counted by authority, instrument, measure, item and from what to what.
  package var counts: [ResultChangeCount] {
    let grouped = Dictionary(grouping: changes) { change in
      [
        change.authority, change.instrument, change.measure.rawValue, change.item, change.before,
        change.after,
      ]
    }
    return grouped.sorted { $0.key.lexicographicallyPrecedes($1.key) }.compactMap { _, changes in
      changes.first.map { first in
        ResultChangeCount(
          change: first,
          episodes: Set(changes.map(\.episode)).count,
          families: Set(changes.map(\.family)).sorted()
        )
      }
    }
  }
}

/// Every result of a reckoning under what it is about.
private struct ResultTable {
  struct Key: Hashable {
    let authority: String
    let instrument: String
    let measure: ResultMeasure
    let item: String
    let episode: String
    let subject: String

    var order: [String] { [authority, instrument, measure.rawValue, item, episode, subject] }
  }

  private(set) var results: [Key: String] = [:]
  private(set) var families: [String: String] = [:]

  init(_ progress: Progress) {
    for episode in progress.episodes {
      families[episode.episode.id] = episode.episode.family
      for instrument in episode.instruments { add(instrument, of: episode.episode) }
    }
  }

  private mutating func add(_ instrument: InstrumentProgress, of episode: EpisodeCase) {
    func key(_ measure: ResultMeasure, _ item: String, _ subject: String = "") -> Key {
      Key(
        authority: episode.authority,
        instrument: instrument.instrument,
        measure: measure,
        item: item,
        episode: episode.id,
        subject: subject
      )
    }
    for outcome in instrument.outcomes {
      results[key(.outcome, outcome.outcome)] =
        outcome.direction?.rawValue ?? outcome.status.rawValue
    }
    for subject in instrument.subjects {
      results[key(.pairing, "", subject.subject)] = subject.pairing.status.rawValue
      for area in subject.areas {
        results[key(.area, area.area, subject.subject)] = area.result.word
      }
      for outcome in subject.outcomes {
        let item = outcome.outcome
        results[key(.bandFirst, item, subject.subject)] = outcome.bandFirst?.summary
        results[key(.bandLast, item, subject.subject)] = outcome.bandLast?.summary
      }
    }
  }
}

extension AreaResult {
  fileprivate var word: String {
    switch self {
    case .directed(let direction, _): direction.rawValue
    case .noDirection: "no_direction"
    case .notApplicable: "not_applicable"
    }
  }
}
