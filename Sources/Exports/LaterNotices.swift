package import Reconciliation
import WireFormat

/// What became of the reference data of an export after its moment: withdrawn versions, with the date
/// and the reason.
///
/// An export as of an earlier commit has the same bytes forever, so what is known only now stands
/// beside them and not in them.
package struct LaterNotices: Hashable, Sendable {
  /// The file in which they stand.
  package static let fileName = "WITHDRAWN.txt"

  /// One sentence each.
  package let sentences: [String]

  /// Takes the sentences in order.
  package init(_ sentences: [String]) {
    self.sentences = sentences
  }

  /// The file; none when there is nothing to say.
  package var files: [ExportFile] {
    guard !sentences.isEmpty else { return [] }
    let text = sentences.map { $0 + "\r\n" }.joined()
    return [ExportFile(name: Self.fileName, bytes: Array(text.utf8))]
  }

  /// One line of JSON each.
  var lines: [UInt8] {
    sentences.flatMap { sentence in
      JSON.object(["table": "notice", "notice": .string(sentence)]).canonical + [0x0A]
    }
  }
}

extension Progress {
  /// The versions of reference data that the figures rest on.
  ///
  /// - Parameter isNative: Whether no crosswalk stands behind the tables.
  /// - Returns: Their keys.
  package func references(isNative: Bool) -> [ReferenceKey] {
    let policy = ReferenceKey(kind: .policy, id: policy.id, version: policy.version)
    guard !isNative else { return [policy] }
    return crosswalksUsed.map {
      ReferenceKey(kind: .crosswalk, id: $0.id, version: $0.version)
    }
      + frameworksUsed.map { ReferenceKey(kind: .framework, id: $0.id, version: $0.version) }
      + [policy]
  }
}
