package import Instruments

extension EpisodeCase {
  /// The same episode as if its readings had been taken with a new edition of their instrument.
  ///
  /// Readings of editions that the new one calls compatible take part; a score that the new edition
  /// does not know stays as it is and then has no place on its scale. An edition that is installed
  /// already stands in its own place and changes no reading.
  ///
  /// - Parameters:
  ///   - pack: The new edition.
  ///   - catalogue: The packs that are installed.
  /// - Returns: The episode.
  package func retaken(
    with pack: InstrumentPack,
    installed catalogue: InstrumentCatalogue
  ) -> EpisodeCase {
    guard catalogue.pack(pack.key) == nil else { return self }
    let followed = Set(pack.compatibleWith.map(\.edition))
    return EpisodeCase(
      id: id,
      family: family,
      authority: authority,
      unit: unit,
      district: district,
      opened: opened,
      closed: closed,
      tier: tier,
      readings: readings.map { reading in
        reading.key.id == pack.key.id && followed.contains(reading.key.edition)
          ? reading.with(key: pack.key) : reading
      }
    )
  }
}

extension CaseReading {
  fileprivate func with(key: InstrumentKey) -> CaseReading {
    CaseReading(
      id: id,
      key: key,
      subject: subject,
      subjectTitle: subjectTitle,
      date: date,
      respondent: respondent,
      timing: timing,
      recorded: recorded,
      made: made,
      scores: scores,
      replaces: replaces,
      isImported: isImported
    )
  }
}
