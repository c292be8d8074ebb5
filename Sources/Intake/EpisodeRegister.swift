import Casework

/// The episodes and workers that readings are checked against, while the files are read.
struct EpisodeRegister {
  /// What became of an episode that a file named.
  enum Standing {
    case accepted(KnownEpisode)
    /// Its row was refused or is held.
    case notAccepted
  }

  private(set) var episodes: [SourceKey: Standing]
  private(set) var workers: Set<SourceKey>
  /// The authorities with a register of workers, in the mapping or from an earlier import; others are
  /// taken at their word.
  let registered: Set<String>
  private var ofFamily: [SourceKey: Set<String>] = [:]

  init(known: KnownRecords, mapping: ImportMapping) {
    episodes = known.episodes.mapValues { .accepted($0) }
    workers = known.workers
    registered = Set(
      mapping.sources.filter { $0.kind == .workers }.map { Authority.code(ofTitle: $0.authority) }
    )
    .union(known.workers.map(\.authority))
    for (key, episode) in known.episodes {
      let family = SourceKey(authority: key.authority, id: episode.family)
      ofFamily[family, default: []].insert(key.id)
    }
  }

  mutating func add(worker: SourceKey) {
    workers.insert(worker)
  }

  mutating func accept(_ episode: KnownEpisode, as key: SourceKey) {
    episodes[key] = .accepted(episode)
    let family = SourceKey(authority: key.authority, id: episode.family)
    ofFamily[family, default: []].insert(key.id)
  }

  /// Notes an episode whose row fell, unless another row of it stands.
  mutating func fall(_ key: SourceKey) {
    if episodes[key] == nil { episodes[key] = .notAccepted }
  }

  /// Whether a worker's reference is good.
  func knows(worker: String, of authority: String) -> Bool {
    !registered.contains(Authority.code(ofTitle: authority))
      || workers.contains(SourceKey(authority: authority, id: worker))
  }

  /// The accepted episodes of a family, by id.
  func episodes(of family: SourceKey) -> [(id: String, episode: KnownEpisode)] {
    (ofFamily[family] ?? []).sorted().compactMap { id in
      let key = SourceKey(authority: family.authority, id: id)
      guard case .accepted(let episode) = episodes[key], episode.family == family.id else {
        return nil
      }
      return (id, episode)
    }
  }
}
