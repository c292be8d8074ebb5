package import Casework
package import WireFormat

/// What a family's records come to, so that both ends can compare them without sending them.
///
/// The count of the records, and the exclusive or over all of them of the first eight bytes of SHA-256
/// over the id, the version (both big-endian) and the canonical JSON of the content. The order in which
/// records are added does not matter.
package struct FamilyDigest: Hashable, Sendable {
  /// How many records.
  package private(set) var count: Int64
  /// The combined hash.
  package private(set) var hash: UInt64

  /// The digest of no record.
  package init() {
    count = 0
    hash = 0
  }

  /// Adds a record.
  ///
  /// - Parameters:
  ///   - id: The record's id.
  ///   - version: Its version.
  ///   - body: Its content; what is no JSON counts by its bytes.
  package mutating func add(_ id: RecordID, version: Int64, body: [UInt8]) {
    var bytes: [UInt8] = []
    for word in [id.high, id.low, UInt64(bitPattern: version)] {
      bytes.appendBigEndian(word)
    }
    bytes += (try? JSON(strict: body).canonical) ?? body
    count += 1
    hash ^= CommitChain.digest(bytes)
  }

  /// `[count, hash]`, the hash as sixteen hexadecimal digits.
  package var json: JSON {
    let digits = String(hash, radix: 16)
    return [.int(count), .string(String(repeating: "0", count: 16 - digits.count) + digits)]
  }

  /// Reads ``json``; `nil` when it is anything else.
  package init?(json: JSON) {
    guard let array = json.array, array.count == 2, let count = array[0].int, count >= 0,
      let text = array[1].string, text.utf8.count == 16, let hash = UInt64(text, radix: 16)
    else { return nil }
    self.count = count
    self.hash = hash
  }
}

/// The question of a device whether it holds what the server would give it.
package struct VerifyRequest: Hashable, Sendable {
  /// The most families in one question.
  package static let familiesMax = 2000

  /// Where the device's rows stand.
  package let cursor: String
  /// What it holds of each family.
  package let families: [FamilyID: FamilyDigest]
  /// The question is about families with greater ids only; `nil` from the first on.
  package let after: FamilyID?
  /// The question is about families up to this one only; `nil` to the last.
  package let through: FamilyID?

  /// Makes a question.
  package init(
    cursor: String,
    families: [FamilyID: FamilyDigest],
    after: FamilyID? = nil,
    through: FamilyID? = nil
  ) {
    self.cursor = cursor
    self.families = families
    self.after = after
    self.through = through
  }

  /// The questions that together are about every family, whether it is held or not.
  ///
  /// - Parameters:
  ///   - cursor: Where the device's rows stand.
  ///   - families: What it holds of each family.
  ///   - size: The most families in one question.
  /// - Returns: At least one question, by the ids of the families.
  package static func parts(
    cursor: String,
    families: [FamilyID: FamilyDigest],
    size: Int = familiesMax
  ) -> [VerifyRequest] {
    let ids = families.keys.sorted()
    let starts = Array(stride(from: 0, to: max(ids.count, 1), by: max(size, 1)))
    return starts.map { start in
      let part = ids[start..<min(start + max(size, 1), ids.count)]
      let isLast = start == starts.last
      return VerifyRequest(
        cursor: cursor,
        families: Dictionary(part.map { ($0, families[$0] ?? FamilyDigest()) }) { first, _ in first
        },
        after: start == 0 ? nil : ids[start - 1],
        through: isLast ? nil : part.last
      )
    }
  }

  /// Whether the question is about a family.
  package func covers(_ family: FamilyID) -> Bool {
    after.map { $0 < family } ?? true && through.map { family <= $0 } ?? true
  }

  /// The body.
  package var json: JSON {
    var object: [String: JSON] = [:]
    for (family, digest) in families { object[family.description] = digest.json }
    var body: [String: JSON] = ["cursor": .string(cursor), "families": .object(object)]
    body["after"] = after.map { .string($0.description) }
    body["through"] = through.map { .string($0.description) }
    return .object(body)
  }

  /// Reads ``json``.
  ///
  /// - Throws: `invalid-request` when it is anything else.
  package init(json: JSON) throws(Refusal) {
    guard let cursor = json["cursor"]?.string, let object = json["families"]?.object,
      object.count <= Self.familiesMax
    else {
      throw Refusal(
        .invalidRequest,
        "The request needs `cursor`, a text, and `families`, an object of at most "
          + "\(Self.familiesMax) families."
      )
    }
    var families: [FamilyID: FamilyDigest] = [:]
    for (name, value) in object {
      guard let family = FamilyID(name), let digest = FamilyDigest(json: value) else {
        throw Refusal(
          .invalidRequest,
          "`families` holds ids, each with a count and a hash of sixteen hexadecimal digits."
        )
      }
      families[family] = digest
    }
    self.cursor = cursor
    self.families = families
    after = try Self.bound("after", json)
    through = try Self.bound("through", json)
  }

  private static func bound(_ name: String, _ json: JSON) throws(Refusal) -> FamilyID? {
    guard let value = json[name], !value.isNull else { return nil }
    guard let family = value.string.flatMap({ FamilyID($0) }) else {
      throw Refusal(.invalidRequest, "`\(name)` is the id of a family, or left out.")
    }
    return family
  }
}

/// The answer to a comparison: the families of which the device does not hold what it should.
package struct VerifyAnswer: Hashable, Sendable {
  /// The families, by id.
  package let differing: [FamilyID]

  /// Makes an answer.
  package init(differing: [FamilyID]) {
    self.differing = differing
  }

  /// The body.
  package var json: JSON { ["differ": .array(differing.map { .string($0.description) })] }

  /// Reads ``json``; `nil` when it is anything else.
  package init?(json: JSON) {
    guard let array = json["differ"]?.array else { return nil }
    differing = array.compactMap { $0.string.flatMap { FamilyID($0) } }
    guard differing.count == array.count else { return nil }
  }
}
