package import Instruments

/// The reference data that figures rest on: frameworks, crosswalks and the policy.
package struct ReconciliationLibrary: Hashable, Sendable {
  /// The frameworks, in any number of versions.
  package var frameworks: [Framework]
  /// The crosswalks, in any number of versions.
  package var crosswalks: [Crosswalk]
  /// The policy.
  package var policy: ProgressPolicy
  /// The change rules that are signed off, oldest first.
  package var changeRules: [ChangeRuleVersion]
  /// The claims of compatible editions that are signed off.
  package var compatibilities: [CompatibilityEdge]
  /// How small numbers are hidden in what is released.
  package var disclosure: DisclosurePolicyVersion

  /// Makes a library from all its parts.
  package init(
    frameworks: [Framework],
    crosswalks: [Crosswalk],
    policy: ProgressPolicy = .standard,
    changeRules: [ChangeRuleVersion] = [],
    compatibilities: [CompatibilityEdge] = [],
    disclosure: DisclosurePolicyVersion = .standard
  ) {
    self.frameworks = frameworks
    self.crosswalks = crosswalks
    self.policy = policy
    self.changeRules = changeRules
    self.compatibilities = compatibilities
    self.disclosure = disclosure
  }

  /// The packs under the change rules and the compatible editions that are signed off.
  ///
  /// Of several rules for one edition the last one counts.
  package func amending(_ catalogue: InstrumentCatalogue) -> InstrumentCatalogue {
    guard !changeRules.isEmpty || !compatibilities.isEmpty else { return catalogue }
    return catalogue.mapPacks { pack in
      pack.amended(
        changeRule: changeRules.last { $0.source == pack.key }?.rule,
        follows: compatibilities.filter { $0.later == pack.key }.map {
          CompatibleEdition(edition: $0.earlier.edition, basis: $0.basis)
        }
      )
    }
  }

  /// The library as it would be with a version in use, in the place of every other one that says the
  /// same thing; for a dry run.
  package func adopting(_ document: ReferenceDocument) -> ReconciliationLibrary {
    var library = self
    switch document {
    case .framework(let framework):
      library.frameworks.removeAll { $0.key == framework.key }
      library.frameworks.append(framework)
      library.policy.framework = framework.key
    case .crosswalk(let crosswalk):
      library.crosswalks.removeAll {
        $0.id == crosswalk.id || ($0.source == crosswalk.source && $0.target == crosswalk.target)
      }
      library.crosswalks.append(crosswalk.inState(.active))
    case .policy(let policy): library.policy = policy
    case .changeRule(let rule): library.changeRules.append(rule)
    case .compatibility(let edge): library.compatibilities.append(edge)
    case .disclosure(let policy): library.disclosure = policy
    case .linkTable: break
    }
    return library
  }

  /// The framework that the policy names.
  package var framework: Framework? {
    frameworks.first { $0.key == policy.framework }
  }

  /// The crosswalk to use for readings of an edition.
  ///
  /// One made for that very edition goes first; otherwise one of an earlier edition that the
  /// edition calls compatible serves, if both have the same area ids. Of several versions the
  /// signed-off one goes first, then the newest; withdrawn and superseded ones are not used.
  ///
  /// - Parameters:
  ///   - key: The instrument and the edition.
  ///   - framework: The target.
  ///   - catalogue: The packs, for the editions they call compatible.
  /// - Returns: The crosswalk, and whether it was made for another edition.
  package func crosswalk(
    for key: InstrumentKey,
    framework: FrameworkKey,
    catalogue: InstrumentCatalogue
  ) -> (crosswalk: Crosswalk, viaEdition: Bool)? {
    let usable = crosswalks.filter { $0.target == framework && $0.state.preference != nil }
    if let own = usable.filter({ $0.source == key }).max(by: { $0.isLessFit(than: $1) }) {
      return (own, false)
    }
    guard let areas = catalogue.pack(key).map({ Set($0.areas.map(\.id)) }) else { return nil }
    let lent = usable.filter { crosswalk in
      catalogue.compatibility(from: crosswalk.source, to: key) != nil
        && catalogue.pack(crosswalk.source).map { Set($0.areas.map(\.id)) } == areas
    }
    return lent.max { $0.isLessFit(than: $1) }.map { ($0, true) }
  }
}

extension Crosswalk {
  /// By state, then by version, then by id and hash, so that the choice is always one.
  fileprivate func isLessFit(than other: Crosswalk) -> Bool {
    let mine = state.preference ?? -1
    let theirs = other.state.preference ?? -1
    if mine != theirs { return mine < theirs }
    if version != other.version { return isOlderVersion(version, than: other.version) }
    return (source, id, contentHash) < (other.source, other.id, other.contentHash)
  }
}

/// Compares dotted numbers as numbers, and whatever is no number as text before any number.
package func isOlderVersion(_ left: String, than right: String) -> Bool {
  let pairs = zip(left.split(separator: "."), right.split(separator: "."))
  for (mine, theirs) in pairs where mine != theirs {
    switch (Int(mine), Int(theirs)) {
    case (let mine?, let theirs?) where mine != theirs: return mine < theirs
    case (nil, _?): return true
    case (_?, nil): return false
    default: return mine.utf8.lexicographicallyPrecedes(theirs.utf8)
    }
  }
  return left.utf8.count < right.utf8.count
}
