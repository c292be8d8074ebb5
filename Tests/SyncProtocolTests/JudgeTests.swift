import Casework
import SyncProtocol
import Testing
import WireFormat

/// An edit of one field, judged in every way there is.
struct JudgeTests {
  private static let device: DeviceID = Samples.id(7)
  private static let other: DeviceID = Samples.id(8)

  /// A goal whose status was set at seq 90 by operation 411 of the device, generation 3.
  private static func goal(
    status: JSON = "open",
    by device: DeviceID = other,
    generation: Int = 3
  ) -> RecordState {
    var state = RecordState()
    state.apply(
      ["status": status, "text": "Sleep through the night"],
      as: FieldVersion(
        version: 90,
        stamp: Stamp(milliseconds: 1, counter: 0),
        author: Samples.id(4),
        origin: OperationOrigin(device: device, generation: generation, number: 411)
      )
    )
    return state
  }

  private static func judge(
    _ state: RecordState,
    base: [String: Int64] = [:],
    previous: [String: Int] = [:],
    changes: [String: JSON]
  ) -> Verdict {
    let operation = Samples.operation(
      kind: .goalSet,
      base: base,
      previous: previous,
      data: .object(changes)
    )
    return Verdict(
      state.judge(
        operation,
        from: device,
        changes: changes,
        at: [:],
        schema: RecordSchema.schema(of: .goal)
      )
    )
  }

  private static let met: [String: JSON] = ["status": "met"]

  @Test func `an edit of the present version applies`() {
    let judgement = Self.judge(Self.goal(), base: ["status": 90], changes: Self.met)

    #expect(judgement == Verdict(.applied, applied: Self.met))
  }

  @Test(arguments: [Int64(89), 91])
  func `an edit of another version is set aside`(_ version: Int64) {
    let judgement = Self.judge(Self.goal(), base: ["status": version], changes: Self.met)

    #expect(judgement == Verdict(.proposed, setAside: Self.met))
  }

  @Test func `an edit that names no version is set aside`() {
    #expect(Self.judge(Self.goal(), changes: Self.met) == Verdict(.proposed, setAside: Self.met))
  }

  @Test func `a value that is there already changes nothing, whatever was seen`() {
    let judgement = Self.judge(Self.goal(status: "met"), base: ["status": 1], changes: Self.met)

    #expect(judgement == Verdict(.noop))
  }

  @Test func `an edit that follows the author's own unsent edit applies`() {
    let state = Self.goal(by: Self.device)

    let judgement = Self.judge(
      state,
      base: ["status": 41],
      previous: ["status": 411],
      changes: Self.met
    )
    #expect(judgement == Verdict(.applied, applied: Self.met))
  }

  @Test func `a chain of edits made with no server applies link by link`() {
    var state = Self.goal(by: Self.other)
    var before: Int?
    for number in 412...415 {
      let operation = Samples.operation(
        number: number,
        kind: .goalSet,
        base: before == nil ? ["text": 90] : [:],
        previous: before.map { ["text": $0] } ?? [:],
        data: [:]
      )
      let changes: [String: JSON] = ["text": "wording \(number)".json]
      let judgement = state.judge(
        operation,
        from: Self.device,
        changes: changes,
        at: [:],
        schema: RecordSchema.schema(of: .goal)
      )
      #expect(Verdict(judgement) == Verdict(.applied, applied: changes))

      state.apply(
        judgement.applied,
        as: FieldVersion(
          version: 100,
          stamp: operation.stamp,
          author: nil,
          origin: OperationOrigin(device: Self.device, generation: 3, number: number)
        )
      )
      before = number
    }
    #expect(state.fields["text"] == "wording 415")
  }

  @Test(arguments: [
    (other, 3, 411), (device, 2, 411), (device, 3, 410), (device, 3, 412),
  ])
  func `a chain broken by another device, generation or number is set aside`(
    _ device: DeviceID,
    _ generation: Int,
    _ previous: Int
  ) {
    let state = Self.goal(by: device, generation: generation)

    let judgement = Self.judge(state, previous: ["status": previous], changes: Self.met)
    #expect(judgement == Verdict(.proposed, setAside: Self.met))
  }

  @Test func `when the first link of a chain was set aside, the next ones are too`() {
    // Another device's edit was sequenced between what the author had seen and the chain's first link.
    let state = Self.goal(status: "dropped", by: Self.other)

    let first = Self.judge(state, base: ["status": 41], changes: ["status": "inProgress"])
    let second = Self.judge(state, previous: ["status": 412], changes: Self.met)
    #expect(first == Verdict(.proposed, setAside: ["status": "inProgress"]))
    #expect(second == Verdict(.proposed, setAside: Self.met))
  }

  @Test func `a field that nobody ever set applies without a version`() {
    let changes: [String: JSON] = ["targetDate": "2026-11-24"]

    #expect(Self.judge(Self.goal(), changes: changes) == Verdict(.applied, applied: changes))
  }

  @Test func `clearing a field that nobody ever set changes nothing`() {
    #expect(Self.judge(Self.goal(), changes: ["targetDate": nil]) == Verdict(.noop))
  }

  @Test func `fields are judged one by one and parallel edits of different fields merge`() {
    let changes: [String: JSON] = [
      "status": "met", "text": "Sleep", "targetDate": "2026-11-24",
    ]

    let judgement = Self.judge(Self.goal(), base: ["status": 90, "text": 3], changes: changes)
    #expect(
      judgement
        == Verdict(
          .merged,
          applied: ["status": "met", "targetDate": "2026-11-24"],
          setAside: ["text": "Sleep"]
        )
    )
  }

  @Test func `clocks decide nothing`() {
    for milliseconds in [Int64.min, 0, .max] {
      var state = Self.goal()
      state.apply(
        ["status": "open"],
        as: FieldVersion(
          version: 90,
          stamp: Stamp(milliseconds: milliseconds, counter: 0),
          author: nil,
          origin: nil
        )
      )

      #expect(
        Self.judge(state, base: ["status": 90], changes: Self.met)
          == Verdict(.applied, applied: Self.met)
      )
      #expect(Self.judge(state, changes: Self.met) == Verdict(.proposed, setAside: Self.met))
    }
  }

  @Test func `no value is ever lost between applied, set aside and already there`() {
    var dice = Dice(seed: 51)
    let values: [JSON] = ["open", "met", nil]
    for _ in 0..<2000 {
      let state = Self.goal(status: values[dice.roll(2)])
      let changes: [String: JSON] = [
        "status": values[dice.roll(2)], "targetDate": values[dice.roll(3)],
      ]
      let base: [String: Int64] = dice.roll(2) == 0 ? [:] : ["status": Int64(89 + dice.roll(3))]

      let judgement = Self.judge(state, base: base, changes: changes)
      for (name, value) in changes {
        let isThere = (state.fields[name] ?? .null) == value
        let stands = isThere || judgement.applied[name] == value
        #expect(stands != (judgement.setAside[name] == value))
      }
    }
  }
}

/// A judgement with the status that follows, to be compared whole.
private struct Verdict: Equatable {
  let status: OperationStatus
  let applied: [String: JSON]
  let setAside: [String: JSON]

  init(
    _ status: OperationStatus,
    applied: [String: JSON] = [:],
    setAside: [String: JSON] = [:]
  ) {
    self.status = status
    self.applied = applied
    self.setAside = setAside
  }

  init(_ judgement: FieldJudgement) {
    self.init(judgement.status, applied: judgement.applied, setAside: judgement.setAside)
  }
}

extension String {
  fileprivate var json: JSON { .string(self) }
}
