package import Casework
package import Instruments
package import WireFormat

/// A request to correct or withdraw a reading; a record of type `correction` beside the reading.
///
/// It takes effect when a second person's approval is sequenced. A change of only the date, the
/// respondent or the timing takes effect at once, and the supervisor is told.
package struct ReadingRequest: Hashable, Sendable {
  /// What is asked for.
  package enum Ask: Hashable, Sendable {
    /// Other values for some parts.
    case correct(ReadingChanges)
    /// The reading should no longer count.
    case withdraw
  }

  /// How far the request has come.
  package enum State: String, CaseIterable, Sendable {
    case requested, effective, refused
  }

  /// The reading.
  package let reading: RecordID
  /// What is asked for.
  package let ask: Ask
  /// Why.
  package let reason: String
  /// How far it has come.
  package var state: State
  /// The seq at which it took effect or was refused.
  package var decidedSeq: Int64?

  /// Makes a request from its parts.
  package init(
    reading: RecordID,
    ask: Ask,
    reason: String,
    state: State = .requested,
    decidedSeq: Int64? = nil
  ) {
    self.reading = reading
    self.ask = ask
    self.reason = reason
    self.state = state
    self.decidedSeq = decidedSeq
  }

  /// Whether a second person must agree.
  package var needsApproval: Bool {
    switch ask {
    case .correct(let changes): changes.scores != nil
    case .withdraw: true
    }
  }

  /// What `reading.correct` or `reading.withdraw` carries.
  package var request: JSON {
    var object: [String: JSON] = [
      "reading": .string(reading.description), "reason": .string(reason),
    ]
    if case .correct(let changes) = ask { object["changes"] = changes.json }
    return .object(object)
  }

  /// The stored object.
  package var json: JSON {
    guard var object = request.object else { return .null }
    object["kind"] = ask == .withdraw ? "withdraw" : "correct"
    object["state"] = .string(state.rawValue)
    object["decided_seq"] = decidedSeq.map { .int($0) }
    return .object(object)
  }

  /// Reads what an operation carries.
  ///
  /// - Parameters:
  ///   - request: The operation's content.
  ///   - isWithdrawal: Whether the operation is `reading.withdraw`.
  /// - Throws: The first refusal.
  package init(request: JSON, isWithdrawal: Bool) throws(Refusal) {
    guard let reading = request["reading"]?.string.flatMap({ RecordID($0) }) else {
      throw Refusal(.missingField, "The request needs the field `reading`, the id of a reading.")
    }
    guard let reason = request["reason"]?.string, !reason.allSatisfy(\.isWhitespace),
      reason.utf8.count <= 2000
    else {
      throw Refusal(
        .reasonRequired,
        "The request needs the field `reason`, at most 2000 bytes: say why the reading is wrong."
      )
    }
    self.reading = reading
    self.reason = reason
    state = .requested
    if isWithdrawal {
      ask = .withdraw
    } else {
      let changes = try ReadingChanges(json: request["changes"] ?? .null)
      guard !changes.isEmpty else {
        throw Refusal(
          .missingField,
          "A correction changes at least one of date, respondent, timing and scores."
        )
      }
      ask = .correct(changes)
    }
  }

  /// Reads ``json``; `nil` when it is no stored request.
  package init?(json: JSON) {
    guard let kind = json["kind"]?.string,
      let state = json["state"]?.string.flatMap({ State(rawValue: $0) }),
      let request = try? ReadingRequest(request: json, isWithdrawal: kind == "withdraw")
    else { return nil }
    self = request
    self.state = state
    decidedSeq = json["decided_seq"]?.int
  }
}

extension ReadingChanges {
  /// Whether nothing is changed.
  package var isEmpty: Bool { self == ReadingChanges() }

  /// The object on the wire; scores are an object from area to code.
  package var json: JSON {
    var object: [String: JSON] = [:]
    object["date"] = date.map { .string($0.description) }
    object["respondent"] = respondent.map { .string($0.rawValue) }
    object["timing"] = timing.map { .string($0.rawValue) }
    object["scores"] = scores.map { scores in
      .object(Dictionary(scores.map { ($0.area, .string($0.code)) }) { first, _ in first })
    }
    return .object(object)
  }

  /// Reads ``json``, refusing unknown names.
  package init(json: JSON) throws(Refusal) {
    guard let object = json.object else {
      throw Refusal(.missingField, "A correction needs the field `changes`, an object.")
    }
    func read<Value>(_ name: String, _ convert: (JSON) -> Value?) throws(Refusal) -> Value? {
      guard let value = object[name] else { return nil }
      guard let converted = convert(value) else {
        throw Refusal(.invalidField, "The changed field `\(name)` is not of its type.")
      }
      return converted
    }
    let known: Set<String> = ["date", "respondent", "timing", "scores"]
    if let unknown = object.keys.sorted().first(where: { !known.contains($0) }) {
      throw Refusal(
        .unknownField,
        "A correction cannot change `\(unknown)`; it can change date, respondent, timing and scores."
      )
    }
    self.init(
      date: try read("date") { $0.string.flatMap { CalendarDay($0) } },
      respondent: try read("respondent") { $0.string.flatMap { Respondent(rawValue: $0) } },
      timing: try read("timing") { $0.string.flatMap { Timing(rawValue: $0) } },
      scores: try read("scores") { scoreList($0) }
    )
  }
}

private func scoreList(_ json: JSON) -> [Score]? {
  guard let object = json.object, !object.isEmpty, object.count <= 256 else { return nil }
  let scores = object.compactMap { area, code in code.string.map { Score(area: area, code: $0) } }
  return scores.count == object.count ? scores.sorted { $0.area < $1.area } : nil
}

extension ReadingRequest {
  /// The request as an amendment of its reading.
  ///
  /// - Parameter id: The id of the correction record.
  /// - Returns: The amendment, in the state that the request has reached.
  package func amendment(id: RecordID) -> ReadingAmendment {
    let kind: ReadingAmendment.Kind =
      switch ask {
      case .correct(let changes): .correct(changes)
      case .withdraw: .withdraw
      }
    let amendmentState: ReadingAmendment.State =
      switch state {
      case .requested: .requested
      case .effective: .effective(seq: decidedSeq ?? 0)
      case .refused: .refused
      }
    return ReadingAmendment(id: id, kind: kind, state: amendmentState, reason: reason)
  }
}
