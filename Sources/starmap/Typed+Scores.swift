import Casework
import Instruments

extension Typed {
  /// A name and a value joined by `=`.
  static func pair(_ text: String, flag: String) throws -> (String, String) {
    guard let split = text.firstIndex(of: "="), split != text.startIndex else {
      throw Failure.usage("\(flag) takes an area and a value joined by =, such as home=6.")
    }
    return (String(text[..<split]), String(text[text.index(after: split)...]))
  }

  /// Who marked a reading, in the words that people use.
  static func respondent(_ text: String) throws -> Respondent {
    switch text {
    case "together", "agreed": return .agreed
    case "worker-only", "worker": return .worker
    case "person-only", "family": return .family
    default:
      throw Failure.usage("--by must be together, worker-only or person-only.")
    }
  }

  /// Scores in the instrument's own order; what the instrument does not know follows as typed, and is
  /// refused by name later.
  static func scores(
    _ given: [String],
    _ skipped: [String],
    of pack: InstrumentPack
  ) throws -> [Score] {
    let scores =
      try given.map { try pair($0, flag: "--score") }
      + skipped.map { try pair($0, flag: "--skip") }
    let order = Dictionary(
      pack.areas.enumerated().map { ($1.id, $0) }
    ) { first, _ in first }
    return
      scores
      .enumerated()
      .sorted {
        (order[$0.element.0] ?? .max, $0.offset) < (order[$1.element.0] ?? .max, $1.offset)
      }
      .map { Score(area: $0.element.0, code: $0.element.1) }
  }
}
