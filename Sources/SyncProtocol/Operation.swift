package import Casework
package import WireFormat

/// One thing that a person saved: the envelope, final from the first version, and its content.
///
/// It is known by (device, generation, number) and by its unique ``id``. Its line of canonical bytes
/// is written once, on the device, and stored as received.
package struct Operation: Hashable, Sendable {
  /// `gen`: how often the device has had to renumber.
  package var generation: Int
  /// `n`: contiguous within a device's generation, from 1.
  package var number: Int
  /// `id`: unique over all devices and generations.
  package let id: OperationID
  /// `k`: what it does, as written; ``kind`` is `nil` for one that this version does not know.
  package let kindName: String
  /// `rec`: the record it makes or changes.
  package let record: RecordID
  /// `fam`: the family it belongs to.
  package let family: FamilyID
  /// `seen`: the seq that the author's store had reached; rights are judged by it.
  package let seen: Int64
  /// `at`: when it was saved, by the device's clocks.
  package let at: Moment
  /// `hlc`: the stamp as minted; it only breaks ties.
  package let stamp: Stamp
  /// `grp`: consecutive operations of one group take effect together or not at all.
  package let group: OperationID?
  /// `base`: for each changed field, the version the author had seen.
  package let base: [String: Int64]
  /// `prev`: for each changed field, the number of the device's own unsent operation it follows.
  package let previous: [String: Int]
  /// `d`: the content.
  package let data: JSON

  /// What it does, when this version knows the kind.
  package var kind: OperationKind? { OperationKind(rawValue: kindName) }

  /// Makes an operation from all its parts.
  package init(
    generation: Int,
    number: Int,
    id: OperationID,
    kind: OperationKind,
    record: RecordID,
    family: FamilyID,
    seen: Int64,
    at: Moment,
    stamp: Stamp,
    group: OperationID? = nil,
    base: [String: Int64] = [:],
    previous: [String: Int] = [:],
    data: JSON
  ) {
    self.generation = generation
    self.number = number
    self.id = id
    kindName = kind.rawValue
    self.record = record
    self.family = family
    self.seen = seen
    self.at = at
    self.stamp = stamp
    self.group = group
    self.base = base
    self.previous = previous
    self.data = data
  }

  /// The canonical line, without its newline: fixed key order, no spaces, absent parts left out.
  package var line: [UInt8] {
    var bytes: [UInt8] = []
    func append(_ name: String, _ value: JSON) {
      bytes.append(UInt8(ascii: bytes.isEmpty ? "{" : ","))
      JSON.string(name).appendCanonical(to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      value.appendCanonical(to: &bytes)
    }
    append("gen", .int(Int64(generation)))
    append("n", .int(Int64(number)))
    append("id", .string(id.description))
    append("k", .string(kindName))
    append("rec", .string(record.description))
    append("fam", .string(family.description))
    append("seen", .int(seen))
    append(
      "at",
      .object([
        "wall": .int(at.wall), "mono": .int(at.monotonic), "boot": .string(at.boot),
      ])
    )
    append("hlc", .string(stamp.description))
    if let group { append("grp", .string(group.description)) }
    if !base.isEmpty { append("base", .object(base.mapValues { .int($0) })) }
    if !previous.isEmpty { append("prev", .object(previous.mapValues { .int(Int64($0)) })) }
    append("d", data)
    bytes.append(UInt8(ascii: "}"))
    return bytes
  }
}

/// Why a line is not an operation.
package struct OperationProblem: Error, Hashable, Sendable {
  /// The stable code, such as `invalid-json`.
  package let code: ProblemCode
  /// One sentence; names fields, never values.
  package let detail: String

  /// Makes a problem from its parts.
  package init(code: ProblemCode, detail: String) {
    self.code = code
    self.detail = detail
  }
}

/// A received line: the operation, and its content's bytes as they came.
package struct ReceivedOperation: Sendable {
  /// What the line says.
  package let operation: Operation
  /// The bytes of `d`, stored as they came and served as they came.
  package let dataBytes: [UInt8]

  /// Makes a received operation that was built on this side of the wire.
  package init(_ operation: Operation) {
    self.operation = operation
    dataBytes = operation.data.canonical
  }

  /// Reads a line strictly; keys that this version does not know are left alone.
  package init(line: ArraySlice<UInt8>) throws(OperationProblem) {
    let members: [JSONMember]
    do {
      members = try JSON.members(strict: line, limits: .standard)
    } catch {
      // Whoever reads it has the line, not the body that it came in.
      let problem = JSONProblem(
        code: error.code,
        offset: error.offset - line.startIndex,
        pointer: error.pointer,
        expected: error.expected
      )
      throw OperationProblem(code: ProblemCode(problem.code), detail: problem.description)
    }
    operation = try Operation(members: members)
    dataBytes = members.first { $0.key == "d" }.map { Array(line[$0.range]) } ?? []
  }
}

extension Operation {
  /// Bytes of the name of a kind at most; those of today have a third of them.
  private static let kindBytesMax = 64

  fileprivate init(members: [JSONMember]) throws(OperationProblem) {
    // There are a dozen: looking through them takes less than a dictionary does.
    func field(_ name: String) -> JSON? { members.first { $0.key == name }?.value }
    func need<Value>(_ name: String, _ read: (JSON) -> Value?) throws(OperationProblem) -> Value {
      guard let value = field(name).flatMap(read) else {
        throw OperationProblem(
          code: .invalidOperation,
          detail: "The operation's field `\(name)` is missing or not of its type."
        )
      }
      return value
    }
    generation = try need("gen") { $0.int.flatMap { Int(exactly: $0) } }
    number = try need("n") { $0.int.flatMap { Int(exactly: $0) } }
    id = try need("id") { $0.string.flatMap { OperationID($0) } }
    kindName = try need("k") { $0.string }
    record = try need("rec") { $0.string.flatMap { RecordID($0) } }
    family = try need("fam") { $0.string.flatMap { FamilyID($0) } }
    seen = try need("seen") { $0.int }
    at = try need("at") { Moment(json: $0) }
    stamp = try need("hlc") { $0.string.flatMap { Stamp($0) } }
    data = try need("d") { $0 }
    group =
      field("grp") == nil ? nil : try need("grp") { $0.string.flatMap { OperationID($0) } }
    base =
      field("base") == nil ? [:] : try need("base") { numbers($0) }
    let previousNumbers: [String: Int64] =
      field("prev") == nil ? [:] : try need("prev") { numbers($0) }
    previous = previousNumbers.compactMapValues { Int(exactly: $0) }
    guard (1...Self.kindBytesMax).contains(kindName.utf8.count) else {
      throw OperationProblem(
        code: .invalidOperation,
        detail: "The operation's `k` must name its kind, in at most \(Self.kindBytesMax) bytes."
      )
    }
    guard generation >= 0, number >= 1, seen >= 0 else {
      throw OperationProblem(
        code: .invalidOperation,
        detail: "The operation's `gen`, `n` and `seen` must not be negative, and `n` begins at 1."
      )
    }
  }
}

extension Moment {
  fileprivate init?(json: JSON) {
    guard let wall = json["wall"]?.int, let monotonic = json["mono"]?.int,
      let boot = json["boot"]?.string, boot.utf8.count <= 64
    else { return nil }
    self.init(wall: wall, monotonic: monotonic, boot: boot)
  }
}

private func numbers(_ json: JSON) -> [String: Int64]? {
  guard let object = json.object, object.count <= 64 else { return nil }
  var result: [String: Int64] = [:]
  for (key, value) in object {
    guard let number = value.int, number >= 0 else { return nil }
    result[key] = number
  }
  return result
}
