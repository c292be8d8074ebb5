import Reconciliation
package import WireFormat

/// What a server holds of an episode beside its readings: who led it, how it ended, for whom.
package struct StoredSupport: Hashable, Sendable {
  /// The fields of the episode's record, by name.
  let fields: [String: JSON]
  /// The years in which the family's children were born.
  let birthYears: [Int]
  /// The team that led; `nil` where it is not known.
  let team: String?

  /// Takes an episode's record.
  ///
  /// - Parameters:
  ///   - fields: The fields, by name.
  ///   - birthYears: The years in which the family's children were born; an imported episode names
  ///     its own.
  ///   - team: The team of the lead worker, or the one that holds the family.
  package init(fields: [String: JSON], birthYears: [Int], team: String?) {
    self.fields = fields
    self.birthYears = birthYears
    self.team = team
  }

  /// The columns that a file of episodes would have, in the words of the published profile.
  var columns: [String: JSON] {
    var columns: [String: JSON] = [
      "birthYears": fields["imported"]?["birthYears"]
        ?? .array(birthYears.map { .int(Int64($0)) })
    ]
    columns["worker"] = fields["leadWorker"]
    columns["agency"] = fields["leadAgency"]
    columns["contact"] = fields["contactMode"]
    columns["reason"] = Self.word(fields["closureReason"], Self.reasons)
    columns["stepUp"] = Self.word(fields["stepUpEvent"], Self.stepUps)
    return columns.filter { $0.value != .null }
  }

  /// The team as a report names it.
  ///
  /// A family that came by import is held by its district, which is no team; any other unit below
  /// an authority counts as one.
  func team(of record: EpisodeCase) -> String? {
    if let team { return team.isEmpty ? nil : team }
    guard fields["imported"] == nil, record.unit != record.authority else { return nil }
    return record.unit.isEmpty ? nil : record.unit
  }

  private static func word(_ stored: JSON?, _ words: [String: String]) -> JSON? {
    stored?.string.map { .string(words[$0] ?? $0) }
  }

  private static let stepUps = ["childProtectionPlan": "cp", "lookedAfter": "lac"]
  private static let reasons = [
    "outcomesAchieved": "met", "movedAway": "moved", "familyWithdrew": "withdrawn",
    "steppedUp": "escalated",
  ]
}
