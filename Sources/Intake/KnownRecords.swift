package import Casework

/// A file as it was given.
package struct IntakeFile: Hashable, Sendable {
  /// The most bytes of a file.
  package static let bytesMax = 268_435_456

  /// The path as the operator typed it.
  package let path: String
  /// Its content.
  package let bytes: [UInt8]
  /// Whether it was only found in a folder, so that it may be none of the mapping's.
  package let isFound: Bool

  /// Pairs a path with its content.
  package init(path: String, bytes: [UInt8], isFound: Bool = false) {
    self.path = path
    self.bytes = bytes
    self.isFound = isFound
  }
}

/// A reference in a council's files.
package struct SourceKey: Hashable, Sendable {
  /// The authority's code, so that no spelling of its title makes it another.
  package let authority: String
  /// The reference.
  package let id: String

  /// Pairs an authority, by its title or its code, with a reference.
  package init(authority: String, id: String) {
    self.authority = Authority.code(ofTitle: authority)
    self.id = id
  }
}

/// What earlier imports brought, so that a file of readings can come alone.
package struct KnownRecords: Hashable, Sendable {
  /// The workers of the register.
  package var workers: Set<SourceKey>
  /// The accepted episodes.
  package var episodes: [SourceKey: KnownEpisode]

  /// Nothing was imported before, or what is given.
  package init(workers: Set<SourceKey> = [], episodes: [SourceKey: KnownEpisode] = [:]) {
    self.workers = workers
    self.episodes = episodes
  }
}

/// An accepted episode, as far as readings are checked against it.
package struct KnownEpisode: Hashable, Sendable {
  /// The family's reference.
  package let family: String
  /// The day on which it was opened.
  package let opened: CalendarDay
  /// The day on which it was closed; `nil` while it is open.
  package let closed: CalendarDay?
  /// The children's years of birth, in the order of the file.
  package let birthYears: [Int]

  /// Makes an episode from all its parts.
  package init(family: String, opened: CalendarDay, closed: CalendarDay?, birthYears: [Int]) {
    self.family = family
    self.opened = opened
    self.closed = closed
    self.birthYears = birthYears
  }

  /// Whether a day lies in it: from some days before the opening to some after the closing, or after
  /// the day of the extract while it is open.
  func covers(_ day: CalendarDay, extracted: CalendarDay, reach: EpisodeReach) -> Bool {
    let number = day.daysSince1970
    return number >= opened.daysSince1970 - reach.daysBefore
      && number <= (closed ?? extracted).daysSince1970 + reach.daysAfter
  }
}

/// How far beyond its opening and its closing an episode reaches for the readings that name it.
package struct EpisodeReach: Hashable, Sendable {
  /// Days before the opening.
  package let daysBefore: Int
  /// Days after the closing.
  package let daysAfter: Int

  /// Two weeks before and four after.
  package static let standard = EpisodeReach(daysBefore: 14, daysAfter: 28)

  /// Makes a reach from both ends.
  package init(daysBefore: Int, daysAfter: Int) {
    self.daysBefore = daysBefore
    self.daysAfter = daysAfter
  }
}
