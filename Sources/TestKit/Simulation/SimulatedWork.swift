import Casework
import DeviceStore
import Instruments
import StarmapDevice
import SyncProtocol
import WireFormat

/// What people do in the simulation.
enum SimulatedWork {
  /// Who and what there is to choose from.
  struct People {
    /// The practitioners.
    var workers: [WorkerID] = []
    /// Units that hold families.
    var units: [UnitID] = []
    /// The instrument that is used.
    var pack: InstrumentPack?

    init() {}

    init(_ device: Device) throws {
      let practitioners = try device.workers().filter { record in
        record.places.contains { $0.role == .practitioner }
      }
      workers = practitioners.map(\.id)
      units = Set(practitioners.flatMap(\.places).map(\.unit)).sorted()
      pack = try device.pack("demo-compass")
    }
  }

  /// The most operations of a group.
  static let groupOperationsMax = 3

  /// Does one thing that a person might do on a device.
  static func act(_ device: Device, people: People, dice: inout Dice) throws {
    guard let family = dice.pick(try device.families()) else { return }
    switch dice.roll(21) {
    case 0: try addFamily(device, &dice)
    case 1...5: try addReading(device, family.family, people.pack, &dice)
    case 6: try turnNote(device, family.family, &dice)
    case 7: try edit(device, family.record, ["contact": text("Way", orClear: &dice)])
    case 8: try editFamily(device, family.record, &dice)
    case 9, 10: try turnMember(device, family.family, &dice)
    case 11, 12: try turnGoal(device, family.family, &dice)
    case 13: try turnEpisode(device, family.family, &dice)
    case 14: try ask(device, family.family, &dice)
    case 15, 16: try decide(device, &dice)
    case 17: try undo(device)
    case 18: try addTogether(device, family.family, &dice)
    default: try reassign(device, family.family, people, &dice)
    }
  }

  /// A text of its own, or now and then none.
  private static func text(_ word: String, orClear dice: inout Dice) -> JSON {
    dice.once(in: 5) ? .null : .string("\(word) \(dice.roll(1000))")
  }

  private static func editFamily(
    _ device: Device,
    _ family: RecordView,
    _ dice: inout Dice
  ) throws {
    switch dice.roll(4) {
    case 0: try edit(device, family, ["name": .string("Invented \(dice.roll(1000))")])
    case 1:
      try edit(
        device,
        family,
        ["address": text("Street", orClear: &dice), "contact": text("Way", orClear: &dice)]
      )
    default: try edit(device, family, ["doNotContact": .bool(dice.once(in: 2))])
    }
  }

  private static func turnMember(
    _ device: Device,
    _ family: FamilyID,
    _ dice: inout Dice
  ) throws {
    guard let member = dice.pick(try device.members(of: family)), !dice.once(in: 4) else {
      _ = try device.add(
        .member,
        ["name": .string("Invented \(dice.roll(1000))"), "role": "carer"],
        family: family
      )
      return
    }
    if dice.once(in: 2) {
      try edit(device, member, ["riskFlag": dice.once(in: 5) ? .null : .bool(dice.once(in: 2))])
    } else {
      try edit(
        device,
        member,
        ["born": dice.once(in: 5) ? .null : .string("20\(10 + dice.roll(9))")]
      )
    }
  }

  private static func turnGoal(_ device: Device, _ family: FamilyID, _ dice: inout Dice) throws {
    guard let goal = dice.pick(try device.goals(of: family)), !dice.once(in: 4) else {
      _ = try device.add(.goal, ["text": .string("Goal \(dice.roll(1000))")], family: family)
      return
    }
    switch dice.roll(8) {
    case 0: try device.delete(goal)
    case 1:
      try device.delete(goal)
      try device.restore(.goal, goal.id, family: goal.family)
    case 2, 3: try edit(device, goal, ["status": dice.once(in: 2) ? "met" : "open"])
    case 4: try edit(device, goal, ["targetDate": dice.once(in: 2) ? .null : "2026-12-24"])
    default: try edit(device, goal, ["text": .string("Goal \(dice.roll(1000))")])
    }
  }

  private static func turnNote(_ device: Device, _ family: FamilyID, _ dice: inout Dice) throws {
    if let note = dice.pick(try device.notes(of: family)), dice.once(in: 2) {
      return try change(device, note, &dice)
    }
    _ = try device.add(
      .note,
      ["text": .string("Note \(dice.roll(1000))"), "date": "2026-11-01"],
      family: family
    )
  }

  /// Keeps the number of what was undone before it was first sent, as a client with an undo does.
  private static func undo(_ device: Device) throws {
    guard let identity = try device.identity() else { return }
    try device.store.write { writer in
      var save = try BareSave(writer.reader, of: device)
      save.add(.undone, record: identity.worker.retagged(), family: identity.worker.retagged())
      try save.keep(writer)
    }
  }

  /// Adds a member and a note that take effect together; now and then with an edit that cannot be
  /// accepted, so that neither does.
  private static func addTogether(
    _ device: Device,
    _ family: FamilyID,
    _ dice: inout Dice
  ) throws {
    let isFlawed = dice.once(in: 4)
    try device.store.write { writer in
      var save = try BareSave(writer.reader, of: device)
      save.group = device.surroundings.newID()
      save.add(
        .memberAdd,
        record: device.surroundings.newID(),
        family: family,
        data: ["name": .string("Invented \(dice.roll(1000))"), "role": "child"]
      )
      save.add(
        .noteAdd,
        record: device.surroundings.newID(),
        family: family,
        data: ["text": .string("Note \(dice.roll(1000))"), "date": "2026-11-02"]
      )
      if isFlawed {
        save.add(
          .goalSet,
          record: device.surroundings.newID(),
          family: family,
          data: ["status": "met"]
        )
      }
      try save.keep(writer)
    }
  }

