package import WireFormat

/// A file of reference data, whatever its kind: one version that never changes once it is stored.
package enum ReferenceDocument: Hashable, Sendable {
  case framework(Framework)
  case crosswalk(Crosswalk)
  case policy(ProgressPolicy)
  case changeRule(ChangeRuleVersion)
  case compatibility(CompatibilityEdge)
  case linkTable(LinkTable)
  case disclosure(DisclosurePolicyVersion)

  /// Reads a file strictly; its kind is told by the fields that only that kind has.
  ///
  /// - Parameter json: The whole file.
  /// - Throws: ``ReferenceProblem`` with everything that is wrong.
  package init(_ json: JSON) throws(ReferenceProblem) {
    guard let kind = Self.kind(of: json) else {
      throw ReferenceProblem(faults: [
        ReferenceFault(
          pointer: "",
          message:
            "is no framework (`layers`), crosswalk (`edges`), policy (`baselineWindowDays`), "
            + "change rule (`threshold`), compatibility (`earlier`), link table (`rows`) "
            + "or disclosure policy (`rule`)."
        )
      ])
    }
    let bytes = json.canonical
    switch kind {
    case .framework: self = .framework(try Framework(bytes: bytes))
    case .crosswalk: self = .crosswalk(try Crosswalk(bytes: bytes))
    case .policy: self = .policy(try ProgressPolicy(bytes: bytes))
    case .changeRule: self = .changeRule(try ChangeRuleVersion(bytes: bytes))
    case .compatibility: self = .compatibility(try CompatibilityEdge(bytes: bytes))
    case .linkTable: self = .linkTable(try LinkTable(bytes: bytes))
    case .disclosure: self = .disclosure(try DisclosurePolicyVersion(bytes: bytes))
    }
  }

  private static func kind(of json: JSON) -> ReferenceKind? {
    let signs: [(String, ReferenceKind)] = [
      ("layers", .framework), ("edges", .crosswalk), ("baselineWindowDays", .policy),
      ("threshold", .changeRule), ("earlier", .compatibility), ("rows", .linkTable),
      ("rule", .disclosure),
    ]
    return signs.first { json[$0.0] != nil }?.1
  }

  /// The kind, the id and the version.
  package var key: ReferenceKey {
    switch self {
    case .framework(let framework):
      ReferenceKey(kind: .framework, id: framework.id, version: framework.version)
    case .crosswalk(let crosswalk):
      ReferenceKey(kind: .crosswalk, id: crosswalk.id, version: crosswalk.version)
    case .policy(let policy): ReferenceKey(kind: .policy, id: policy.id, version: policy.version)
    case .changeRule(let rule): ReferenceKey(kind: .changeRule, id: rule.id, version: rule.version)
    case .compatibility(let edge):
      ReferenceKey(kind: .compatibility, id: edge.id, version: edge.version)
    case .linkTable(let table):
      ReferenceKey(kind: .linkTable, id: table.id, version: table.version)
    case .disclosure(let policy):
      ReferenceKey(kind: .disclosure, id: policy.id, version: policy.version)
    }
  }

  /// The file as it is stored.
  package var content: JSON {
    switch self {
    case .framework(let framework): framework.source
    case .crosswalk(let crosswalk): crosswalk.json
    case .policy(let policy): policy.json
    case .changeRule(let rule): rule.json
    case .compatibility(let edge): edge.json
    case .linkTable(let table): table.json
    case .disclosure(let policy): policy.json
    }
  }

  /// SHA-256 of the canonical JSON of ``content``.
  package var contentHash: String { Reconciliation.contentHash(of: content) }

  /// The state that the file itself claims; a policy claims none and is in use once it is installed.
  package var claimedState: ReferenceState {
    switch self {
    case .framework(let framework): framework.state
    case .crosswalk(let crosswalk): crosswalk.state
    case .policy: .active
    case .changeRule(let rule): rule.state
    case .compatibility(let edge): edge.state
    case .linkTable(let table): table.state
    case .disclosure(let policy): policy.state
    }
  }
}

extension Crosswalk {
  /// The same version, as far as it has come by now.
  package func inState(_ state: ReferenceState) -> Crosswalk {
    Crosswalk(
      id: id,
      version: version,
      state: state,
      needs: needs,
      source: source,
      target: target,
      edges: edges,
      noMap: noMap,
      bandMaps: bandMaps,
      json: json,
      contentHash: contentHash
    )
  }
}

extension Framework {
  /// The same version, as far as it has come by now.
  package func inState(_ state: ReferenceState) -> Framework {
    Framework(
      id: id,
      version: version,
      title: title,
      state: state,
      layers: layers,
      source: source,
      contentHash: contentHash
    )
  }
}
