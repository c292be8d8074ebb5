import Instruments
import WireFormat

/// Reads frameworks and crosswalks of a draft and collects every fault.
struct DraftFields {
  private(set) var faults: [String] = []

  mutating func report(_ pointer: String, _ message: String) {
    faults.append(pointer.isEmpty ? message : "\(pointer) \(message)")
  }

  /// Reads one line of text that is not empty.
  mutating func text(_ json: JSON?, at pointer: String) -> String? {
    guard let text = json?.string,
      (1...ReferenceLimits.textBytesMax).contains(text.utf8.count),
      text.unicodeScalars.allSatisfy(\.isPlain)
    else {
      report(pointer, "is missing or no line of text; write it between quotes.")
      return nil
    }
    return text
  }

  /// Reads how far a framework or a crosswalk has come; a draft when nothing is said.
  mutating func state(_ json: JSON?, at pointer: String) -> ReferenceState? {
    guard let json else { return .draft }
    guard let state = json.string.flatMap(ReferenceState.init(rawValue:)) else {
      let words = ReferenceState.allCases.map(\.rawValue).joined(separator: ", ")
      report(pointer, "is none of \(words).")
      return nil
    }
    return state
  }

  /// Reads a framework.
  mutating func framework(_ json: JSON, at pointer: String) -> Framework? {
    let id = text(json["id"], at: "\(pointer)/id")
    let version = text(json["version"], at: "\(pointer)/version")
    let state = state(json["state"], at: "\(pointer)/state")
    let list = json["layers"]?.array ?? []
    if list.isEmpty || list.count > ReferenceLimits.layersMax {
      report("\(pointer)/layers", "is no list of 1 to \(ReferenceLimits.layersMax) layers.")
    }
    let layers = list.prefix(ReferenceLimits.layersMax).enumerated().compactMap {
      layer($0.element, at: "\(pointer)/layers/\($0.offset)")
    }
    for ids in [layers.map(\.id), layers.flatMap(\.outcomes).map(\.id)]
    where Set(ids).count < ids.count {
      report("\(pointer)/layers", "name an id twice; give each layer and outcome its own.")
    }
    guard let id, let version, let state else { return nil }
    return Framework(
      id: id,
      version: version,
      title: json["title"]?.string ?? id,
      state: state,
      layers: layers,
      source: json,
      contentHash: contentHash(of: json)
    )
  }

  private mutating func layer(_ json: JSON, at pointer: String) -> Layer? {
    let list = json["outcomes"]?.array ?? []
    if list.isEmpty || list.count > ReferenceLimits.outcomesMax {
      report("\(pointer)/outcomes", "is no list of 1 to \(ReferenceLimits.outcomesMax) outcomes.")
    }
    guard let id = text(json["id"], at: "\(pointer)/id") else { return nil }
    let outcomes = list.prefix(ReferenceLimits.outcomesMax).enumerated().compactMap {
      outcome($0.element, order: $0.offset + 1, at: "\(pointer)/outcomes/\($0.offset)")
    }
    return Layer(
      id: id,
      title: json["title"]?.string ?? id,
      isMappable: json["mappable"]?.bool ?? true,
      outcomes: outcomes.sorted { ($0.order, $0.id) < ($1.order, $1.id) }
    )
  }

  /// Reads a pair of id and label, or an object.
  private mutating func outcome(
    _ json: JSON,
    order: Int,
    at pointer: String
  ) -> FrameworkOutcome? {
    let pair = json.array ?? []
    guard let id = text(pair.first ?? json["id"], at: "\(pointer)/id") else { return nil }
    let label = (pair.count > 1 ? pair[1] : json["label"])?.string
    let given = json["order"]?.int.flatMap { Int(exactly: $0) }
    return FrameworkOutcome(id: id, label: label ?? id, order: given ?? order)
  }
}