  private static func addFamily(_ device: Device, _ dice: inout Dice) throws {
    _ = try device.addFamily([
      "name": .string("Invented \(dice.roll(1000))"), "authority": "cambridgeshire",
    ])
  }

  private static func addReading(
    _ device: Device,
    _ family: FamilyID,
    _ pack: InstrumentPack?,
    _ dice: inout Dice
  ) throws {
    guard let pack else { return }
    let reading = Reading(
      instrument: pack.key.id,
      edition: pack.key.edition,
      subject: pack.subject,
      date: CalendarDay("2026-10-0\(1 + dice.roll(9))") ?? CalendarDay(milliseconds: 0),
      respondent: dice.once(in: 3) ? .family : .agreed,
      scores: pack.areas.map { Score(area: $0.id, code: "\(1 + dice.roll(10))") }
    )
    _ = try device.addReading(reading, family: family)
  }

  private static func change(_ device: Device, _ note: RecordView, _ dice: inout Dice) throws {
    switch dice.roll(8) {
    case 0: try device.delete(note)
    case 1:
      // Somebody thinks better of it, before anything was sent.
      try device.delete(note)
      try device.restore(.note, note.id, family: note.family)
    default: try edit(device, note, ["text": .string("Note \(dice.roll(1000))")])
    }
  }

  private static func edit(
    _ device: Device,
    _ record: RecordView,
    _ changes: [String: JSON]
  ) throws {
    _ = try device.edit(record, changes: changes)
  }

  private static func turnEpisode(_ device: Device, _ family: FamilyID, _ dice: inout Dice) throws {
    guard let episode = dice.pick(try device.episodes(of: family)) else {
      _ = try device.add(
        .episode,
        ["openedOn": "2026-09-01", "tier": "more", "referralSource": "school"],
        family: family
      )
      return
    }
    if episode.json["status"]?.string == "closed" {
      _ = try device.reopenEpisode(episode, reason: "Came back")
    } else {
      _ = try device.closeEpisode(
        episode,
        closedOn: CalendarDay("2026-11-20") ?? CalendarDay(milliseconds: 0),
        reason: .outcomesAchieved,
        stepUp: .none
      )
    }
  }

  private static func ask(_ device: Device, _ family: FamilyID, _ dice: inout Dice) throws {
    guard let reading = dice.pick(try device.readings(of: family)) else { return }
    if dice.once(in: 2) {
      _ = try device.withdraw(reading, reason: "Wrong family")
    } else {
      _ = try device.correct(
        reading,
        changes: .init(scores: [Score(area: "home", code: "\(1 + dice.roll(10))")]),
        reason: "Typed wrong"
      )
    }
  }

  private static func decide(_ device: Device, _ dice: inout Dice) throws {
    guard let review = dice.pick(try device.reviews()), let choice = dice.pick(review.item.choices)
    else { return }
    _ = try device.resolve(review.record, choice: choice)
  }

  private static func reassign(
    _ device: Device,
    _ family: FamilyID,
    _ people: People,
    _ dice: inout Dice
  ) throws {
    guard let worker = dice.pick(people.workers) else { return }
    let day = CalendarDay("2026-11-20") ?? CalendarDay(milliseconds: 0)
    switch dice.roll(5) {
    case 0:
      let open = try device.assignments(of: family).filter { $0.json["endedOn"] == nil }
      guard let assignment = dice.pick(open) else { return }
      _ = try device.endAssignment(assignment, on: day)
    case 1, 2: _ = try device.assign(worker, to: family, role: .support, on: day)
    case 3: _ = try device.handOver(family, to: worker, on: day, reason: "Invented")
    default:
      _ = try device.handOver(
        family,
        to: worker,
        unit: dice.pick(people.units),
        on: day,
        reason: "Invented"
      )
    }
  }
}

/// A save of operations for which the device has no call of its own.
private struct BareSave {
  var group: OperationID?
  private var operations: [SyncProtocol.Operation] = []
  private let surroundings: Surroundings
  private let generation: Int
  private let seen: Int64
  private var number: Int
  private var stamp: Stamp

  init(_ reader: StoreReader, of device: Device) throws {
    surroundings = device.surroundings
    generation = Int(clamping: try reader.number(.generation))
    number = Int(clamping: try reader.number(.nextNumber))
    let seq = try reader.number(.seq)
    let shared = try reader.text(.shared).flatMap { Int64($0) }
    seen = shared.map { $0 > 0 ? min($0, seq) : seq } ?? seq
    stamp = try reader.text(.stamp).flatMap { Stamp($0) } ?? Stamp(milliseconds: 0, counter: 0)
  }

  mutating func add(
    _ kind: OperationKind,
    record: RecordID,
    family: FamilyID,
    data: JSON = [:]
  ) {
    stamp = stamp.next(at: surroundings.now())
    operations.append(
      SyncProtocol.Operation(
        generation: generation,
        number: number,
        id: surroundings.newID(),
        kind: kind,
        record: record,
        family: family,
        seen: seen,
        at: surroundings.moment(),
        stamp: stamp,
        group: group,
        data: data
      )
    )
    number += 1
  }

  func keep(_ writer: StoreWriter) throws {
    try writer.capture(operations, rows: [], stamp: stamp)
  }
}
