package import Casework
package import Reconciliation
package import WireFormat

/// The policies of a study: windows, limits, the framework, the pairs to link.
package struct StudyPolicy: Hashable, Sendable {
  /// The last day of which anything is known.
  package let asOf: CalendarDay
  /// The day on which the files were extracted.
  package let extractDate: CalendarDay
  /// The first day of the period in which episodes closed.
  package let from: CalendarDay
  /// The last day of that period.
  package let to: CalendarDay
  /// How readings make pairs and outcomes; its framework has no version yet.
  package let progress: ProgressPolicy
  /// Within how many days a family counts as coming back, by the name of the figure.
  package let reopenDays: [String: Int]
  /// How many families scored twice a noise floor needs.
  package let noiseFloorMinN: Int
  /// How many families scored twice with both instruments a tool effect needs.
  package let toolEffectMinN: Int
  /// How many days may lie between two scores of one family at one time.
  package let dualMaxDays: Int
  /// The id of the common framework.
  package let framework: String
  /// The id of the layer of headlines.
  package let headlineLayer: String
  /// The id of the outcome in which authorities are compared.
  package let comparisonOutcome: String
  /// What a bootstrap starts from.
  package let bootstrapSeed: UInt64
  /// How often a bootstrap draws.
  package let bootstrapReplicates: Int
  /// The pairs of areas to link.
  package let linkPairs: [LinkPair]
  /// What the labels say about the records: `synthetic` unless the profile says otherwise.
  package let dataLabel: String
  /// The policies as the profile holds them.
  package let json: JSON
}

/// Two areas to link, one of each instrument of a study of families scored with both.
package struct LinkPair: Hashable, Sendable {
  /// What the link is called.
  package let id: String
  /// The area of the first instrument.
  package let source: String
  /// The area of the second instrument.
  package let target: String
  /// How the two relate.
  package let relationship: EdgeRelationship
  /// How far the crosswalk has come on which the pair rests.
  package let crosswalkState: ReferenceState
}
