package import Reconciliation

/// Everything that a server's audit is computed from, as it was at one moment.
package struct StoredRecords: Sendable {
  /// The episodes with their readings.
  package let cases: [EpisodeCase]
  /// What readings that name no episode replace.
  package let replacements: [Replacement]
  /// What else is held of the episodes, by the episode's id.
  package let support: [String: StoredSupport]
  /// Studies, population figures, mappers' votes and tables of links.
  package let evidence: StoredEvidence

  /// Takes the records from all their parts.
  package init(
    cases: [EpisodeCase],
    replacements: [Replacement],
    support: [String: StoredSupport],
    evidence: StoredEvidence
  ) {
    self.cases = cases
    self.replacements = replacements
    self.support = support
    self.evidence = evidence
  }
}
