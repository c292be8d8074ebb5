package import Storage
import SyncProtocol
package import WireFormat

extension ServerCore {
  /// What a client asks before anything else: versions, limits and where the sequence stands.
  ///
  /// - Parameters:
  ///   - reader: One snapshot.
  ///   - protocols: The protocol versions that are answered.
  /// - Returns: The body.
  /// - Throws: `StorageError`.
  package func hello(
    from reader: any LedgerReader,
    protocols: ClosedRange<Int> = Limits.protocolVersions
  ) throws -> JSON {
    let clock = try reader.clock()
    let versions: JSON = [
      "min": .int(Int64(protocols.lowerBound)), "max": .int(Int64(protocols.upperBound)),
    ]
    return [
      "protocol": versions,
      "schema": ["min": 1, "max": .int(Int64(Limits.schemaVersion))],
      "epoch": .string(clock.epoch.description),
      "head": .int(clock.head),
      "floor": .int(clock.floor),
      "backup_seq": .int(clock.backupSeq),
      "time": .int(surroundings.now()),
      "limits": [
        "push_operations": .int(Int64(Limits.pushOperationsMax)),
        "push_wire_bytes": .int(Int64(Limits.pushWireBytesMax)),
        "push_bytes": .int(Int64(Limits.pushBytesMax)),
        "operation_bytes": .int(Int64(Limits.operationBytesMax)),
        "group_operations": .int(Int64(Limits.groupOperationsMax)),
        "page_changes": .int(Int64(Limits.pageChangesMax)),
        "page_bytes": .int(Int64(Limits.pageBytesMax)),
      ],
    ]
  }
}
