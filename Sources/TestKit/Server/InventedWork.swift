package import Casework
package import SyncProtocol
package import WireFormat

/// Invented content of operations.
package enum InventedWork {
  /// The fields of a new family, which lies in the author's own unit unless one is given.
  package static func family(_ name: String = "Ashdown (invented)", unit: UnitID? = nil) -> JSON {
    var fields: [String: JSON] = ["name": .string(name), "authority": "peterborough"]
    fields["unit"] = unit.map { .string($0.description) }
    return .object(fields)
  }

  /// The fields of a new member.
  package static let member: JSON = ["name": "Invented child", "role": "child", "born": "2017-04"]

  /// The fields of a new episode.
  package static let episode: JSON = [
    "openedOn": "2026-09-01", "tier": "more", "referralSource": "school",
  ]

  /// The fields of a new goal.
  package static let goal: JSON = ["text": "Invented mornings without a row"]

  /// The fields of a new note.
  package static let note: JSON = ["text": "Invented visit", "date": "2026-11-20"]

  /// What closing an episode carries.
  package static let closing: JSON = [
    "closedOn": "2026-11-20", "closureReason": "outcomesAchieved", "stepUpEvent": "none",
  ]

  /// The content of an assignment.
  package static func assignment(
    _ worker: WorkerID,
    _ role: AssignmentRole = .lead
  ) -> JSON {
    [
      "worker": .string(worker.description), "role": .string(role.rawValue),
      "startedOn": "2026-11-24",
    ]
  }

  /// The content of a handover.
  package static func handover(to worker: WorkerID, unit: UnitID? = nil) -> JSON {
    var fields: [String: JSON] = [
      "to": .string(worker.description), "on": "2026-11-24", "reason": "Invented move",
    ]
    fields["unit"] = unit.map { .string($0.description) }
    return .object(fields)
  }

  /// What an event of a consent says, about the whole family unless a member is given.
  package static func consent(
    _ purpose: String = "sharing",
    on date: String = "2026-11-20",
    member: RecordID? = nil
  ) -> JSON {
    var fields: [String: JSON] = [
      "purpose": .string(purpose), "date": .string(date), "how": "written",
    ]
    fields["member"] = member.map { .string($0.description) }
    return .object(fields)
  }

  /// A reading with Demo Compass about a whole family: every area has the same code.
  package static func reading(
    _ code: String = "5",
    on date: String = "2026-11-20",
    respondent: Respondent = .agreed
  ) -> Reading {
    let areas = [
      "home", "learning", "money", "health", "feelings", "friends", "safety", "family-life",
    ]
    return Reading(
      instrument: "demo-compass",
      edition: "1",
      subject: .family,
      date: CalendarDay(date) ?? CalendarDay(milliseconds: 0),
      respondent: respondent,
      scores: areas.map { Score(area: $0, code: code) }
    )
  }
}

extension ScriptedDevice {
  /// Adds a family and assigns its author, in one group as a device does.
  ///
  /// - Parameters:
  ///   - name: The family's name.
  ///   - unit: Its home; the author's own unit when `nil`.
  /// - Returns: The family.
  /// - Throws: What pushing throws; ``UnexpectedResult`` when it was not accepted.
  package func addFamily(
    _ name: String = "Ashdown (invented)",
    unit: UnitID? = nil
  ) throws -> FamilyID {
    let family: FamilyID = id()
    let group: OperationID = id()
    let response = try push([
      operation(
        .familyAdd,
        family.retagged(),
        family: family,
        group: group,
        InventedWork.family(name, unit: unit)
      ),
      operation(
        .assignStart,
        family: family,
        group: group,
        InventedWork.assignment(principal.worker)
      ),
    ])
    guard response.results.allSatisfy({ $0.status == .applied }) else {
      throw UnexpectedResult(results: response.results)
    }
    return family
  }
}

/// The server answered otherwise than the story needs.
package struct UnexpectedResult: Error {
  /// What it answered.
  package let results: [OperationResult]

  /// Tells what the server answered.
  package init(results: [OperationResult]) {
    self.results = results
  }
}
