extension InstrumentPack {
  /// The same pack under rules that were signed off apart from it; its content and hash stay its own.
  ///
  /// - Parameters:
  ///   - changeRule: The change rule in force; the pack's own when `nil`.
  ///   - follows: Further editions whose readings this one's may follow.
  /// - Returns: The pack.
  package func amended(
    changeRule: ChangeRule?,
    follows: [CompatibleEdition]
  ) -> InstrumentPack {
    let named = Set(compatibleWith.map(\.edition))
    return InstrumentPack(
      key: key,
      title: title,
      publisher: publisher,
      licence: licence,
      definitionStatus: definitionStatus,
      subject: subject,
      ages: ages,
      perspectives: perspectives,
      areas: areas,
      scales: scales,
      changeRule: changeRule ?? self.changeRule,
      validFrom: validFrom,
      validTo: validTo,
      supersedes: supersedes,
      compatibleWith: compatibleWith + follows.filter { !named.contains($0.edition) },
      note: note,
      source: source,
      contentHash: contentHash
    )
  }
}

extension InstrumentCatalogue {
  /// The same catalogue with other packs in the place of some, and what is licensed as before.
  ///
  /// - Parameter change: What becomes of each pack.
  /// - Returns: The catalogue.
  package func mapPacks(_ change: (InstrumentPack) -> InstrumentPack) -> InstrumentCatalogue {
    InstrumentCatalogue(packs: all.map(change), licensed: Set(all.map(\.key).filter(isLicensed)))
  }

  /// The same catalogue with one more pack, in the place of any of the same edition.
  package func adding(_ pack: InstrumentPack) -> InstrumentCatalogue {
    InstrumentCatalogue(
      packs: [pack] + all.filter { $0.key != pack.key },
      licensed: Set(all.map(\.key).filter(isLicensed))
    )
  }
}
