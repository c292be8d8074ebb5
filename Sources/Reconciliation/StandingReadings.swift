/// Which readings of a set of episodes stand at a moment, looked up by episode.
package struct StandingReadings: Sendable {
  private let replaced: [String: Set<String>]
  private let asOf: AsOf

  /// Finds what is replaced; a reading may be replaced by one that names another episode.
  ///
  /// - Parameters:
  ///   - episodes: Every episode with its readings.
  ///   - replacements: What readings that name no episode replace.
  ///   - asOf: The moment.
  package init(of episodes: [EpisodeCase], _ replacements: [Replacement] = [], asOf: AsOf) {
    replaced = replacedIDs(in: episodes, replacements, asOf: asOf)
    self.asOf = asOf
  }

  /// The readings of one episode that were recorded by the moment and replaced by none recorded by
  /// then, by id.
  package func readings(of episode: EpisodeCase) -> [CaseReading] {
    let replaced = replaced[episode.authority] ?? []
    return episode.readings
      .filter { asOf.knows($0.recorded) && !replaced.contains($0.id) }
      .sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
  }
}

extension [CaseReading] {
  /// The earliest and the latest reading, whoever marked them; of one day the preferred one.
  ///
  /// It is `nil` unless they lie on different days.
  package var extremes: (first: CaseReading, last: CaseReading)? {
    guard let first = self.min(by: { $0.isEarlier(than: $1) }),
      let last = self.max(by: { $0.isBeforeLast($1) }), first.date < last.date
    else { return nil }
    return (first, last)
  }
}
