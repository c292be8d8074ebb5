/// The kinds of fault that keep a crosswalk from being used.
package enum CrosswalkFault: String, CaseIterable, Sendable {
  /// The instrument or the edition is not installed.
  case unknownInstrument = "unknown_instrument"
  /// The framework or the version is not there.
  case unknownFramework = "unknown_framework"
  /// An area has neither an edge nor a reason for having none, in a mappable layer.
  case unmappedArea = "unmapped_area"
  /// An edge starts at an area that the instrument lacks.
  case edgeFromUnknownArea = "edge_from_unknown_area"
  /// An edge ends at an outcome that the framework lacks.
  case edgeToUnknownOutcome = "edge_to_unknown_outcome"
  /// An edge names another layer than its outcome's.
  case edgeInWrongLayer = "edge_in_wrong_layer"
  /// An edge ends in a layer to which nothing is mapped directly.
  case edgeToUnmappableLayer = "edge_to_unmappable_layer"
  /// An edge has a relationship that is none of the known ones.
  case unknownRelationship = "unknown_relationship"
  /// An edge is neither primary nor contributory.
  case unknownRole = "unknown_role"
  /// The weight of an edge is not above zero, or beyond every use.
  case weightNotPositive = "weight_not_positive"
  /// Two edges join the same area and outcome.
  case duplicateEdge = "duplicate_edge"
  /// A primary edge says only that the two are related, or not.
  case relatedPrimary = "related_primary"
  /// An area has two primary edges in one layer.
  case twoPrimaries = "two_primaries"
  /// An edge or a left-out area has no rationale.
  case missingRationale = "missing_rationale"
  /// An edge has no author.
  case missingAuthor = "missing_author"
  /// A left-out area is none of the instrument's.
  case noMapOfUnknownArea = "no_map_of_unknown_area"
  /// An area is left out of a layer that the framework lacks or maps nothing to.
  case noMapInUnknownLayer = "no_map_in_unknown_layer"
  /// An area is left out of a layer in which it also has an edge.
  case noMapOfMappedArea = "no_map_of_mapped_area"
  /// A scale that an area uses has no bands.
  case bandsMissing = "bands_missing"
  /// A point of a scale has no bands.
  case bandsMissingPoint = "bands_missing_point"
  /// A band map names a scale that no area uses, or a point that the scale lacks.
  case bandsOfUnknownPoint = "bands_of_unknown_point"
  /// A point's bands lie outside 1 to 5, or the lower end is above the upper one.
  case bandsOutOfRange = "bands_out_of_range"
  /// A better point has a lower band.
  case bandsNotMonotone = "bands_not_monotone"
  /// A scale has two band maps.
  case duplicateBands = "duplicate_bands"
}

/// One thing that is wrong with a crosswalk.
package struct CrosswalkProblem: Hashable, Sendable, CustomStringConvertible {
  /// What kind of thing.
  package let fault: CrosswalkFault
  /// What it is about: an area and a layer, an area and an outcome, a scale and a point.
  package let subjects: [String]
  /// One sentence: what is wrong and what to do.
  package let message: String

  /// The public code with what it is about, such as `unmapped_area:friends:focus`.
  package var code: String { ([fault.rawValue] + subjects).joined(separator: ":") }

  /// The message.
  package var description: String { message }

  init(_ fault: CrosswalkFault, _ subjects: String..., message: String) {
    self.fault = fault
    self.subjects = subjects
    self.message = message
  }
}
