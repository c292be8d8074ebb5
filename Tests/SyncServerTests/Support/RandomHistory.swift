import Casework
import Instruments
import Storage
import SyncProtocol
import SyncServer
import TestKit
import WireFormat

/// A random history of one partnership: what people do, one push after the other, from a seed.
struct RandomHistory {
  let world: ServerWorld
  /// Robin of one team, Wren of the other, a supervisor of one authority and one of the whole.
  let devices: [WireDevice]
  private var dice: SplitMix64
  private var families: [FamilyID] = []

  init(seed: UInt64) throws {
    dice = SplitMix64(seed: seed &* 7919 &+ 1)
    let world = try ServerWorld(seed: seed)
    let people = world.people
    self.world = world
    devices = try [people.robin, people.wren, people.priya, people.sam].map {
      try world.device(of: $0)
    }
    try addFamily(by: devices[dice.roll(2)])
  }

  /// Does one thing; most of it stands, some of it is refused, as in life.
  mutating func step() throws {
    world.clock.pass(Int64(dice.roll(60_000)))
    guard let device = dice.pick(devices), let family = dice.pick(families) else { return }
    if dice.once(in: 2) { device.seen = try world.head }
    switch dice.roll(10) {
    case 0: try addFamily(by: device)
    case 1, 2: try handOver(family)
    case 3: try assign(family)
    case 4: try endAssignment(of: family)
    case 5: try edit(family, by: device)
    case 6: try decide(family, by: device)
    case 7: try ask(family, by: device)
    default: try addSomething(to: family, by: device)
    }
  }

  private var supervisor: WireDevice { devices[3] }

  private mutating func addFamily(by device: WireDevice) throws {
    let unit = dice.once(in: 2) ? world.people.nene : world.people.ouse
    let isFree = device === supervisor
    families.append(try device.addFamily(unit: isFree ? unit : nil))
  }

  private mutating func someone() -> WorkerID {
    dice.pick([world.people.robin, world.people.wren, world.people.priya]) ?? world.people.robin
  }

  private mutating func handOver(_ family: FamilyID) throws {
    let unit = dice.pick([world.people.nene, world.people.ouse, nil]) ?? nil
    let data = InventedWork.handover(to: someone(), unit: unit)
    try supervisor.send(.handover, family: family, data)
  }

  private mutating func assign(_ family: FamilyID) throws {
    try supervisor.send(.assignStart, family: family, InventedWork.assignment(someone(), .support))
  }

  private mutating func endAssignment(of family: FamilyID) throws {
    let assignments = try records(of: .assignment, in: family)
    guard let assignment = dice.pick(assignments) else { return }
    try supervisor.send(.assignEnd, assignment.id, family: family, ["endedOn": "2026-11-24"])
  }

  private mutating func edit(_ family: FamilyID, by device: WireDevice) throws {
    let data: JSON = ["contact": .string("Invented door \(dice.roll(1000))")]
    let base = dice.once(in: 3) ? [:] : try world.base(family.retagged())
    try device.send(.familySet, family.retagged(), family: family, base: base, data)
  }

  private mutating func decide(_ family: FamilyID, by device: WireDevice) throws {
    guard let review = dice.pick(try records(of: .review, in: family)),
      let item = try world.review(review.id), let choice = dice.pick(item.choices)
    else { return }
    let data: JSON = ["choice": .string(choice.rawValue)]
    try device.send(.reviewResolve, review.id, family: family, data)
  }

  private mutating func ask(_ family: FamilyID, by device: WireDevice) throws {
    guard let reading = dice.pick(try records(of: .reading, in: family)) else { return }
    var data: [String: JSON] = [
      "reading": .string(reading.id.description), "reason": "Invented slip",
    ]
    let isWithdrawal = dice.once(in: 2)
    if !isWithdrawal { data["changes"] = ["scores": ["home": .string("\(1 + dice.roll(10))")]] }
    try device.send(
      isWithdrawal ? .readingWithdraw : .readingCorrect,
      family: family,
      .object(data)
    )
  }

  private mutating func addSomething(to family: FamilyID, by device: WireDevice) throws {
    switch dice.roll(3) {
    case 0: try device.send(.noteAdd, family: family, InventedWork.note)
    case 1: try device.send(.goalAdd, family: family, dice.once(in: 3) ? [:] : InventedWork.goal)
    default:
      let reading = InventedWork.reading("\(1 + dice.roll(11))", on: "2026-11-1\(dice.roll(4))")
      try device.send(.readingAdd, family: family, reading.json)
    }
  }

  private func records(of type: RecordType, in family: FamilyID) throws -> [StoredRecord] {
    let principal = supervisor.principal
    return try world.read { reader in
      let scope = try reader.scope(of: principal, at: try reader.clock().head)
      return try reader.records(of: type, family: family, after: nil, limit: 1000, in: scope)
    }
  }
}
