package import Casework
import WireFormat

/// One line of a pull page.
///
/// Every line is a JSON array whose first element names it. The body of a `put` is stored once and
/// sent as it is stored; for a reading it is what `push` brought.
package enum PullLine: Hashable, Sendable {
  /// The device may no longer hold the family; not a deletion.
  case evict(FamilyID)
  /// A record's present content.
  case put(PulledRecord)
  /// A record was deleted.
  case gone(version: Int64, type: String, record: RecordID, family: FamilyID)
  /// The family that a backfill brought is complete.
  case ready(FamilyID)
  /// The last line of every page, without which it was cut.
  case page(PullEnd)
}

/// A record as pulled.
package struct PulledRecord: Hashable, Sendable {
  /// The seq of its last change.
  package let version: Int64
  /// Its type, as written; a device keeps types that it does not know.
  package let typeName: String
  /// Its id.
  package let record: RecordID
  /// The family it belongs to, or ``Identifier/reference``.
  package let family: FamilyID
  /// Who made it, when a worker did.
  package let author: WorkerID?
  /// When it was made: corrected time, milliseconds since 1970.
  package let made: Int64
  /// The stored bytes of its content.
  package let body: [UInt8]

  /// Its type, when this version knows it.
  package var type: RecordType? { RecordType(rawValue: typeName) }

  /// Makes a pulled record from its parts.
  package init(
    version: Int64,
    typeName: String,
    record: RecordID,
    family: FamilyID,
    author: WorkerID?,
    made: Int64,
    body: [UInt8]
  ) {
    self.version = version
    self.typeName = typeName
    self.record = record
    self.family = family
    self.author = author
    self.made = made
    self.body = body
  }
}

/// The end of a page.
package struct PullEnd: Hashable, Sendable {
  /// The cursor to store in the same transaction as the page's rows.
  package let cursor: String
  /// The seq that the device stands at once the pull is complete.
  package let seq: Int64
  /// Whether another page follows.
  package let isMore: Bool
  /// The server's newest seq.
  package let head: Int64
  /// The server's epoch, as hexadecimal text.
  package let epoch: String
  /// Everything up to this seq is in a verified backup.
  package let backupSeq: Int64

  /// What tells that a device which sent it has nothing to learn, as long as nothing is new: the weak entity
  /// tag (RFC 9110, section 8.8.3) of a page that holds only its end.
  package static func tag(backupSeq: Int64) -> String { "W/\"\(backupSeq)\"" }

  /// Makes an end from its parts.
  package init(
    cursor: String,
    seq: Int64,
    isMore: Bool,
    head: Int64,
    epoch: String,
    backupSeq: Int64
  ) {
    self.cursor = cursor
    self.seq = seq
    self.isMore = isMore
    self.head = head
    self.epoch = epoch
    self.backupSeq = backupSeq
  }
}

