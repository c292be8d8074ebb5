package import WireFormat

/// One version of one framework, the pair that a crosswalk and a policy name.
package struct FrameworkKey: Hashable, Sendable, CustomStringConvertible {
  /// The framework's id, such as `cp-early-help-2021`.
  package let id: String
  /// The version.
  package let version: String

  /// Pairs an id with a version.
  package init(id: String, version: String) {
    self.id = id
    self.version = version
  }

  /// `id@version`.
  package var description: String { "\(id)@\(version)" }
}

/// The outcomes that the authorities share, in layers, as data.
///
/// It is made only by the strict reader ``init(bytes:)``, so a framework in hand is whole.
package struct Framework: Hashable, Sendable {
  /// The id.
  package let id: String
  /// The version; a changed framework is another version.
  package let version: String
  /// The name a person sees.
  package let title: String
  /// How far it has come.
  package let state: ReferenceState
  /// The layers in their own order.
  package let layers: [Layer]
  /// The framework as it was read.
  package let source: JSON
  /// SHA-256 of the canonical JSON of ``source``.
  package let contentHash: String

  /// The id and the version.
  package var key: FrameworkKey { FrameworkKey(id: id, version: version) }

  /// The layers to which areas may be mapped.
  package var mappableLayers: [Layer] { layers.filter(\.isMappable) }

  /// The outcome called `id`, with its layer.
  package func outcome(_ id: String) -> (layer: Layer, outcome: FrameworkOutcome)? {
    for layer in layers {
      if let outcome = layer.outcomes.first(where: { $0.id == id }) { return (layer, outcome) }
    }
    return nil
  }
}

/// One level of a framework, such as its intermediate outcomes.
package struct Layer: Hashable, Sendable {
  /// The id that edges use.
  package let id: String
  /// The name a person sees.
  package let title: String
  /// Whether areas may be mapped to it directly.
  package let isMappable: Bool
  /// The outcomes by rising order.
  package let outcomes: [FrameworkOutcome]
}

/// One outcome of a framework.
package struct FrameworkOutcome: Hashable, Sendable {
  /// The id, unique in the whole framework.
  package let id: String
  /// The name a person sees.
  package let label: String
  /// Its place in the layer.
  package let order: Int
}
