package import Instruments
package import WireFormat

/// One version of an expert table from the areas of an instrument to the outcomes of a framework.
///
/// It is made only by the strict reader ``init(bytes:)``. Whether it fits its instrument and its
/// framework is another question, which ``CrosswalkCheck`` answers.
package struct Crosswalk: Hashable, Sendable {
  /// The id.
  package let id: String
  /// The version; anything that can change a result is another one.
  package let version: String
  /// How far it has come.
  package let state: ReferenceState
  /// What it still needs before it may be signed off, in words.
  package let needs: String?
  /// The instrument and the edition whose areas it maps.
  package let source: InstrumentKey
  /// The framework that it maps to.
  package let target: FrameworkKey
  /// What each area says about which outcome.
  package let edges: [CrosswalkEdge]
  /// The areas that fit no outcome of a layer, each with the reason.
  package let noMap: [NoMap]
  /// The bands of each scale.
  package let bandMaps: [BandMap]
  /// The crosswalk as it was read.
  package let json: JSON
  /// SHA-256 of the canonical JSON of ``json``.
  package let contentHash: String

  /// `id@version`.
  package var name: String { "\(id)@\(version)" }

  /// The areas that may drive the headline of an outcome, sorted.
  package func primaryAreas(of outcome: String) -> [String] {
    edges.filter { $0.outcome == outcome && $0.countsInHeadlines }.map(\.area).sorted()
  }

  /// The bands of a point; `nil` for a scale or a point without any.
  package func bands(ofScale scale: String, code: String) -> BandInterval? {
    bandMaps.first { $0.scale == scale }?.points[code]
  }
}

/// An area that deliberately feeds no outcome of a layer.
package struct NoMap: Hashable, Sendable {
  /// The area's id.
  package let area: String
  /// The layer's id.
  package let layer: String
  /// Why.
  package let rationale: String
}
