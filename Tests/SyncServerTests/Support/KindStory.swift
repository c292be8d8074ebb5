import Casework
import Instruments
import SyncProtocol
import SyncServer
import TestKit
import WireFormat

/// A family with one record of each kind, so that every kind of operation has something to act on.
struct KindStory {
  let world: ServerWorld
  let supervisor: WireDevice
  let family: FamilyID
  let member: RecordID
  let episode: RecordID
  let closedEpisode: RecordID
  let goal: RecordID
  let note: RecordID
  let deletedGoal: RecordID
  let deletedNote: RecordID
  let assignment: RecordID
  let reading: RecordID
  /// A request of the practitioner's, with the review item that asks for approval.
  let request: RecordID
  let review: RecordID

  /// An operation before it is numbered.
  struct Draft {
    let kind: OperationKind
    let record: RecordID?
    let family: FamilyID
    let base: [String: Int64]
    let data: JSON

    init(
      _ kind: OperationKind,
      _ record: RecordID?,
      family: FamilyID,
      base: [String: Int64] = [:],
      data: JSON
    ) {
      self.kind = kind
      self.record = record
      self.family = family
      self.base = base
      self.data = data
    }
  }

  init() throws {
    world = try ServerWorld()
    supervisor = try world.device(of: world.people.sam, "sam")
    let robin = try world.device(of: world.people.robin, "robin")
    let family = try robin.addFamily()
    self.family = family
    func add(_ kind: OperationKind, _ data: JSON) throws -> RecordID {
      let operation = robin.operation(kind, family: family, data)
      let results = try robin.push([operation]).results
      guard results.map(\.status) == [.applied] else { throw UnexpectedResult(results: results) }
      return operation.record
    }
    member = try add(.memberAdd, InventedWork.member)
    episode = try add(.episodeOpen, InventedWork.episode)
    closedEpisode = try add(.episodeOpen, InventedWork.episode)
    try robin.send(
      .episodeClose,
      closedEpisode,
      family: family,
      base: try world.base(closedEpisode),
      InventedWork.closing
    )
    goal = try add(.goalAdd, InventedWork.goal)
    note = try add(.noteAdd, InventedWork.note)
    deletedGoal = try add(.goalAdd, InventedWork.goal)
    deletedNote = try add(.noteAdd, InventedWork.note)
    for (kind, record) in [
      (OperationKind.goalDelete, deletedGoal), (OperationKind.noteDelete, deletedNote),
    ] {
      let base = try world.base(record)
      try robin.send(kind, record, family: family, base: base, [:])
    }
    reading = try add(.readingAdd, InventedWork.reading("5").json)
    let asked = robin.operation(
      .readingCorrect,
      family: family,
      ReadingRequest(
        reading: reading,
        ask: .correct(ReadingChanges(scores: [Score(area: "home", code: "6")])),
        reason: "Invented slip"
      ).request
    )
    let results = try robin.push([asked]).results
    request = asked.record
    review = results.first?.reviews.first ?? asked.record
    let started = supervisor.operation(
      .assignStart,
      family: family,
      InventedWork.assignment(world.people.wren, .support)
    )
    try supervisor.push([started])
    assignment = started.record
    try supervisor.pull()
  }

  /// Numbers a draft as the supervisor's next operation.
  func operation(_ draft: Draft) -> Operation {
    supervisor.operation(
      draft.kind,
      draft.record,
      family: draft.family,
      base: draft.base,
      draft.data
    )
  }

  /// An operation of the kind that stands.
  func good(_ kind: OperationKind) throws -> Draft {
    switch kind {
    case .familyAdd:
      let new: FamilyID = supervisor.id()
      let data = InventedWork.family("Marsh (invented)", unit: world.people.ouse)
      return Draft(kind, new.retagged(), family: new, data: data)
    case .familySet: return try edit(kind, family.retagged(), ["contact": "Invented door"])
    case .memberAdd: return draft(kind, nil, InventedWork.member)
    case .memberSet: return try edit(kind, member, ["born": "2018"])
    case .episodeOpen: return draft(kind, nil, InventedWork.episode)
    case .episodeSet: return try edit(kind, episode, ["tier": "targeted"])
    case .episodeClose: return try edit(kind, episode, InventedWork.closing)
    case .episodeReopen: return try edit(kind, closedEpisode, ["reason": "Came back"])
    case .goalAdd: return draft(kind, nil, InventedWork.goal)
    case .goalSet: return try edit(kind, goal, ["status": "met"])
    case .noteAdd: return draft(kind, nil, InventedWork.note)
    case .noteSet: return try edit(kind, note, ["text": "Invented visit, longer"])
    case .goalDelete: return try edit(kind, goal, [:])
    case .goalRestore: return try edit(kind, deletedGoal, [:])
    case .noteDelete: return try edit(kind, note, [:])
    case .noteRestore: return try edit(kind, deletedNote, [:])
    case .assignStart: return draft(kind, nil, InventedWork.assignment(world.people.ada))
    case .assignEnd: return draft(kind, assignment, ["endedOn": "2026-11-24"])
    case .handover: return draft(kind, nil, InventedWork.handover(to: world.people.wren))
    case .consentGive, .consentWithdraw: return draft(kind, nil, InventedWork.consent())
    case .readingAdd: return draft(kind, nil, InventedWork.reading("7", on: "2026-11-21").json)
    case .readingCorrect:
      return draft(
        kind,
        nil,
        correction(["scores": ["home": "7"]])
      )
    case .readingWithdraw:
      return draft(
        kind,
        nil,
        ["reading": .string(reading.description), "reason": "Invented slip"]
      )
    case .reviewResolve: return draft(kind, review, ["choice": "approve"])
    case .undone: return draft(kind, nil, [:])
    }
  }

