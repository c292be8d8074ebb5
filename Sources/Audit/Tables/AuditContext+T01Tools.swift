import Instruments
import Reconciliation

extension AuditContext {
  /// T1: how each tool works, side by side; words and no figures.
  var tools: AuditTable {
    let instruments = instruments
    var gaps: [AuditGap] = []
    let rows = ToolFact.allCases.map { fact in
      let cells = instruments.map { instrument in
        words(fact, instrument).map { AuditCell.text($0) } ?? .missing("not_supplied")
      }
      return AuditRow(cells: [.text(fact.heading)] + cells)
    }
    for instrument in instruments {
      let lacking = ToolFact.allCases.filter { words($0, instrument) == nil }
      guard !lacking.isEmpty else { continue }
      gaps.append(
        AuditGap(
          table: "T1",
          code: "not_supplied",
          subject: title(ofInstrument: instrument),
          sentence: "How it is used is only partly known: nobody has told "
            + lacking.map(\.word).joined(separator: ", ")
            + ". The questions at the beginning ask for it."
        )
      )
      guard isAssumed(instrument) else { continue }
      gaps.append(
        AuditGap(
          table: "T1",
          code: "definition_assumed",
          subject: title(ofInstrument: instrument),
          sentence: "Its areas, points, direction and raters are assumed. Every figure from it "
            + "stands only if its owner confirms them; the questions at the beginning ask for it."
        )
      )
    }
    return AuditTable(
      number: 1,
      name: "T01-tools",
      title: "How each tool works",
      introduction: "Two tools can only be compared as far as they ask about the same things in "
        + "the same way.",
      columns: [AuditColumn("feature", "Feature")]
        + instruments.map { AuditColumn($0, title(ofInstrument: $0)) },
      rows: rows,
      notes: ["“not supplied” means that nobody has told, not that there is none."],
      gaps: gaps
    )
  }

  private func words(_ fact: ToolFact, _ instrument: String) -> String? {
    guard let pack = pack(instrument) else { return nil }
    let editions = study.reference.catalogue.editions(of: instrument)
    let scales = pack.scales
    switch fact {
    case .definition:
      return isAssumed(instrument) ? "assumed, not confirmed by its owner" : "supplied"
    case .subject: return study.reference.definitions.perspectives[instrument]
    case .editions:
      return editions.map { edition in
        let from = edition.validFrom.map { " from \($0)" } ?? ""
        return edition.key.edition + from
      }.joined(separator: "; ")
    case .areas:
      return pack.areas.map { title(ofArea: $0.id, in: instrument) }.joined(separator: "; ")
    case .points:
      return unique(scales.map { "points \($0.summary)" })
    case .direction:
      return unique(
        scales.map { $0.polarity == .higherIsBetter ? "higher is better" : "lower is better" }
      )
    case .halfPoints: return unique(scales.map { $0.step == .half ? "yes" : "no" })
    case .nonScores:
      return unique(
        scales.map { scale in
          scale.nonScores.isEmpty
            ? "none" : scale.nonScores.map { Self.words(of: $0) }.joined(separator: ", ")
        }
      )
    case .change:
      let rule = pack.changeRule
      return "one \(rule.unit.rawValue) or more"
        .replacing("one ", with: rule.threshold == 1 ? "one " : "\(rule.threshold) times one ")
        + (rule.basis == .assumed ? " (our rule, assumed)" : " (from a study of reliability)")
    // No file of a study says these.
    case .purpose, .rater, .cadence, .training, .licence: return nil
    }
  }

  private func unique(_ words: [String]) -> String? {
    var seen: [String] = []
    for word in words where !seen.contains(word) { seen.append(word) }
    return seen.isEmpty ? nil : seen.joined(separator: "; ")
  }

  private static func words(of nonScore: NonScore) -> String {
    switch nonScore {
    case .notApplicable: "not applicable"
    case .notScored: "not scored"
    case .declined: "declined"
    case .noIssue: "no issue"
    case .unknown: "unknown"
    }
  }
}

/// What is told of a tool.
private enum ToolFact: CaseIterable {
  case definition, purpose, subject, rater, cadence, editions, areas, points, direction, halfPoints
  case nonScores, change, training, licence

  var heading: String { word.prefix(1).uppercased() + word.dropFirst() }

  var word: String {
    switch self {
    case .definition: "definition"
    case .purpose: "purpose"
    case .subject: "whom it is about"
    case .rater: "who scores it"
    case .cadence: "when it is scored"
    case .editions: "editions"
    case .areas: "areas"
    case .points: "scale"
    case .direction: "direction of the scale"
    case .halfPoints: "half points"
    case .nonScores: "answers that are no score"
    case .change: "what counts as change"
    case .training: "training"
    case .licence: "licence"
    }
  }
}
