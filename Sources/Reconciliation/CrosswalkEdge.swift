/// What one area says about one outcome.
package struct CrosswalkEdge: Hashable, Sendable {
  /// The area's id in the instrument.
  package let area: String
  /// The outcome's id in the framework.
  package let outcome: String
  /// The id of the outcome's layer.
  package let layer: String
  /// How the two relate.
  package let relationship: EdgeRelationship
  /// Whether the area may drive the outcome's headline.
  package let role: EdgeRole
  /// Its weight in hundredths, at least one.
  package let weightPercent: Int
  /// How sure the author is: of what, says ``confidenceOf``.
  package let confidence: EdgeConfidence?
  /// What the confidence is about; of the justification, never a probability of being true.
  package let confidenceOf: String?
  /// Why the edge is there.
  package let rationale: String
  /// What the edge rests on.
  package let justification: EdgeJustification?
  /// Who drew it.
  package let author: String
  /// How far the edge itself has come, in words.
  package let status: String?

  /// Makes an edge from what the rules need, as a crosswalk's author would draw it.
  package init(
    area: String,
    outcome: String,
    layer: String,
    relationship: EdgeRelationship,
    role: EdgeRole,
    weightPercent: Int = 100,
    confidence: EdgeConfidence? = nil,
    confidenceOf: String? = nil,
    rationale: String = "",
    justification: EdgeJustification? = nil,
    author: String = "",
    status: String? = nil
  ) {
    self.area = area
    self.outcome = outcome
    self.layer = layer
    self.relationship = relationship
    self.role = role
    self.weightPercent = weightPercent
    self.confidence = confidence
    self.confidenceOf = confidenceOf
    self.rationale = rationale
    self.justification = justification
    self.author = author
    self.status = status
  }

  /// Whether the edge takes part in headlines: primary, and of a relationship that says more than
  /// that the two have to do with each other.
  package var countsInHeadlines: Bool { role == .primary && relationship.mayBePrimary }
}

/// How an area relates to an outcome, read from the area to the outcome; the codes of the FHIR R5
/// ConceptMap relationship code system.
package enum EdgeRelationship: String, CaseIterable, Sendable {
  case equivalent
  case narrower = "source-is-narrower-than-target"
  case broader = "source-is-broader-than-target"
  case relatedTo = "related-to"
  case notRelatedTo = "not-related-to"

  /// Whether a primary edge may have it.
  package var mayBePrimary: Bool { self != .relatedTo && self != .notRelatedTo }
}

/// What an edge is for.
package enum EdgeRole: String, CaseIterable, Sendable {
  /// It counts in headlines.
  case primary
  /// It is shown in the profile of areas alone.
  case contributory
}

/// How sure an author is of an edge's justification.
package enum EdgeConfidence: String, CaseIterable, Sendable {
  case low, medium, high
}

/// What an edge rests on.
package enum EdgeJustification: String, CaseIterable, Sendable {
  case expertDraft, twoMappersAgreed, adjudicated, publisherMapping, dataSupported
}
