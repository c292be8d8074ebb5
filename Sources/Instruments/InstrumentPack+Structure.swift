import WireFormat

extension InstrumentPack {
  /// Whether another pack of the same edition differs in its words alone.
  ///
  /// A licence holder's pack, with the names and labels that a structural pack leaves out, may
  /// replace that one even after readings used it; a pack of another structure needs another
  /// edition.
  package func hasSameStructure(as other: InstrumentPack) -> Bool {
    structure == other.structure
  }

  private var structure: InstrumentPack {
    InstrumentPack(
      key: key,
      title: "",
      publisher: "",
      licence: Licence(notice: "", reference: nil, isRequired: false),
      definitionStatus: .supplied,
      subject: subject,
      ages: nil,
      perspectives: perspectives,
      areas: areas.map { Area(id: $0.id, title: "", scale: $0.scale) },
      scales: scales.map(\.structure),
      changeRule: changeRule,
      validFrom: validFrom,
      validTo: nil,
      supersedes: supersedes,
      compatibleWith: compatibleWith,
      note: nil,
      source: .null,
      contentHash: ""
    )
  }
}

extension Scale {
  fileprivate var structure: Scale {
    Scale(
      id: id,
      points: points.map {
        ScalePoint(code: $0.code, order: $0.order, stage: $0.stage, label: nil)
      },
      polarity: polarity,
      step: step,
      nonScores: nonScores,
      noIssuePolicy: noIssuePolicy,
      stages: [],
      endPoint: endPoint
    )
  }
}