extension PullLine {
  /// Appends the line and its newline.
  package func append(to bytes: inout [UInt8]) {
    switch self {
    case .evict(let family):
      JSON.array(["evict", .string(family.description)]).appendCanonical(to: &bytes)
    case .put(let record): record.appendLine(to: &bytes)
    case .gone(let version, let type, let record, let family):
      JSON.array([
        "gone", .int(version), .string(type), .string(record.description),
        .string(family.description),
      ]).appendCanonical(to: &bytes)
    case .ready(let family):
      JSON.array(["ready", .string(family.description)]).appendCanonical(to: &bytes)
    case .page(let end):
      JSON.array([
        "page", .string(end.cursor), .int(end.seq), .bool(end.isMore), .int(end.head),
        .string(end.epoch), .int(end.backupSeq),
      ]).appendCanonical(to: &bytes)
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Reads one line; `nil` when it is no line of a page.
  package init?(line: ArraySlice<UInt8>) {
    guard let json = try? JSON(strict: line), let array = json.array,
      let name = array.first?.string
    else { return nil }
    switch (name, array.count) {
    case ("evict", 2):
      guard let family = array[1].string.flatMap({ FamilyID($0) }) else { return nil }
      self = .evict(family)
    case ("ready", 2):
      guard let family = array[1].string.flatMap({ FamilyID($0) }) else { return nil }
      self = .ready(family)
    case ("put", 8):
      guard let record = PulledRecord(array: array) else { return nil }
      self = .put(record)
    case ("gone", 5):
      guard let version = array[1].int, let type = array[2].string,
        let record = array[3].string.flatMap({ RecordID($0) }),
        let family = array[4].string.flatMap({ FamilyID($0) })
      else { return nil }
      self = .gone(version: version, type: type, record: record, family: family)
    case ("page", 7):
      guard let cursor = array[1].string, let seq = array[2].int, let isMore = array[3].bool,
        let head = array[4].int, let epoch = array[5].string, let backupSeq = array[6].int
      else { return nil }
      self = .page(
        PullEnd(
          cursor: cursor,
          seq: seq,
          isMore: isMore,
          head: head,
          epoch: epoch,
          backupSeq: backupSeq
        )
      )
    default: return nil
    }
  }
}

extension PullLine {
  /// About the most bytes that the line takes.
  fileprivate var byteCountMost: Int {
    if case .put(let record) = self { return record.body.count + 200 }
    return 160
  }
}

extension PulledRecord {
  /// The `put` line without its newline; a device keeps it as the payload of the row.
  package var line: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(body.count + 200)
    appendLine(to: &bytes)
    return bytes
  }

  /// Appends ``line``, its parts written one by one and the body copied: a first sync has a hundred
  /// thousand of them.
  fileprivate func appendLine(to bytes: inout [UInt8]) {
    bytes.append(contentsOf: #"["put","#.utf8)
    JSON.int(version).appendCanonical(to: &bytes)
    bytes.append(UInt8(ascii: ","))
    JSON.string(typeName).appendCanonical(to: &bytes)
    bytes.append(contentsOf: #",""#.utf8)
    record.append(to: &bytes)
    bytes.append(contentsOf: #"",""#.utf8)
    family.append(to: &bytes)
    if let author {
      bytes.append(contentsOf: #"",""#.utf8)
      author.append(to: &bytes)
      bytes.append(contentsOf: #"","#.utf8)
    } else {
      bytes.append(contentsOf: #"",null,"#.utf8)
    }
    JSON.int(made).appendCanonical(to: &bytes)
    bytes.append(UInt8(ascii: ","))
    bytes.append(contentsOf: body)
    bytes.append(UInt8(ascii: "]"))
  }

  /// Reads ``line``; `nil` when it is anything else.
  package init?(line: [UInt8]) {
    guard let array = (try? JSON(strict: line))?.array, array.first?.string == "put" else {
      return nil
    }
    self.init(array: array)
  }

  fileprivate init?(array: [JSON]) {
    guard array.count == 8, let version = array[1].int, let typeName = array[2].string,
      let record = array[3].string.flatMap({ RecordID($0) }),
      let family = array[4].string.flatMap({ FamilyID($0) }), let made = array[6].int
    else { return nil }
    self.init(
      version: version,
      typeName: typeName,
      record: record,
      family: family,
      author: array[5].string.flatMap { WorkerID($0) },
      made: made,
      body: array[7].canonical
    )
  }
}

/// A whole page, as the device reads it.
package struct PullPage: Hashable, Sendable {
  /// Everything before the end.
  package let lines: [PullLine]
  /// The end.
  package let end: PullEnd

  /// Makes a page from its parts.
  package init(lines: [PullLine], end: PullEnd) {
    self.lines = lines
    self.end = end
  }

  /// The body.
  package var body: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(lines.reduce(256) { $0 + $1.byteCountMost })
    for line in lines { line.append(to: &bytes) }
    PullLine.page(end).append(to: &bytes)
    return bytes
  }

  /// Reads a body; `nil` when it was cut or is no page, and then nothing of it may be used.
  package init?(body: [UInt8]) {
    guard body.last == UInt8(ascii: "\n") else { return nil }
    var lines: [PullLine] = []
    for slice in body.dropLast().split(separator: UInt8(ascii: "\n")) {
      guard let line = PullLine(line: slice) else { return nil }
      lines.append(line)
    }
    guard case .page(let end)? = lines.popLast() else { return nil }
    self.init(lines: lines, end: end)
  }
}
