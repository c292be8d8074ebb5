package import Casework
package import WireFormat

/// The definition of one edition of an instrument: its areas, scales and rules, as data.
///
/// A pack is immutable once a reading uses it. It is made only by the strict reader
/// ``init(bytes:)``, so a pack in hand is always whole.
package struct InstrumentPack: Equatable, Sendable {
  /// The instrument and the edition.
  package let key: InstrumentKey
  /// The name a person sees.
  package let title: String
  /// Who publishes the instrument.
  package let publisher: String
  /// Whose text it is and on what terms it may be used.
  package let licence: Licence
  /// Where the definition comes from.
  package let definitionStatus: DefinitionStatus
  /// Whom a reading with this instrument is about.
  package let subject: Subject
  /// The ages in whole years that the publisher names, where there are any.
  package let ages: ClosedRange<Int>?
  /// Who may mark a reading.
  package let perspectives: [Respondent]
  /// The areas in the instrument's own order, at least one.
  package let areas: [Area]
  /// The scales that the areas name.
  package let scales: [Scale]
  /// How far a score must move to count as a change.
  package let changeRule: ChangeRule
  /// The first day on which the edition exists; `nil` when that is not known.
  package let validFrom: CalendarDay?
  /// The last day for which the publisher offers the edition; later readings stay welcome.
  package let validTo: CalendarDay?
  /// The edition of the same instrument that this one replaces.
  package let supersedes: String?
  /// The earlier editions of the same instrument whose readings this one's may follow.
  package let compatibleWith: [CompatibleEdition]
  /// A remark for the people who keep the file.
  package let note: String?
  /// The pack as it was read, to be served as it was stored.
  package let source: JSON
  /// SHA-256 of the canonical JSON of ``source``, 64 lower-case hexadecimal digits.
  package let contentHash: String

  /// The area called `id`.
  package func area(_ id: String) -> Area? {
    areas.first { $0.id == id }
  }

  /// The scale of the area called `id`.
  package func scale(ofArea id: String) -> Scale? {
    guard let area = area(id) else { return nil }
    return scales.first { $0.id == area.scale }
  }

  /// The sentence that every export with this instrument prints, when its definition is assumed.
  package var assumptionNotice: String? {
    definitionStatus == .assumed ? licence.notice : nil
  }
}

/// One area of an instrument.
package struct Area: Hashable, Sendable {
  /// The id that scores and crosswalks use.
  package let id: String
  /// The name a person sees.
  package let title: String
  /// The id of its scale.
  package let scale: String
}

/// Whose text an instrument is and on what terms it may be used.
package struct Licence: Hashable, Sendable {
  /// The sentence to show wherever the instrument is shown.
  package let notice: String
  /// What the pack's maker wrote about the licence, which by itself enables nothing.
  package let reference: String?
  /// Whether the instrument stays disabled until an administrator records a licence reference.
  package let isRequired: Bool
}

/// Where the definition of an instrument comes from.
package enum DefinitionStatus: String, CaseIterable, Sendable {
  /// From the publisher or the owner.
  case supplied
  /// Made up from what is publicly known; every output that used it says so.
  case assumed
  /// Invented, to try the product with.
  case demo
}

/// How far a score must move to count as a change.
package struct ChangeRule: Hashable, Sendable {
  /// What is counted.
  package let unit: ChangeUnit
  /// How many units make a change, at least one.
  package let threshold: Int
  /// Where the threshold comes from.
  package let basis: ChangeBasis

  /// Makes a rule from all its parts.
  package init(unit: ChangeUnit, threshold: Int, basis: ChangeBasis) {
    self.unit = unit
    self.threshold = threshold
    self.basis = basis
  }
}

/// What a change rule counts.
package enum ChangeUnit: String, CaseIterable, Sendable {
  /// The stages of the scale.
  case stage
  /// The labelled levels of a scale whose every point is a level.
  case level
  /// The points of the scale.
  case point
}

/// Where a threshold comes from.
package enum ChangeBasis: String, CaseIterable, Sendable {
  case assumed, reliabilityStudy
}

/// Another edition of the same instrument whose readings may be paired with this one's.
package struct CompatibleEdition: Hashable, Sendable {
  /// The other edition.
  package let edition: String
  /// Who says so.
  package let basis: CompatibilityBasis

  /// Makes a claim from its parts.
  package init(edition: String, basis: CompatibilityBasis) {
    self.edition = edition
    self.basis = basis
  }
}

/// Who says that two editions are comparable.
package enum CompatibilityBasis: String, CaseIterable, Sendable {
  case publisherAsserted, dataValidated
}
