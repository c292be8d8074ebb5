import Casework
import Instruments
package import Reconciliation
package import Storage
import SyncProtocol
package import WireFormat

extension ServerCore {
  /// Installs a framework, a crosswalk or a policy, told apart by what they hold.
  ///
  /// A version is never changed: the same content again changes nothing, other content needs a new version.
  /// A crosswalk must fit the instruments and frameworks that are installed.
  ///
  /// - Returns: What it was: `kind`, `id`, `version`.
  /// - Throws: ``Refusal`` that names every problem.
  @discardableResult
  package func installReference(
    _ json: JSON,
    into writer: any LedgerWriter
  ) throws -> JSON {
    let reference = try Reference(json)
    if case .crosswalk(let crosswalk) = reference {
      let library = try Self.library(from: writer)
      let problems = CrosswalkCheck.problems(
        of: crosswalk,
        catalogue: try Self.catalogue(from: writer),
        frameworks: library.frameworks
      )
      guard problems.isEmpty else {
        throw Refusal(
          .invalidReference,
          "\(reference.name) is not usable: \(problems.map(\.message).joined(separator: " "))"
        )
      }
    }
    let id = derivedID("\(reference.type.rawValue) \(reference.id) \(reference.version)")
    if let stored = try writer.reference(id, type: reference.type) {
      guard stored.body == reference.body else {
        throw Refusal(
          .immutable,
          "\(reference.name) is installed with other content; a version never changes. "
            + "Give it a new version."
        )
      }
    } else {
      try referenceCommit(
        by: nil,
        action: "\(reference.type.rawValue).add",
        line: json,
        writer
      ) { segment in
        try segment.putReference(reference.json, id: id, type: reference.type)
        return id
      }
    }
    return [
      "kind": .string(reference.type.rawValue), "id": .string(reference.id),
      "version": .string(reference.version),
    ]
  }

  /// The frameworks, crosswalks and the policy of a snapshot, as they were at a seq.
  ///
  /// The policy in force is the one that was installed last, and of several installed at once the one
  /// of the highest version.
  package static func library(
    from reader: any LedgerReader,
    at seq: Int64? = nil
  ) throws -> ReconciliationLibrary {
    var frameworks: [Framework] = []
    var crosswalks: [Crosswalk] = []
    var policies: [(seq: Int64, policy: ProgressPolicy)] = []
    for type in [RecordType.framework, .crosswalk, .policy] {
      for stored in try reader.references(of: type) where stored.version <= seq ?? .max {
        guard let content = (try? JSON(strict: stored.body))?[type.rawValue] else {
          throw unreadable
        }
        switch try Reference(content) {
        case .framework(let framework): frameworks.append(framework)
        case .crosswalk(let crosswalk): crosswalks.append(crosswalk)
        case .policy(let policy): policies.append((stored.version, policy))
        }
      }
    }
    return ReconciliationLibrary(
      frameworks: frameworks,
      crosswalks: crosswalks,
      policy: policies.max { left, right in
        if left.seq != right.seq { return left.seq < right.seq }
        let (mine, theirs) = (left.policy, right.policy)
        if mine.version != theirs.version {
          return isOlderVersion(mine.version, than: theirs.version)
        }
        return mine.id < theirs.id
      }?.policy ?? .standard
    )
  }

  private static var unreadable: StorageError {
    StorageError(.corrupt, "An installed framework or crosswalk cannot be read.")
  }
}

/// A file of reference data that is no instrument pack.
private enum Reference {
  case framework(Framework)
  case crosswalk(Crosswalk)
  case policy(ProgressPolicy)

  init(_ json: JSON) throws(Refusal) {
    guard let read = Self.reader(of: json) else {
      throw Refusal(
        .invalidReference,
        "The file is no framework (`layers`), no crosswalk (`edges`) and no policy "
          + "(`baselineWindowDays`)."
      )
    }
    do throws(ReferenceProblem) {
      self = try read(json.canonical)
    } catch {
      throw Refusal(.invalidReference, error.description)
    }
  }

  private static func reader(
    of json: JSON
  ) -> (([UInt8]) throws(ReferenceProblem) -> Reference)? {
    if json["layers"] != nil {
      return { bytes throws(ReferenceProblem) in .framework(try Framework(bytes: bytes)) }
    }
    if json["edges"] != nil {
      return { bytes throws(ReferenceProblem) in .crosswalk(try Crosswalk(bytes: bytes)) }
    }
    if json["baselineWindowDays"] != nil {
      return { bytes throws(ReferenceProblem) in .policy(try ProgressPolicy(bytes: bytes)) }
    }
    return nil
  }

  var type: RecordType {
    switch self {
    case .framework: .framework
    case .crosswalk: .crosswalk
    case .policy: .policy
    }
  }

  var id: String {
    switch self {
    case .framework(let framework): framework.id
    case .crosswalk(let crosswalk): crosswalk.id
    case .policy(let policy): policy.id
    }
  }

  var version: String {
    switch self {
    case .framework(let framework): framework.version
    case .crosswalk(let crosswalk): crosswalk.version
    case .policy(let policy): policy.version
    }
  }

  private var content: JSON {
    switch self {
    case .framework(let framework): framework.source
    case .crosswalk(let crosswalk): crosswalk.json
    case .policy(let policy): policy.json
    }
  }

  /// The stored object.
  var json: JSON { .object([type.rawValue: content]) }
  var body: [UInt8] { json.canonical }
  var name: String { "The \(type.rawValue) \(id)@\(version)" }
}
