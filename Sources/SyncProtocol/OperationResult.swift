package import Casework
package import WireFormat

#if Mutations
import Mutations
#endif

/// What became of an operation.
package enum OperationStatus: String, CaseIterable, Sendable {
  case applied, merged, noop, late, proposed, rejected, blocked, quarantined, retry, dup

  /// Whether the work stands in the records or as a suggestion.
  package var isAccepted: Bool {
    switch self {
    case .applied, .merged, .noop, .late, .proposed: true
    case .rejected, .blocked, .quarantined, .retry, .dup: false
    }
  }

  /// Whether a person has to look at it before it can be forgotten.
  package var isHeld: Bool {
    switch self {
    case .rejected, .blocked, .quarantined: true
    default: false
    }
  }
}

/// The answer to one operation; stored with its effects and never changed.
package struct OperationResult: Hashable, Sendable {
  /// The operation's number.
  package let number: Int
  /// The operation's id.
  package let id: OperationID
  /// What became of it; never ``OperationStatus/dup`` here.
  package let status: OperationStatus
  /// The seq of its effects or of its refusal.
  package let seq: Int64
  /// Review items that it opened.
  package let reviews: [RecordID]
  /// Why it was refused.
  package let problem: Refusal?
  /// Whether this repeats an answer that was given before (`dup` on the wire).
  package let isRepeat: Bool

  /// Makes a result from its parts.
  package init(
    number: Int,
    id: OperationID,
    status: OperationStatus,
    seq: Int64,
    reviews: [RecordID] = [],
    problem: Refusal? = nil,
    isRepeat: Bool = false
  ) {
    self.number = number
    self.id = id
    self.status = status
    self.seq = seq
    self.reviews = reviews
    self.problem = problem
    self.isRepeat = isRepeat
  }

  /// The same answer, given again.
  package var repeated: OperationResult {
    #if Mutations
    if Mutation.repeatShortened.isPlanted {
      return OperationResult(number: number, id: id, status: status, seq: seq, isRepeat: true)
    }
    #endif
    return OperationResult(
      number: number,
      id: id,
      status: status,
      seq: seq,
      reviews: reviews,
      problem: problem,
      isRepeat: true
    )
  }

  /// The answer on the wire; a repeat wraps the first: `{"n":…,"status":"dup","first":{…}}`.
  package var json: JSON {
    var object: [String: JSON] = [
      "n": .int(Int64(number)), "id": .string(id.description), "status": .string(status.rawValue),
      "seq": .int(seq),
    ]
    if !reviews.isEmpty {
      object["reviews"] = .array(reviews.map { .string($0.description) })
    }
    if let problem {
      object["problem"] = [
        "code": .string(problem.code.rawValue), "detail": .string(problem.detail),
      ]
    }
    guard isRepeat else { return .object(object) }
    return [
      "n": .int(Int64(number)), "id": .string(id.description), "status": "dup",
      "first": .object(object),
    ]
  }

  /// Appends the canonical bytes of ``json``; the usual answer has nothing but its four members.
  package func appendCanonical(to bytes: inout [UInt8]) {
    guard !isRepeat, reviews.isEmpty, problem == nil else {
      return json.appendCanonical(to: &bytes)
    }
    bytes.append(contentsOf: #"{"id":""#.utf8)
    id.append(to: &bytes)
    bytes.append(contentsOf: #"","n":"#.utf8)
    JSON.int(Int64(number)).appendCanonical(to: &bytes)
    bytes.append(contentsOf: #","seq":"#.utf8)
    JSON.int(seq).appendCanonical(to: &bytes)
    bytes.append(contentsOf: #","status":""#.utf8)
    bytes.append(contentsOf: status.rawValue.utf8)
    bytes.append(contentsOf: #""}"#.utf8)
  }

  /// The canonical bytes of ``json``, which are stored as the answer.
  package var canonical: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(112)
    appendCanonical(to: &bytes)
    return bytes
  }

  /// Reads ``json``; `nil` when it is not a result.
  package init?(json: JSON) {
    let isRepeat = json["status"]?.string == OperationStatus.dup.rawValue
    let source = isRepeat ? json["first"] ?? .null : json
    guard let number = source["n"]?.int.flatMap({ Int(exactly: $0) }),
      let id = source["id"]?.string.flatMap({ OperationID($0) }),
      let status = source["status"]?.string.flatMap({ OperationStatus(rawValue: $0) }),
      let seq = source["seq"]?.int
    else { return nil }
    let reviews = (source["reviews"]?.array ?? []).compactMap { $0.string.flatMap { RecordID($0) } }
    var problem: Refusal?
    if let code = source["problem"]?["code"]?.string {
      problem = Refusal(
        ProblemCode(rawValue: code) ?? .serverFault,
        source["problem"]?["detail"]?.string ?? ""
      )
    }
    self.init(
      number: number,
      id: id,
      status: status,
      seq: seq,
      reviews: reviews,
      problem: problem,
      isRepeat: isRepeat
    )
  }
}
