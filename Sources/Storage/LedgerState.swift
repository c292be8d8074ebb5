package import Casework

/// Where the commit sequence stands.
package struct LedgerClock: Hashable, Sendable {
  /// Sixteen random bytes minted when the ledger was made, and again by every restore.
  package var epoch: Epoch
  /// The newest seq.
  package var head: Int64
  /// Cursors below it have expired.
  package var floor: Int64
  /// Everything up to it is in a backup that was restored in a test.
  package var backupSeq: Int64
  /// The chain value at ``head``.
  package var chain: UInt64

  /// Makes a clock from its parts.
  package init(epoch: Epoch, head: Int64, floor: Int64, backupSeq: Int64, chain: UInt64) {
    self.epoch = epoch
    self.head = head
    self.floor = floor
    self.backupSeq = backupSeq
    self.chain = chain
  }
}

/// The identity of one history of commits.
package struct Epoch: Hashable, Sendable, CustomStringConvertible {
  /// The first eight bytes, which cursors carry.
  package let prefix: UInt64
  /// The last eight bytes.
  package let suffix: UInt64

  /// Makes an epoch from random words.
  package init(prefix: UInt64, suffix: UInt64) {
    self.prefix = prefix
    self.suffix = suffix
  }

  /// Thirty-two hexadecimal digits.
  package var description: String {
    [prefix, suffix].map { half in
      let text = String(half, radix: 16)
      return String(repeating: "0", count: 16 - text.count) + text
    }.joined()
  }

  /// Reads ``description``; `nil` when it is anything else.
  package init?(_ text: String) {
    guard text.utf8.count == 32, text.allSatisfy(\.isHexDigit),
      let prefix = UInt64(text.prefix(16), radix: 16),
      let suffix = UInt64(text.suffix(16), radix: 16)
    else { return nil }
    self.init(prefix: prefix, suffix: suffix)
  }
}

/// An epoch that a history has left, by being restored from a backup.
package struct PastEpoch: Hashable, Sendable {
  /// The epoch.
  package let epoch: Epoch
  /// The newest seq that is the same in it and in the present history.
  package let until: Int64

  /// Makes a past epoch from its parts.
  package init(epoch: Epoch, until: Int64) {
    self.epoch = epoch
    self.until = until
  }
}

/// Operations of a device that are being judged together; what is left of it after a crash is suspect.
package struct PushAttempt: Hashable, Sendable {
  /// The device.
  package let device: DeviceID
  /// Its generation.
  package let generation: Int
  /// The first number.
  package let first: Int
  /// The last number, at least ``first``.
  package let last: Int

  /// Makes an attempt from its parts.
  package init(device: DeviceID, generation: Int, first: Int, last: Int) {
    self.device = device
    self.generation = generation
    self.first = first
    self.last = last
  }
}

/// One commit of the sequence.
package struct CommitEntry: Hashable, Sendable {
  /// Its number; each is one more than the last.
  package let seq: Int64
  /// When, milliseconds since 1970.
  package let time: Int64
  /// The device whose operations it holds; `nil` for an administrator's command.
  package let device: DeviceID?
  /// First eight bytes of SHA-256 over the operations' lines.
  package let digest: UInt64
  /// The chain value after it.
  package let chain: UInt64

  /// Makes an entry from its parts.
  package init(seq: Int64, time: Int64, device: DeviceID?, digest: UInt64, chain: UInt64) {
    self.seq = seq
    self.time = time
    self.device = device
    self.digest = digest
    self.chain = chain
  }
}

/// A record's present row.
package struct StoredRecord: Hashable, Sendable {
  /// Its id.
  package let id: RecordID
  /// Its type.
  package let type: RecordType
  /// Its family, a worker's tray, or ``Identifier/reference``.
  package let family: FamilyID
  /// Its class; a review item has that of its subject.
  package let recordClass: RecordClass
  /// The seq of its last change.
  package var version: Int64
  /// Who made it.
  package let author: WorkerID?
  /// When it was made: corrected time, milliseconds since 1970.
  package let made: Int64
  /// Its content as it is served.
  package var body: [UInt8]
  /// Whether it was deleted: it is kept, for who may bring it back, and served to no device.
  package var isDeleted: Bool

  /// Makes a row from its parts.
  package init(
    id: RecordID,
    type: RecordType,
    family: FamilyID,
    recordClass: RecordClass,
    version: Int64,
    author: WorkerID?,
    made: Int64,
    body: [UInt8],
    isDeleted: Bool = false
  ) {
    self.id = id
    self.type = type
    self.family = family
    self.recordClass = recordClass
    self.version = version
    self.author = author
    self.made = made
    self.body = body
    self.isDeleted = isDeleted
  }
}

