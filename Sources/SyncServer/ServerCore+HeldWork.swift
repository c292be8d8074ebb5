package import Casework
package import Storage
package import SyncProtocol
package import WireFormat

extension ServerCore {
  /// What was refused and lies behind a review item, for whoever saved it and for those who may see the
  /// family that it is about.
  ///
  /// - Parameters:
  ///   - review: The item.
  ///   - principal: Who asks.
  ///   - reader: One snapshot.
  /// - Returns: `operation`, the operation as it came; where its line could not be read, `text`, with what is
  ///   no UTF-8 replaced.
  /// - Throws: ``Refusal`` with `not-found` where there is no such item or nothing is kept behind it, and with
  ///   `not-yours` where it is about a family that the principal may not see; `StorageError`.
  package func heldWork(
    behind review: RecordID,
    for principal: Principal,
    from reader: any LedgerReader
  ) throws -> JSON {
    let scope = try reader.scope(of: principal, at: try reader.clock().head)
    guard let held = try reader.held(behind: review, in: scope) else {
      throw Refusal(.notFound, "There is no such review item, or nothing is kept behind it.")
    }
    let line = PushLine(held.line[...])
    let isOwn = try reader.device(held.device)?.worker == principal.worker
    let isSeen = line.operation.map { operation in
      let recordClass = (operation.kind?.recordType ?? .family).recordClass
      return operation.family != .reference && scope.includes(operation.family, recordClass)
    }
    guard isOwn || isSeen == true else {
      throw Refusal(
        .notYours,
        "It is about a family that is not one of yours; whoever saved it can see it."
      )
    }
    let id: JSON = .string(review.description)
    if line.operation != nil, let content = try? JSON(strict: held.line) {
      return ["review": id, "operation": content]
    }
    return ["review": id, "text": .string(String(decoding: held.line, as: UTF8.self))]
  }
}
