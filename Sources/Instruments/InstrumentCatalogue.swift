package import Casework

/// The packs that a partnership has, and which of them it may use.
package struct InstrumentCatalogue: Equatable, Sendable {
  private let packs: [InstrumentKey: InstrumentPack]
  private let licensed: Set<InstrumentKey>

  /// Makes a catalogue.
  ///
  /// - Parameters:
  ///   - packs: The installed packs. Of two with one key the first stays: an edition is immutable.
  ///   - licensed: The editions for which an administrator has recorded a licence reference.
  package init(packs: some Sequence<InstrumentPack>, licensed: Set<InstrumentKey> = []) {
    self.packs = Dictionary(packs.map { ($0.key, $0) }) { first, _ in first }
    self.licensed = licensed
  }

  /// The pack of one edition, enabled or not.
  package func pack(_ key: InstrumentKey) -> InstrumentPack? {
    packs[key]
  }

  /// Whether readings may be captured with an edition.
  ///
  /// A pack that requires a licence stays disabled until its licence reference is recorded,
  /// whatever the pack itself says about one. Assumed and demo packs are enabled by themselves.
  package func isEnabled(_ key: InstrumentKey) -> Bool {
    guard let pack = packs[key] else { return false }
    return !pack.licence.isRequired || licensed.contains(key)
  }

  /// Whether a licence reference is recorded for an edition.
  func isLicensed(_ key: InstrumentKey) -> Bool { licensed.contains(key) }

  /// Every pack, by id and then from the oldest edition to the newest.
  package var all: [InstrumentPack] {
    packs.values.sorted { left, right in
      left.key.id == right.key.id ? left.isOlder(than: right) : left.key < right.key
    }
  }

  /// The ids of all instruments, sorted.
  package var ids: [String] {
    Set(packs.keys.map(\.id)).sorted()
  }

  /// The editions of one instrument, from the oldest to the newest.
  package func editions(of id: String) -> [InstrumentPack] {
    packs.values.filter { $0.key.id == id }.sorted { $0.isOlder(than: $1) }
  }

  /// Who says that a reading of one edition may be followed by one of another.
  ///
  /// It is `nil` when nobody does, and it has a direction: the later edition's pack names the
  /// earlier ones that may come first.
  ///
  /// - Parameters:
  ///   - first: The edition of the first reading.
  ///   - last: The edition of the last reading.
  /// - Returns: The basis of the claim.
  package func compatibility(
    from first: InstrumentKey,
    to last: InstrumentKey
  ) -> CompatibilityBasis? {
    guard first.id == last.id else { return nil }
    return packs[last]?.compatibleWith.first { $0.edition == first.edition }?.basis
  }

  /// The edition to offer for a new reading: the newest enabled one that exists on that day.
  ///
  /// One that the publisher still offers on that day goes before one that has ended.
  package func edition(of id: String, on day: CalendarDay) -> InstrumentPack? {
    let candidates = editions(of: id).filter { pack in
      isEnabled(pack.key) && pack.validFrom.map { $0 <= day } ?? true
    }
    return candidates.last { $0.validTo.map { day <= $0 } ?? true } ?? candidates.last
  }
}

extension InstrumentPack {
  /// By the first day, then by the edition; a shorter text goes first, so that 9 is
  /// older than 10.
  fileprivate func isOlder(than other: InstrumentPack) -> Bool {
    switch (validFrom, other.validFrom) {
    case (let mine?, let theirs?) where mine != theirs: mine < theirs
    case (nil, _?): true
    case (_?, nil): false
    default:
      (key.edition.utf8.count, key.edition) < (other.key.edition.utf8.count, other.key.edition)
    }
  }
}
