import Instruments
import Reconciliation

/// What one tool says about one outcome.
struct CoverageCell: Hashable {
  /// The strongest relationship of any area; `nil` where nothing is mapped.
  let strongest: EdgeRelationship?
  /// The areas that may drive the outcome.
  let primary: [String]
  /// The areas that only contribute.
  let contributory: [String]
}

extension AuditContext {
  /// The outcomes to which areas are mapped, in the framework's order.
  var mappedOutcomes: [(layer: Layer, outcome: FrameworkOutcome)] {
    (study.reference.framework?.mappableLayers ?? []).flatMap { layer in
      layer.outcomes.map { (layer, $0) }
    }
  }

  /// What a tool says about an outcome; `nil` without a crosswalk that may be used.
  func coverage(_ instrument: String, _ outcome: String) -> CoverageCell? {
    guard let crosswalk = crosswalk(instrument) else { return nil }
    let edges = crosswalk.edges.filter { $0.outcome == outcome }
    let order: [EdgeRelationship] = [.equivalent, .narrower, .broader, .relatedTo]
    let primary = edges.filter(\.countsInHeadlines).map(\.area).sorted()
    return CoverageCell(
      strongest: order.first { kind in edges.contains { $0.relationship == kind } },
      primary: primary,
      contributory: edges.map(\.area).filter { !primary.contains($0) }.sorted()
    )
  }

  /// T2: what each tool covers, with the gaps named.
  var coverageTable: AuditTable {
    var gaps: [AuditGap] = []
    var rows: [AuditRow] = []
    for instrument in instruments {
      let name = title(ofInstrument: instrument)
      guard crosswalk(instrument) != nil else {
        gaps.append(crosswalkGap(instrument))
        continue
      }
      for (layer, outcome) in mappedOutcomes {
        guard let cell = coverage(instrument, outcome.id) else { continue }
        if cell.primary.isEmpty {
          gaps.append(
            AuditGap(
              table: "T2",
              code: "not_measured",
              subject: "\(title(ofOutcome: outcome.id)) by \(name)",
              sentence: "The tool has no primary source for this outcome, so it says nothing about "
                + "it, which is not zero. It would need an area of the tool that is about it, or "
                + "another tool."
            )
          )
        }
        rows.append(
          AuditRow(
            cells: [
              .text(layer.title), .text(title(ofOutcome: outcome.id)), .text(name),
              .text(Self.words(of: cell.strongest)), .count(.shown(cell.primary.count)),
              .text(
                cell.primary.isEmpty
                  ? "no primary source"
                  : cell.primary.map { title(ofArea: $0, in: instrument) }.joined(separator: "; ")
              ), .count(.shown(cell.contributory.count)),
            ],
            labels: labels(instrument, level: "B", reconciled: true)
          )
        )
      }
    }
    if study.reference.framework == nil {
      gaps.append(
        AuditGap(
          table: "T2",
          code: "no_framework",
          subject: study.profile.policy.framework,
          sentence: "No file brings this framework, so no outcome can be told. Hand in the "
            + "framework and a crosswalk of each tool to it."
        )
      )
    }
    for instrument in instruments {
      guard let crosswalk = crosswalk(instrument), !crosswalk.state.isSignedOff else { continue }
      gaps.append(
        AuditGap(
          table: "T2",
          code: "crosswalk_not_signed_off",
          subject: crosswalk.name,
          sentence: "The crosswalk is PROPOSED: everything that rests on it may change. It needs "
            + "the sign-off of both authorities."
        )
      )
    }
    return AuditTable(
      number: 2,
      name: "T02-coverage",
      title: "What each tool covers of the common framework",
      introduction:
        "An outcome can be compared only where both tools have a primary source for it.",
      columns: [
        AuditColumn("layer", "Layer"), AuditColumn("outcome", "Outcome"),
        AuditColumn("tool", "Tool"), AuditColumn("relationship", "Strongest link"),
        AuditColumn("primary_areas", "Primary areas", .count),
        AuditColumn("areas", "Which"),
        AuditColumn("contributory_areas", "Contributing areas", .count),
      ],
      rows: rows,
      notes: [
        "Read from the area to the outcome: “narrower” says that the area is a part of the outcome.",
        "Contributing areas never decide an outcome.",
      ],
      gaps: gaps
    )
  }

  private func crosswalkGap(_ instrument: String) -> AuditGap {
    let entry = study.reference.crosswalks[instrument]
    let problems = entry?.problems.map(\.message).joined(separator: " ") ?? ""
    return AuditGap(
      table: "T2",
      code: entry == nil ? "no_crosswalk" : "crosswalk_refused",
      subject: title(ofInstrument: instrument),
      sentence: entry == nil
        ? "No crosswalk leads from the tool to the framework, so it has no outcomes here. Hand one in."
        : "Its crosswalk failed the check and is refused whole. \(problems)"
    )
  }

  static func words(of relationship: EdgeRelationship?) -> String {
    switch relationship {
    case .equivalent?: "equivalent"
    case .narrower?: "narrower"
    case .broader?: "broader"
    case .relatedTo?: "related only"
    case .notRelatedTo?, nil: "none"
    }
  }
}
