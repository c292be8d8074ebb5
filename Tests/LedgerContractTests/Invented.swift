import Casework
import Storage
import SyncProtocol

/// Names and rows that are invented for these tests.
enum Invented {
  static let epoch = Epoch(prefix: 0x0102_0304_0506_0708, suffix: 0x1112_1314_1516_1718)

  /// The `number`-th id of a kind; ids of different numbers are ordered like them.
  static func id<Kind>(_ number: Int, _ kind: Kind.Type = Kind.self) -> Identifier<Kind> {
    Identifier(milliseconds: 1_700_000_000_000 + Int64(number), random: (7, UInt64(number)))
  }

  static func record(
    _ number: Int,
    type: RecordType = .note,
    in family: FamilyID,
    recordClass: RecordClass? = nil,
    version: Int64,
    text: String = "Invented."
  ) -> StoredRecord {
    StoredRecord(
      id: id(number),
      type: type,
      family: family,
      recordClass: recordClass ?? type.recordClass,
      version: version,
      author: id(900),
      made: 1_700_000_000_000,
      body: Array(#"{"text":"\#(text)"}"#.utf8)
    )
  }

  /// A reading, as far as storage looks into one.
  static func reading(
    _ number: Int,
    in family: FamilyID,
    day: String,
    version: Int64
  ) -> StoredRecord {
    var record = record(number, type: .reading, in: family, version: version)
    record.body = Array(#"[1,"invented","1","family",null,null,"\#(day)"]"#.utf8)
    return record
  }

  static func entry(_ seq: Int64, after chain: UInt64 = 0, device: DeviceID? = nil) -> CommitEntry {
    let digest = CommitChain.digest(Array("\(seq)".utf8))
    return CommitEntry(
      seq: seq,
      time: 1_700_000_000_000 &+ seq,
      device: device,
      digest: digest,
      chain: CommitChain.next(after: chain, seq: seq, digest: digest)
    )
  }

  static func result(
    device: Int = 1,
    number: Int = 1,
    operation: Int = 1,
    kindName: String = "note.add",
    record: Int = 1,
    isRefused: Bool = false,
    seq: Int64 = 1
  ) -> StoredResult {
    StoredResult(
      device: id(device),
      generation: 1,
      number: number,
      operation: id(operation),
      kindName: kindName,
      record: id(record),
      answer: Array(#"{"status":"applied"}"#.utf8),
      isRefused: isRefused,
      seq: seq
    )
  }

  static func principal(_ worker: Int) -> Principal {
    Principal(worker: id(worker), device: id(worker + 500))
  }
}

/// What a test throws on purpose.
struct Broken: Error, Equatable {}

/// A unit returned something else than it was asked for.
struct WrongValue: Error {}

extension LedgerWriter {
  /// Appends the next commit, linked to the chain.
  @discardableResult
  func appendNext(device: DeviceID? = nil) throws -> Int64 {
    let clock = try clock()
    try append(Invented.entry(clock.head + 1, after: clock.chain, device: device))
    return clock.head + 1
  }
}

extension LedgerWriter {
  /// Runs a part in a savepoint that throws after it, and hands on any other error.
  func failingSavepoint(_ body: () throws -> Void) throws {
    do {
      try savepoint {
        try body()
        throw Broken()
      }
    } catch is Broken {}
  }
}

extension Ledger {
  /// Runs one unit in a commit of its own that is appended after it; throws what the unit threw.
  @discardableResult
  func commitOne<Value: Sendable>(
    _ body: @escaping @Sendable (any LedgerWriter, Int64) throws -> Value
  ) throws -> Value {
    try commitRaw { writer in
      let value = try body(writer, try writer.clock().head + 1)
      try writer.appendNext()
      return value
    }
  }

  /// Runs one unit as it is; throws what the unit threw.
  @discardableResult
  func commitRaw<Value: Sendable>(
    _ body: @escaping @Sendable (any LedgerWriter) throws -> Value
  ) throws -> Value {
    let results = try commit([{ try body($0) }])
    guard results.count == 1, let value = try results[0].get() as? Value else { throw WrongValue() }
    return value
  }

  /// The newest seq.
  func head() throws -> Int64 {
    try read { try $0.clock().head }
  }

  /// A record's row, whoever may see it.
  func stored(_ id: RecordID) throws -> StoredRecord? {
    try commitRaw { try $0.recordForJudging(id) }
  }

  /// The code of the storage error that a unit without a commit ends with; `nil` without one.
  func rawRefusal(
    of body: @escaping @Sendable (any LedgerWriter) throws -> Void
  ) throws -> StorageError.Code? {
    do {
      try commitRaw(body)
      return nil
    } catch let error as StorageError {
      return error.code
    }
  }

  /// The code of the storage error that one unit ends with; `nil` when it ends with none.
  func refusal(
    of body: @escaping @Sendable (any LedgerWriter, Int64) throws -> Void
  ) throws -> StorageError.Code? {
    do {
      try commitOne(body)
      return nil
    } catch let error as StorageError {
      return error.code
    }
  }
}
