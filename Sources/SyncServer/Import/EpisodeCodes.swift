import Casework
import Intake
import SyncProtocol

/// The codes of episodes in mapping files, as the nouns that Starmap stores.
///
/// A mapping may use Starmap's own words or the short ones of the published profile.
enum EpisodeCodes {
  static let reasons: [String: ClosureReason] = words(ClosureReason.self).merging([
    "met": .outcomesAchieved, "moved": .movedAway, "withdrawn": .familyWithdrew,
    "escalated": .steppedUp,
  ]) { own, _ in own }

  static let stepUps: [String: StepUpEvent] = words(StepUpEvent.self).merging([
    "cp": .childProtectionPlan, "lac": .lookedAfter,
  ]) { own, _ in own }

  static let tiers: [String: Tier] = words(Tier.self)
  static let contacts: [String: ContactMode] = words(ContactMode.self)

  /// Refuses a mapping whose code lists end in words that no episode can hold.
  static func check(_ mapping: ImportMapping) throws(Refusal) {
    var faults: [String] = []
    func look<Code>(_ list: String, _ source: ImportSource, _ known: [String: Code]) {
      for code in ends(of: list, in: source) where known[code] == nil {
        faults.append(
          "\(source.file): the list `\(list)` ends in `\(code.prefix(40))`; "
            + "it may end in \(known.keys.sorted().joined(separator: ", "))."
        )
      }
    }
    for source in mapping.sources where source.kind == .episodes {
      look("tier", source, tiers)
      look("reason", source, reasons)
      look("stepUp", source, stepUps)
      look("contact", source, contacts)
      for code in ends(of: "agency", in: source) where !isSlug(code) {
        faults.append(
          "\(source.file): the list `agency` ends in `\(code.prefix(40))`, which is no code of "
            + "lower-case letters, digits and hyphens."
        )
      }
    }
    guard faults.isEmpty else { throw Refusal(.invalidMapping, faults.joined(separator: " ")) }
  }

  private static func ends(of list: String, in source: ImportSource) -> [String] {
    Set((source.codes[list] ?? [:]).values).sorted()
  }

  private static func words<Code: CaseIterable & RawRepresentable>(
    _ type: Code.Type
  ) -> [String: Code] where Code.RawValue == String {
    Dictionary(type.allCases.map { ($0.rawValue, $0) }) { first, _ in first }
  }
}
