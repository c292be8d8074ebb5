import Instruments
import Reconciliation

extension AuditContext {
  /// The name of an instrument, without the warning that some titles carry.
  func title(ofInstrument id: String) -> String {
    (pack(id)?.title ?? id).replacing(" (definition assumed)", with: "")
  }

  /// The name of an outcome with its id in front.
  func title(ofOutcome id: String) -> String {
    guard let label = study.reference.framework?.outcome(id)?.outcome.label else { return id }
    return label.hasPrefix(id) ? label : "\(id) \(label)"
  }

  /// The name of an area; an id that stands for one is made readable.
  func title(ofArea id: String, in instrument: String) -> String {
    let title = pack(instrument)?.area(id)?.title ?? id
    guard title == id else { return title }
    let words = id.replacing("-", with: " ").replacing("_", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  /// Whether the definition of an instrument is assumed.
  func isAssumed(_ instrument: String) -> Bool {
    study.reference.definitions.packs.contains {
      $0.key.id == instrument && $0.definitionStatus == .assumed
    }
  }

  /// `MAP definition assumed`; empty for an instrument whose definition was supplied.
  func notice(_ instrument: String) -> String {
    isAssumed(instrument) ? "\(title(ofInstrument: instrument)) definition assumed" : ""
  }

  /// The word for how far the crosswalk of an instrument has come.
  func status(_ instrument: String) -> String {
    guard let entry = study.reference.crosswalks[instrument] else { return "no crosswalk" }
    guard let crosswalk = entry.usable else { return "refused" }
    return crosswalk.state.isSignedOff ? crosswalk.state.rawValue : "PROPOSED"
  }

  /// The labels of a row about an instrument.
  func labels(_ instrument: String, level: String, reconciled: Bool) -> RowLabels {
    let editions = study.reference.catalogue.editions(of: instrument).map(\.key.edition)
    return RowLabels(
      level: level,
      status: reconciled ? status(instrument) : "native",
      instrument: "\(instrument) \(editions.joined(separator: "+"))",
      perspective: study.reference.definitions.perspectives[instrument] ?? "",
      crosswalk: reconciled ? crosswalk(instrument)?.name ?? "" : "",
      notice: (level == "C" ? ["group-level only", notice(instrument)] : [notice(instrument)])
        .filter { !$0.isEmpty }.joined(separator: "; ")
    )
  }

  /// The labels of a row about both compared authorities.
  func comparisonLabels(level: String) -> RowLabels {
    let instruments = sides.map(\.instrument)
    let states = Set(instruments.map { status($0) })
    return RowLabels(
      level: level,
      status: states.contains("PROPOSED") ? "PROPOSED" : states.sorted().joined(separator: "+"),
      instrument: instruments.joined(separator: " vs "),
      perspective: instruments.compactMap { study.reference.definitions.perspectives[$0] }
        .joined(separator: " vs "),
      crosswalk: instruments.compactMap { crosswalk($0)?.name }.joined(separator: ";"),
      notice: (Set(instruments.map { notice($0) }).sorted() + [toolSentence])
        .filter { !$0.isEmpty }.joined(separator: "; ")
    )
  }

  /// What must stand beside every figure that compares two authorities.
  var toolSentence: String {
    let tools = sides.map(\.instrument)
    if tools.count == 2, tools[0] == tools[1] { return "same tool in both authorities" }
    return adjustment == nil
      ? "different tools; size of the tool effect unknown"
      : "different tools; adjusted for tool effect where it says so"
  }

  /// The effect of the first side's tool against the second's; `nil` where it is not known.
  var adjustment: EstimateWithLimits? {
    guard let effect, sides.count == 2, let estimate = effect.estimate else { return nil }
    let tools = sides.map(\.instrument)
    if tools == [effect.first, effect.second] { return estimate }
    guard tools == [effect.second, effect.first] else { return nil }
    return EstimateWithLimits(-estimate.estimate, low: -estimate.high, high: -estimate.low)
  }
}
