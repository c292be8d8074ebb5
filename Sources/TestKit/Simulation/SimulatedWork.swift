import Casework
import Instruments
import StarmapDevice
import SyncProtocol
import WireFormat

/// What people do in the simulation.
enum SimulatedWork {
  /// Does one thing that a person might do on a device.
  static func act(_ device: Device, workers: [WorkerID], dice: inout Dice) throws {
    guard let family = dice.pick(try device.families()) else { return }
    switch dice.roll(12) {
    case 0: try addFamily(device, &dice)
    case 1...4: try addReading(device, family.family, &dice)
    case 5:
      if let note = dice.pick(try device.notes(of: family.family)), dice.once(in: 2) {
        return try change(device, note, &dice)
      }
      _ = try device.add(
        .note,
        ["text": .string("Note \(dice.roll(1000))"), "date": "2026-11-01"],
        family: family.family
      )
    case 6: try edit(device, family.record, ["contact": .string("Way \(dice.roll(1000))")])
    case 7:
      if let member = dice.pick(try device.members(of: family.family)) {
        try edit(device, member, ["born": .string("20\(10 + dice.roll(9))")])
      }
    case 8: try turnEpisode(device, family.family, &dice)
    case 9: try ask(device, family.family, &dice)
    case 10: try decide(device, &dice)
    default: try reassign(device, family.family, workers, &dice)
    }
  }

  private static func addFamily(_ device: Device, _ dice: inout Dice) throws {
    _ = try device.addFamily([
      "name": .string("Invented \(dice.roll(1000))"), "authority": "cambridgeshire",
    ])
  }

  private static func addReading(_ device: Device, _ family: FamilyID, _ dice: inout Dice) throws {
    let pack = try device.pack("demo-compass")
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
    _ workers: [WorkerID],
    _ dice: inout Dice
  ) throws {
    guard let worker = dice.pick(workers) else { return }
    let day = CalendarDay("2026-11-20") ?? CalendarDay(milliseconds: 0)
    if dice.once(in: 2) {
      _ = try device.assign(worker, to: family, role: .support, on: day)
    } else {
      _ = try device.handOver(family, to: worker, on: day, reason: "Invented")
    }
  }
}
