package import Casework
package import WireFormat

/// Who works with a family, from when and until when; a record that events start and end.
package struct Assignment: Hashable, Sendable {
  /// The worker; assignments to units are the family's home and change by handover.
  package let worker: WorkerID
  /// What the worker does for the family.
  package let role: AssignmentRole
  /// The first day, as the person who assigned gave it.
  package let startedOn: CalendarDay
  /// The last day; `nil` while it lasts.
  package var endedOn: CalendarDay?
  /// Why it ended.
  package var endReason: String?

  /// Makes an assignment from its parts.
  package init(
    worker: WorkerID,
    role: AssignmentRole,
    startedOn: CalendarDay,
    endedOn: CalendarDay? = nil,
    endReason: String? = nil
  ) {
    self.worker = worker
    self.role = role
    self.startedOn = startedOn
    self.endedOn = endedOn
    self.endReason = endReason
  }

  /// The object that `assign.start` carries and the record holds.
  package var json: JSON {
    var object: [String: JSON] = [
      "worker": .string(worker.description), "role": .string(role.rawValue),
      "startedOn": .string(startedOn.description),
    ]
    object["endedOn"] = endedOn.map { .string($0.description) }
    object["endReason"] = endReason.map { .string($0) }
    return .object(object)
  }

  /// Reads ``json``.
  package init(json: JSON) throws(Refusal) {
    guard let worker = json["worker"]?.string.flatMap({ WorkerID($0) }) else {
      throw Refusal(
        .missingField,
        "An assignment needs the field `worker`, an id of 36 characters."
      )
    }
    guard let role = json["role"]?.string.flatMap({ AssignmentRole(rawValue: $0) }) else {
      throw Refusal(.invalidField, "The field `role` of an assignment must be lead or support.")
    }
    guard let startedOn = json["startedOn"]?.string.flatMap({ CalendarDay($0) }) else {
      throw Refusal(
        .invalidField,
        "The field `startedOn` of an assignment must be a day such as 2026-11-24."
      )
    }
    self.init(
      worker: worker,
      role: role,
      startedOn: startedOn,
      endedOn: json["endedOn"]?.string.flatMap { CalendarDay($0) },
      endReason: json["endReason"]?.string
    )
  }
}

/// The end of an assignment, as `assign.end` carries it.
package struct AssignmentEnd: Hashable, Sendable {
  /// The last day.
  package let endedOn: CalendarDay
  /// Why it ends.
  package let reason: String?

  /// Makes an end from its parts.
  package init(endedOn: CalendarDay, reason: String?) {
    self.endedOn = endedOn
    self.reason = reason
  }

  /// The object on the wire.
  package var json: JSON {
    var object: [String: JSON] = ["endedOn": .string(endedOn.description)]
    object["reason"] = reason.map { .string($0) }
    return .object(object)
  }

  /// Reads ``json``.
  package init(json: JSON) throws(Refusal) {
    guard let endedOn = json["endedOn"]?.string.flatMap({ CalendarDay($0) }) else {
      throw Refusal(
        .invalidField,
        "The field `endedOn` must be a day such as 2026-11-24."
      )
    }
    self.init(endedOn: endedOn, reason: json["reason"]?.string)
  }
}

/// A family passes from its workers to another, and with `unit` to another home.
package struct Handover: Hashable, Sendable {
  /// Who takes over as lead.
  package let to: WorkerID
  /// The unit that becomes the family's home; `nil` leaves it where it is.
  package let unit: UnitID?
  /// The day.
  package let on: CalendarDay
  /// Why.
  package let reason: String

  /// Makes a handover from its parts.
  package init(to: WorkerID, unit: UnitID?, on: CalendarDay, reason: String) {
    self.to = to
    self.unit = unit
    self.on = on
    self.reason = reason
  }

  /// The object on the wire.
  package var json: JSON {
    var object: [String: JSON] = [
      "to": .string(to.description), "on": .string(on.description), "reason": .string(reason),
    ]
    object["unit"] = unit.map { .string($0.description) }
    return .object(object)
  }

  /// Reads ``json``.
  package init(json: JSON) throws(Refusal) {
    guard let to = json["to"]?.string.flatMap({ WorkerID($0) }) else {
      throw Refusal(.missingField, "A handover needs the field `to`, the id of a worker.")
    }
    guard let on = json["on"]?.string.flatMap({ CalendarDay($0) }) else {
      throw Refusal(.invalidField, "The field `on` must be a day such as 2026-11-24.")
    }
    guard let reason = json["reason"]?.string, !reason.allSatisfy(\.isWhitespace) else {
      throw Refusal(.reasonRequired, "A handover needs the field `reason`.")
    }
    var unit: UnitID?
    if let value = json["unit"], !value.isNull {
      guard let read = value.string.flatMap({ UnitID($0) }) else {
        throw Refusal(.invalidField, "The field `unit` must be the id of a unit.")
      }
      unit = read
    }
    self.init(to: to, unit: unit, on: on, reason: reason)
  }
}
