import Casework
import Storage
import SyncProtocol
import TestKit
import Testing
import WireFormat

/// Concurrent edits of several devices, in every order in which they may arrive.
struct MergeOrderTests {
  /// One edit of one device: which field, to what, and when.
  fileprivate struct Edit: Hashable {
    let device: Int
    let field: String
    let value: JSON
    let milliseconds: Int64
    let isCertain: Bool
  }

  /// What stands in the end, and what was kept for a person.
  private struct Ending: Hashable {
    let fields: [String: JSON]
    let kept: [String: Set<JSON>]
  }

  private static let deviceCount = 3
  private static let texts: [JSON] = ["First", "Second", "Third"]

  /// The edits of each device in its own order; some share a time and some have a clock's word alone.
  private func script(_ seed: UInt64) -> [[Edit]] {
    var dice = SplitMix64(seed: seed)
    return (0..<Self.deviceCount).map { device in
      var time: Int64 = 0
      return (0..<Int.random(in: 1...3, using: &dice)).map { _ in
        time += Int64.random(in: 0...300, using: &dice)
        let isFlag = Bool.random(using: &dice)
        return Edit(
          device: device,
          field: isFlag ? "doNotContact" : "contact",
          value: isFlag
            ? .bool(Bool.random(using: &dice))
            : Self.texts[Int.random(in: 0..<Self.texts.count, using: &dice)],
          milliseconds: time,
          isCertain: Int.random(in: 0..<4, using: &dice) > 0
        )
      }
    }
  }

  /// One way in which the edits arrive: each device's in its own order.
  private func order(of script: [[Edit]], _ seed: UInt64) -> [Edit] {
    var dice = SplitMix64(seed: seed)
    var waiting = script
    var order: [Edit] = []
    while !waiting.allSatisfy(\.isEmpty) {
      let device = Int.random(in: 0..<waiting.count, using: &dice)
      guard let next = waiting[device].first else { continue }
      waiting[device].removeFirst()
      order.append(next)
    }
    return order
  }

  private func run(_ order: [Edit]) throws -> Ending {
    let world = try ServerWorld()
    let devices = try (0..<Self.deviceCount).map {
      try world.device(of: world.people.sam, "device-\($0)")
    }
    let family = try devices[0].addFamily()
    let record: RecordID = family.retagged()
    try devices[0].send(
      .familySet,
      record,
      family: family,
      ["contact": "By letter", "doNotContact": false]
    )
    let base = try world.base(record)
    world.clock.pass(3_600_000)
    var last: [[String: Int]] = Array(repeating: [:], count: Self.deviceCount)
    for edit in order {
      let made = devices[edit.device].operation(
        .familySet,
        record,
        family: family,
        base: last[edit.device][edit.field] == nil ? base.filter { $0.key == edit.field } : [:],
        previous: last[edit.device].filter { $0.key == edit.field },
        [edit.field: edit.value]
      )
      last[edit.device][edit.field] = made.number
      let timed = try #require(edit.timed(made))
      let results = try devices[edit.device].push([timed]).results
      #expect(results.allSatisfy { $0.status.isAccepted })
    }
    let fields = try world.fields(record).filter { ["contact", "doNotContact"].contains($0.key) }
    try devices[0].pull()
    var kept: [String: Set<JSON>] = [:]
    for item in devices[0].reviews() {
      for (name, value) in item.setAside { kept[name, default: []].insert(value) }
    }
    return Ending(fields: fields, kept: kept)
  }

