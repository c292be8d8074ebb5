/// The named limits of the protocol; `hello` tells them to a client.
package enum Limits {
  /// The protocol version of this build.
  package static let protocolVersion = 1
  /// The protocol versions that this build's server answers: its own and the one before, once there is one.
  package static let protocolVersions = 1...protocolVersion
  /// The version of record and operation content.
  package static let schemaVersion = 1
  /// Operations in one push.
  package static let pushOperationsMax = 500
  /// Bytes of a push body on the wire.
  package static let pushWireBytesMax = 1_048_576
  /// Bytes of a push body after decompression.
  package static let pushBytesMax = 4_194_304
  /// Bytes of one operation's line.
  package static let operationBytesMax = 262_144
  /// Changes under one seq.
  package static let segmentChangesMax = 500
  /// Bytes of operations under one seq.
  package static let segmentBytesMax = 262_144
  /// Operations in one group.
  package static let groupOperationsMax = 50
  /// Changes on one pull page; soft for one seq.
  package static let pageChangesMax = 1000
  /// Bytes on one pull page; soft for one seq.
  package static let pageBytesMax = 524_288
  /// Commits that a cursor may lie behind the newest while a pull is answered that nothing is new; beyond
  /// them a fresh cursor is sent, so that a device that hears of nothing does not fall below the floor.
  package static let unchangedCommitsMax: Int64 = 1000
  /// Bytes of a REST body.
  package static let restBytesMax = 262_144
  /// Bytes of the files of one import, at the operator's console.
  package static let importBytesMax = 268_435_456
  /// Deaths of the server while it judged an operation, after which the operation is set aside unjudged.
  package static let crashesMax = 3
  /// Bytes that stay free on a device for what people save and send; nothing is received below it.
  package static let headRoomBytes: Int64 = 33_554_432
  /// How long a device keeps the bytes of an operation after its answer at the least, in days.
  package static let answeredDaysMin: Int64 = 7
  /// How long after a right to a family ended work on it may have been saved, in days.
  package static let lateDaysMax = 30
  /// How long the device of somebody who has left may hand in what it has not sent, in days.
  package static let handInDaysMax = 30
  /// How far into the future a reading or a consent may be dated, in days after receipt.
  package static let futureDaysMax = 1
  /// No answer for this long means *captured offline*, in milliseconds.
  package static let offlineAfterMilliseconds: Int64 = 300_000
}