/// The stored answer to an operation.
package struct StoredResult: Hashable, Sendable {
  /// The device.
  package let device: DeviceID
  /// Its generation; 0 is the lane of commands given online.
  package let generation: Int
  /// The operation's number there.
  package let number: Int
  /// The operation's id.
  package let operation: OperationID
  /// The kind, as written.
  package let kindName: String
  /// The record it was about.
  package let record: RecordID
  /// The answer's JSON, canonical.
  package let answer: [UInt8]
  /// Whether it was refused, so that what depends on it is blocked.
  package let isRefused: Bool
  /// The seq of its effects.
  package let seq: Int64

  /// Makes a stored result from its parts.
  package init(
    device: DeviceID,
    generation: Int,
    number: Int,
    operation: OperationID,
    kindName: String,
    record: RecordID,
    answer: [UInt8],
    isRefused: Bool,
    seq: Int64
  ) {
    self.device = device
    self.generation = generation
    self.number = number
    self.operation = operation
    self.kindName = kindName
    self.record = record
    self.answer = answer
    self.isRefused = isRefused
    self.seq = seq
  }
}

/// One enrolled device.
package struct StoredDevice: Hashable, Sendable {
  /// What the server thinks of it.
  package enum Status: String, CaseIterable, Sendable {
    case active, revoked
  }

  /// Its id, minted by the device.
  package let id: DeviceID
  /// Whose it is.
  package let worker: WorkerID
  /// What its owner calls it.
  package let title: String
  /// Lower-case hexadecimal SHA-256 of its token.
  package let tokenHash: String
  /// What the server thinks of it.
  package var status: Status
  /// The generation of its newest operation.
  package var generation: Int
  /// The number of its newest operation in that generation.
  package var lastNumber: Int
  /// The number of its newest command given online.
  package var lastOnlineNumber: Int
  /// The newest seq that a pull served to it.
  package var servedSeq: Int64
  /// When it was enrolled, milliseconds since 1970.
  package let enrolled: Int64
  /// When it last pushed or pulled, milliseconds since 1970.
  package var lastSync: Int64?
  /// Until when the revoked device of somebody who has left may still push, milliseconds since 1970.
  package var handsInUntil: Int64?

  /// Makes a device from its parts.
  package init(
    id: DeviceID,
    worker: WorkerID,
    title: String,
    tokenHash: String,
    status: Status = .active,
    generation: Int = 1,
    lastNumber: Int = 0,
    lastOnlineNumber: Int = 0,
    servedSeq: Int64 = 0,
    enrolled: Int64,
    lastSync: Int64? = nil,
    handsInUntil: Int64? = nil
  ) {
    self.id = id
    self.worker = worker
    self.title = title
    self.tokenHash = tokenHash
    self.status = status
    self.generation = generation
    self.lastNumber = lastNumber
    self.lastOnlineNumber = lastOnlineNumber
    self.servedSeq = servedSeq
    self.enrolled = enrolled
    self.lastSync = lastSync
    self.handsInUntil = handsInUntil
  }
}

/// A one-time code that lets one device in.
package struct StoredEnrolment: Hashable, Sendable {
  /// Lower-case hexadecimal SHA-256 of the code.
  package let codeHash: String
  /// Whose device it will be.
  package let worker: WorkerID
  /// When it stops working, milliseconds since 1970.
  package let expires: Int64
  /// The device that used it; `nil` while it is unused.
  package var usedBy: DeviceID?

  /// Makes an enrolment from its parts.
  package init(codeHash: String, worker: WorkerID, expires: Int64, usedBy: DeviceID? = nil) {
    self.codeHash = codeHash
    self.worker = worker
    self.expires = expires
    self.usedBy = usedBy
  }
}

/// One line of the activity log: who did what to which family, without any content.
package struct ActivityEntry: Hashable, Sendable {
  /// When, milliseconds since 1970.
  package let time: Int64
  /// The seq of the change.
  package let seq: Int64
  /// Who; `nil` for the server's own console.
  package let worker: WorkerID?
  /// With which device.
  package let device: DeviceID?
  /// The kind of operation or command.
  package let action: String
  /// The family, when it concerned one.
  package let family: FamilyID?
  /// The record.
  package let record: RecordID?

  /// Makes an entry from its parts.
  package init(
    time: Int64,
    seq: Int64,
    worker: WorkerID?,
    device: DeviceID?,
    action: String,
    family: FamilyID?,
    record: RecordID?
  ) {
    self.time = time
    self.seq = seq
    self.worker = worker
    self.device = device
    self.action = action
    self.family = family
    self.record = record
  }
}

/// The raw bytes of an operation that could not be applied, kept until a person has decided.
package struct QuarantinedOperation: Hashable, Sendable {
  /// The review item that shows it.
  package let review: RecordID
  /// The device that sent it.
  package let device: DeviceID
  /// The line as it came.
  package let line: [UInt8]

  /// Makes an entry from its parts.
  package init(review: RecordID, device: DeviceID, line: [UInt8]) {
    self.review = review
    self.device = device
    self.line = line
  }
}
