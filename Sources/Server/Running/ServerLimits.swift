package import SyncProtocol

/// How long and how much the server waits for, by name; tests make the times short.
package struct ServerLimits: Sendable {
  /// Milliseconds without a byte after which a connection is closed.
  package var idleMilliseconds: Int64 = 30_000
  /// Milliseconds that every request body has, before its size is counted.
  package var bodyMilliseconds: Int64 = 20_000
  /// Bytes a second that a body must bring on average beyond that.
  package var bodyBytesPerSecond: Int64 = 16_384
  /// Milliseconds that a reader of answers may stand still.
  package var stalledMilliseconds: Int64 = 30_000
  /// Milliseconds that a connection stays open after an answer that came before the request's end.
  package var lingerMilliseconds: Int64 = 1000
  /// Milliseconds that a request in progress still has once the server is stopping.
  package var drainMilliseconds: Int64 = 5000
  /// Milliseconds after which a stopping server ends whatever is left.
  package var stopMilliseconds: Int64 = 15_000
  /// Connections at once; further ones wait to be accepted.
  package var connectionsMax = 512
  /// Reads of the ledger at once.
  package var readersMax = 4
  /// Reads, and as many commits, that may wait before the server says that it is busy.
  package var waitingMax = 1000
  /// Units in one durable transaction: pushes that came while the one before it was made.
  package var commitUnitsMax = 64
  /// Bytes of the pushes in one durable transaction; one alone always fits.
  package var commitBytesMax = 2_097_152
  /// Milliseconds between a commit and the hint about it, in which further commits join it.
  package var nudgeMilliseconds: Int64 = 1000
  /// Milliseconds between the signs of life on a stream of hints.
  package var nudgeAliveMilliseconds: Int64 = 25_000
  /// Devices that may wait for hints at once.
  package var nudgesMax = 256
  /// Header fields of a request.
  package var headerFieldsMax = 100
  /// Bytes of all header fields of a request.
  package var headerBytesMax = 16_384
  /// Bytes of a request's target.
  package var targetBytesMax = 2048

  /// The protocol versions that are answered; a test takes older or newer ones, as a later build will.
  package var protocols = Limits.protocolVersions
  /// The versions whose bytes differ from the newest's, also those that may only push.
  package var dialects: [Int: ProtocolDialect] = [:]

  /// The limits that the server runs with.
  package init() {}
}
