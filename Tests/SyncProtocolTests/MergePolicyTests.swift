import Casework
import SyncProtocol
import Testing
import WireFormat

/// What each policy does with an edit whose author had not seen the present value.
struct MergePolicyTests {
  private static let device: DeviceID = Samples.id(7)
  private static let other: DeviceID = Samples.id(8)
  private static let schema = RecordSchema.schema(of: .family)

  private static func version(
    at time: FieldTime?,
    from device: DeviceID? = other
  ) -> FieldVersion {
    FieldVersion(
      version: 90,
      stamp: Stamp(milliseconds: 1, counter: 0),
      author: Samples.id(4),
      origin: device.map { OperationOrigin(device: $0, generation: 3, number: 411) },
      time: time
    )
  }

  private static func judge(
    _ field: String,
    present: JSON,
    _ version: FieldVersion,
    new: JSON,
    at time: FieldTime
  ) -> FieldJudgement {
    var state = RecordState()
    state.apply([field: present], as: version)
    let changes = [field: new]
    let operation = Samples.operation(kind: .familySet, base: [field: 3], data: .object(changes))
    return state.judge(
      operation,
      from: device,
      changes: changes,
      at: [field: time],
      schema: schema
    )
  }

  private static func time(_ milliseconds: Int64, said: Int64 = 0) -> FieldTime {
    FieldTime(milliseconds: milliseconds, isCertain: true, said: said)
  }

  private static func unsure(_ milliseconds: Int64, said: Int64) -> FieldTime {
    FieldTime(milliseconds: milliseconds, isCertain: false, said: said)
  }

  @Test(
    arguments: [
      (time(10), time(11)), (unsure(10, said: 99), time(10)),
      (unsure(10, said: 5), unsure(10, said: 6)),
      (time(10), unsure(11, said: 1)), (time(10, said: 1), time(10, said: 2)),
    ]
  )
  func `the later edit stands, and the other value is kept`(earlier: FieldTime, later: FieldTime) {
    let present = Self.version(at: earlier)
    let wins = Self.judge("contact", present: "Old", present, new: "New", at: later)
    let loses = Self.judge(
      "contact",
      present: "Old",
      Self.version(at: later),
      new: "New",
      at: earlier
    )

    #expect(wins.applied == ["contact": "New"])
    #expect(wins.displaced == ["contact": DisplacedValue(value: "Old", version: present)])
    #expect(wins.setAside == [:])
    #expect(wins.status == .merged)
    #expect(loses.applied == [:])
    #expect(loses.displaced == [:])
    #expect(loses.setAside == ["contact": "New"])
    #expect(loses.status == .proposed)
  }

  @Test func `of two edits of one time that of the greater device stands`() {
    let greater = Self.judge(
      "contact",
      present: "Old",
      Self.version(at: Self.time(10), from: Samples.id(6)),
      new: "New",
      at: Self.time(10)
    )
    let lesser = Self.judge(
      "contact",
      present: "Old",
      Self.version(at: Self.time(10)),
      new: "New",
      at: Self.time(10)
    )

    #expect(greater.applied == ["contact": "New"])
    #expect(lesser.setAside == ["contact": "New"])
  }

  @Test(arguments: [(Int64(1), Int64(99)), (99, 1)])
  func `the cautious value stands whatever the time`(present: Int64, new: Int64) {
    let warned = Self.judge(
      "doNotContact",
      present: false,
      Self.version(at: Self.time(present)),
      new: true,
      at: Self.time(new)
    )
    let lifted = Self.judge(
      "doNotContact",
      present: true,
      Self.version(at: Self.time(present)),
      new: false,
      at: Self.time(new)
    )

    #expect(warned.applied == ["doNotContact": true])
    #expect(warned.displaced["doNotContact"]?.value == false)
    #expect(lifted.applied == [:])
    #expect(lifted.setAside == ["doNotContact": false])
  }

  @Test func `a cautious value that two set without seeing each other is set anew`() {
    let judgement = Self.judge(
      "doNotContact",
      present: true,
      Self.version(at: Self.time(10)),
      new: true,
      at: Self.time(5)
    )

    #expect(judgement.applied == ["doNotContact": true])
    #expect(judgement.displaced == [:])
  }

  @Test func `a name waits for a person whatever the time`() {
    let judgement = Self.judge(
      "name",
      present: "Ashdown (invented)",
      Self.version(at: Self.time(10)),
      new: "Ashdowne (invented)",
      at: Self.time(99)
    )

    #expect(judgement.setAside == ["name": "Ashdowne (invented)"])
    #expect(judgement.applied == [:])
  }

  @Test func `whoever follows an edit stands before what that edit stands before`() {
    let version = Self.version(at: Self.time(10))

    #expect(version.followed(at: Self.unsure(3, said: 99)) == Self.time(10))
    #expect(version.followed(at: Self.time(11)) == Self.time(11))
    #expect(Self.version(at: nil).followed(at: Self.time(4)) == Self.time(4))
  }

  @Test func `an uncertain time is the moment of what was seen, a certain one never before it`() {
    let stamp = Stamp(milliseconds: 77, counter: 0)
    func time(_ milliseconds: Int64, _ quality: CorrectedTime.Quality) -> FieldTime {
      FieldTime(
        made: CorrectedTime(milliseconds: milliseconds, quality: quality),
        stamp: stamp,
        after: 50
      )
    }

    #expect(time(60, .uncertain) == Self.unsure(50, said: 77))
    #expect(time(60, .good) == Self.time(60, said: 77))
    #expect(time(40, .good) == Self.time(50, said: 77))
  }

  @Test(arguments: [DeviceID?.none, other])
  func `the time is stored and read with the version`(device: DeviceID?) throws {
    var state = RecordState()
    state.apply(
      ["contact": "By letter"],
      as: Self.version(at: Self.unsure(5, said: 6), from: device)
    )

    #expect(RecordState(body: state.body) == state)
  }

  @Test func `caution is given up by whoever saw that version, and by no chain of one's own`() {
    var state = RecordState()
    state.apply(
      ["doNotContact": true],
      as: Self.version(at: Self.time(10), from: Self.device)
    )
    func judge(base: [String: Int64], previous: [String: Int]) -> FieldJudgement {
      state.judge(
        Samples.operation(
          kind: .familySet,
          base: base,
          previous: previous,
          data: ["doNotContact": false]
        ),
        from: Self.device,
        changes: ["doNotContact": false],
        at: ["doNotContact": Self.time(99)],
        schema: Self.schema
      )
    }

    let seen = judge(base: ["doNotContact": 90], previous: [:])
    let chained = judge(base: ["doNotContact": 3], previous: ["doNotContact": 411])

    #expect(seen.applied == ["doNotContact": false])
    #expect(chained.applied == [:])
    #expect(chained.setAside == ["doNotContact": false])
  }
}
