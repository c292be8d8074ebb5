package import Casework
package import WireFormat

/// Something that waits for a person, or was decided by one; a synced record of type `review`.
package struct ReviewItem: Hashable, Sendable {
  /// Why it waits.
  package let kind: ReviewKind
  /// When it was opened, milliseconds since 1970.
  package let opened: Int64
  /// The type of the record that it is about.
  package let subjectType: RecordType
  /// The record that it is about.
  package let subject: RecordID
  /// Who made what waits.
  package let author: WorkerID?
  /// The operation that opened it.
  package let operation: OperationID?
  /// Field values that were set aside, when some were.
  package let setAside: [String: JSON]
  /// Why it was refused, when it was.
  package let problem: Refusal?
  /// Other records that it concerns: the second reading of a pair, the reading of a request.
  package let related: [RecordID]
  /// Whether it only tells: what it is about took effect at once.
  package let isForInformation: Bool
  /// How it was closed; `nil` while it is open.
  package var decision: Decision?

  /// A person's decision.
  package struct Decision: Hashable, Sendable {
    /// What was chosen.
    package let choice: ReviewChoice
    /// Who chose.
    package let worker: WorkerID
    /// When, milliseconds since 1970.
    package let made: Int64
    /// Why, in the person's words.
    package let note: String?

    /// Makes a decision from its parts.
    package init(choice: ReviewChoice, worker: WorkerID, made: Int64, note: String?) {
      self.choice = choice
      self.worker = worker
      self.made = made
      self.note = note
    }
  }

  /// Whether it still waits.
  package var isOpen: Bool { decision == nil }

  /// Makes an open item.
  package init(
    kind: ReviewKind,
    opened: Int64,
    subjectType: RecordType,
    subject: RecordID,
    author: WorkerID?,
    operation: OperationID? = nil,
    setAside: [String: JSON] = [:],
    problem: Refusal? = nil,
    related: [RecordID] = [],
    isForInformation: Bool = false
  ) {
    self.kind = kind
    self.opened = opened
    self.subjectType = subjectType
    self.subject = subject
    self.author = author
    self.operation = operation
    self.setAside = setAside
    self.problem = problem
    self.related = related
    self.isForInformation = isForInformation
  }

  /// The choices that close it.
  package var choices: [ReviewChoice] { isForInformation ? [.noted] : kind.choices }

  /// The stored object.
  package var json: JSON {
    var object: [String: JSON] = [
      "kind": .string(kind.rawValue), "opened": .int(opened),
      "state": .string(isOpen ? "open" : "closed"), "subject": .string(subject.description),
      "subject_type": .string(subjectType.rawValue),
    ]
    object["author"] = author.map { .string($0.description) }
    object["operation"] = operation.map { .string($0.description) }
    if !setAside.isEmpty { object["set_aside"] = .object(setAside) }
    if isForInformation { object["information"] = true }
    if !related.isEmpty { object["related"] = .array(related.map { .string($0.description) }) }
    object["problem"] = problem.map {
      ["code": .string($0.code.rawValue), "detail": .string($0.detail)]
    }
    object["decision"] = decision.map {
      var decision: [String: JSON] = [
        "choice": .string($0.choice.rawValue), "worker": .string($0.worker.description),
        "made": .int($0.made),
      ]
      decision["note"] = $0.note.map { .string($0) }
      return .object(decision)
    }
    return .object(object)
  }

  /// Reads ``json``; `nil` when it is no review item.
  package init?(json: JSON) {
    guard let kind = json["kind"]?.string.flatMap({ ReviewKind(rawValue: $0) }),
      let opened = json["opened"]?.int,
      let subject = json["subject"]?.string.flatMap({ RecordID($0) }),
      let subjectType = json["subject_type"]?.string.flatMap({ RecordType(rawValue: $0) })
    else { return nil }
    self.kind = kind
    self.opened = opened
    self.subject = subject
    self.subjectType = subjectType
    author = json["author"]?.string.flatMap { WorkerID($0) }
    operation = json["operation"]?.string.flatMap { OperationID($0) }
    setAside = json["set_aside"]?.object ?? [:]
    related = (json["related"]?.array ?? []).compactMap { $0.string.flatMap { RecordID($0) } }
    isForInformation = json["information"]?.bool ?? false
    problem = (json["problem"]?["code"]?.string).map {
      Refusal(ProblemCode(rawValue: $0) ?? .serverFault, json["problem"]?["detail"]?.string ?? "")
    }
    if let decided = json["decision"],
      let choice = decided["choice"]?.string.flatMap({ ReviewChoice(rawValue: $0) }),
      let worker = decided["worker"]?.string.flatMap({ WorkerID($0) }),
      let made = decided["made"]?.int
    {
      decision = Decision(choice: choice, worker: worker, made: made, note: decided["note"]?.string)
    }
  }
}