  @Test(arguments: Array(UInt64(0)..<30) + [1296, 1325, 1465])
  func `the order of arrival decides nothing, and nothing that gives way is lost`(
    _ seed: UInt64
  ) throws {
    let script = script(seed)
    let first = try run(script.flatMap(\.self))

    for shuffle in 1...3 {
      let ending = try run(order(of: script, seed &* 31 &+ UInt64(shuffle)))

      #expect(ending.fields == first.fields, "seed \(seed), shuffle \(shuffle)")
      for edits in script {
        for (name, own) in Dictionary(grouping: edits, by: \.field) {
          guard let value = own.last?.value else { continue }
          // Whoever set the same value may have replaced it, having seen it.
          let isReplaced = script.contains { other in
            let same = other.filter { $0.field == name }
            return other != edits && same.dropLast().contains { $0.value == value }
          }
          guard !isReplaced else { continue }
          #expect(
            ending.fields[name] == value || ending.kept[name]?.contains(value) == true,
            "seed \(seed), shuffle \(shuffle), \(name)"
          )
        }
      }
    }
  }
}

extension MergeOrderTests {
  /// The texts of all notes of a family after edits of one note that arrive in an order.
  private func notes(_ order: [Edit]) throws -> (stands: JSON?, all: [String]) {
    let world = try ServerWorld()
    let devices = try (0..<Self.deviceCount).map {
      try world.device(of: world.people.sam, "device-\($0)")
    }
    let family = try devices[0].addFamily()
    let added = devices[0].operation(
      .noteAdd,
      family: family,
      ["text": "Invented", "date": "2026-11-01"]
    )
    try devices[0].push([added])
    let base = try world.base(added.record).filter { $0.key == "text" }
    world.clock.pass(3_600_000)
    var last: [Int: Int] = [:]
    for (index, edit) in order.enumerated() {
      let made = devices[edit.device].operation(
        .noteSet,
        added.record,
        family: family,
        base: last[edit.device] == nil ? base : [:],
        previous: last[edit.device].map { ["text": $0] } ?? [:],
        ["text": edit.value]
      )
      last[edit.device] = made.number
      let timed = try #require(edit.timed(made))
      let result = try #require(try devices[edit.device].push([timed]).results.first)
      // The first edit finds what it saw; any later one of another device may meet another's.
      if index == 0 { #expect(result.status == .applied) }
      #expect(result.status.isAccepted && result.status != .proposed)
    }
    try devices[0].pull()
    let all = try world.commit { _, writer in
      try writer.recordsForJudging(of: .note, in: family).compactMap {
        RecordState(body: $0.body)?.fields["text"]?.string
      }
    }
    return (try world.fields(added.record)["text"], all.sorted())
  }

  @Test(arguments: UInt64(0)..<40)
  func `each text of a note that two people changed becomes a note, whatever the order`(
    _ seed: UInt64
  ) throws {
    let script = script(seed).enumerated().map { device, edits in
      edits.enumerated().map { index, edit in
        Edit(
          device: device,
          field: "text",
          value: .string("Text \(index) of \(device)"),
          milliseconds: edit.milliseconds,
          isCertain: edit.isCertain
        )
      }
    }
    let newest = script.compactMap { $0.last?.value.string }.sorted()

    let first = try notes(script.flatMap(\.self))
    #expect(first.all == newest)
    for shuffle in 0...3 {
      let texts = try notes(order(of: script, seed &* 31 &+ UInt64(shuffle)))

      #expect(texts.stands == first.stands, "seed \(seed), shuffle \(shuffle)")
      #expect(texts.all == newest, "seed \(seed), shuffle \(shuffle)")
    }
  }
}

extension MergeOrderTests.Edit {
  /// The operation, made at the edit's time; an uncertain one in an earlier boot of the device.
  fileprivate func timed(_ operation: SyncProtocol.Operation) -> SyncProtocol.Operation? {
    guard let kind = operation.kind else { return nil }
    return SyncProtocol.Operation(
      generation: operation.generation,
      number: operation.number,
      id: operation.id,
      kind: kind,
      record: operation.record,
      family: operation.family,
      seen: operation.seen,
      at: Moment(
        wall: operation.at.wall + milliseconds,
        monotonic: milliseconds,
        boot: isCertain ? operation.at.boot : "earlier"
      ),
      stamp: Stamp(milliseconds: operation.stamp.milliseconds + milliseconds, counter: 0),
      group: operation.group,
      base: operation.base,
      previous: operation.previous,
      data: operation.data
    )
  }
}