  /// An operation of the kind that does not stand, and the code that says why.
  func bad(_ kind: OperationKind) throws -> (Draft, ProblemCode) {
    switch kind {
    case .familyAdd:
      let new: FamilyID = supervisor.id()
      return (Draft(kind, new.retagged(), family: new, data: ["name": "Invented"]), .missingField)
    case .familySet: return (try edit(kind, family.retagged(), ["code": "K7Q"]), .serverField)
    case .memberAdd:
      return (draft(kind, nil, ["name": "Invented", "role": "dog"]), .invalidField)
    case .memberSet: return (try edit(kind, member, ["born": "2017-04-02"]), .invalidField)
    case .episodeOpen: return (draft(kind, nil, ["tier": "more"]), .missingField)
    case .episodeSet: return (try edit(kind, episode, ["status": "closed"]), .serverField)
    case .episodeClose: return (try edit(kind, closedEpisode, InventedWork.closing), .wrongState)
    case .episodeReopen: return (try edit(kind, closedEpisode, [:]), .reasonRequired)
    case .goalAdd:
      let nowhere: RecordID = supervisor.id()
      let data: JSON = ["text": "Invented", "episode": .string(nowhere.description)]
      return (draft(kind, nil, data), .notFound)
    case .goalSet: return (try edit(kind, supervisor.id(), ["status": "met"]), .notFound)
    case .noteAdd:
      return (draft(kind, nil, ["text": "Invented", "date": "today"]), .invalidField)
    case .noteSet: return (try edit(kind, note, ["colour": "red"]), .unknownField)
    case .goalDelete, .goalRestore: return (try edit(kind, supervisor.id(), [:]), .notFound)
    case .noteDelete: return (try edit(kind, note, ["text": "Invented"]), .invalidOperation)
    case .noteRestore: return (try edit(kind, deletedNote, ["deleted": nil]), .invalidOperation)
    case .assignStart:
      return (draft(kind, nil, InventedWork.assignment(world.people.partner)), .invalidField)
    case .assignEnd: return (draft(kind, assignment, ["endedOn": "later"]), .invalidField)
    case .handover:
      let data: JSON = [
        "to": .string(world.people.wren.description), "on": "2026-11-24", "reason": " ",
      ]
      return (draft(kind, nil, data), .reasonRequired)
    case .consentGive: return (draft(kind, nil, InventedWork.consent("newsletter")), .invalidField)
    case .consentWithdraw: return (draft(kind, nil, ["purpose": "sharing"]), .missingField)
    case .readingAdd: return (draft(kind, nil, InventedWork.reading("11").json), .pointNotOnScale)
    case .readingCorrect: return (draft(kind, nil, correction([:])), .missingField)
    case .readingWithdraw:
      return (draft(kind, nil, ["reading": .string(reading.description)]), .reasonRequired)
    case .reviewResolve: return (draft(kind, review, ["choice": "take"]), .invalidField)
    case .undone: return (draft(kind, nil, [:]), .unknownKind)
    }
  }

  private func draft(_ kind: OperationKind, _ record: RecordID?, _ data: JSON) -> Draft {
    Draft(kind, record, family: family, data: data)
  }

  private func edit(_ kind: OperationKind, _ record: RecordID, _ data: JSON) throws -> Draft {
    Draft(kind, record, family: family, base: try world.base(record), data: data)
  }

  private func correction(_ changes: JSON) -> JSON {
    ["reading": .string(reading.description), "reason": "Invented slip", "changes": changes]
  }
}
