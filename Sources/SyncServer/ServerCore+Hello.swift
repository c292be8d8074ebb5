package import Storage
import SyncProtocol
package import WireFormat

extension ServerCore {
  /// What a client asks before anything else: versions, limits and where the sequence stands.
  package func hello(from reader: any LedgerReader) throws -> JSON {
    let clock = try reader.clock()
    let versions: JSON = [
      "min": .int(Int64(Limits.protocolVersion)), "max": .int(Int64(Limits.protocolVersion)),
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
