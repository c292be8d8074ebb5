import Casework
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// Closing and reopening an episode of support.
struct EpisodeTests {
  private let world: ServerWorld
  private let robin: WireDevice
  private let sam: WireDevice
  private let family: FamilyID
  private let episode: RecordID

  init() throws {
    world = try ServerWorld()
    robin = try world.device(of: world.people.robin, "robin")
    sam = try world.device(of: world.people.sam, "sam")
    family = try robin.addFamily()
    let opened = robin.operation(.episodeOpen, family: family, InventedWork.episode)
    try robin.push([opened])
    episode = opened.record
  }

  @discardableResult
  private func turn(
    _ kind: OperationKind,
    by device: WireDevice? = nil,
    base: [String: Int64]? = nil,
    _ data: JSON
  ) throws -> OperationResult {
    try (device ?? robin).send(
      kind,
      episode,
      family: family,
      base: try base ?? world.base(episode),
      data
    )
  }

  private func closing(_ changes: JSON = [:]) -> JSON {
    let changed = (InventedWork.closing.object ?? [:])
      .merging(changes.object ?? [:]) { _, new in new }
    return .object(changed.filter { !$0.value.isNull })
  }

  private var opened: [String: JSON] {
    (InventedWork.episode.object ?? [:]).merging(["status": "open"]) { first, _ in first }
  }

  @Test func `closing sets its fields and the status together`() throws {
    let result = try turn(.episodeClose, closing(["stepUpEvent": "s17", "stepUpOn": "2026-11-18"]))

    #expect(result.status == .applied)
    let expected = opened.merging([
      "status": "closed", "closedOn": "2026-11-20", "closureReason": "outcomesAchieved",
      "stepUpEvent": "s17", "stepUpOn": "2026-11-18",
    ]) { _, new in new }
    #expect(try world.fields(episode) == expected)
  }

  @Test func `reopening clears what closing had set and keeps the reason`() throws {
    try turn(.episodeClose, closing(["stepUpEvent": "s47", "stepUpOn": "2026-11-18"]))

    let result = try turn(.episodeReopen, ["reason": "Came back"])

    #expect(result.status == .applied)
    let expected = opened.merging(["reopenReason": "Came back"]) { first, _ in first }
    #expect(try world.fields(episode) == expected)
    #expect(try turn(.episodeClose, closing()).status == .applied)
  }

  @Test func `a closed episode is not closed again nor an open one reopened`() throws {
    let reopened = try turn(.episodeReopen, ["reason": "Came back"])
    try turn(.episodeClose, closing())
    let before = try world.record(episode)
    let closed = try turn(.episodeClose, closing(["closureReason": "movedAway"]))

    #expect([reopened.code, closed.code] == [.wrongState, .wrongState])
    #expect(try world.record(episode) == before)
  }

  static let unfit: [(JSON, ProblemCode)] = [
    (["stepUpEvent": "s17"], .invalidField),
    (["stepUpOn": "2026-11-18"], .invalidField),
    (["stepUpEvent": "s18", "stepUpOn": "2026-11-18"], .invalidField),
    (["stepUpEvent": nil], .missingField),
    (["closureReason": nil], .missingField),
    (["closedOn": nil], .missingField),
    (["closedOn": "2026-08-31"], .invalidField),
    (["closedOn": "20 November"], .invalidField),
    (["tier": "more"], .unknownField),
    (["status": "closed"], .unknownField),
  ]

  @Test(arguments: unfit)
  func `a closing that does not fit together is refused`(
    _ changes: JSON,
    _ code: ProblemCode
  ) throws {
    let before = try world.record(episode)

    let result = try turn(.episodeClose, closing(changes))

    #expect(result.code == code)
    #expect(try world.record(episode) == before)
  }

  @Test func `an episode may close on the day on which it opened`() throws {
    #expect(try turn(.episodeClose, closing(["closedOn": "2026-09-01"])).status == .applied)
  }

  @Test func `reopening needs a reason of words`() throws {
    try turn(.episodeClose, closing())

    #expect(try turn(.episodeReopen, ["reason": "  "]).code == .reasonRequired)
    #expect(try turn(.episodeReopen, ["reason": 3]).code == .reasonRequired)
  }

  @Test func `an edit cannot set what closing sets, not even on the way in`() throws {
    let names = RecordSchema.episodeClosingFields.sorted()
    let values: [String: JSON] = [
      "status": "closed", "closedOn": "2026-11-20", "closureReason": "other",
      "stepUpEvent": "none", "stepUpOn": "2026-11-20", "reopenReason": "Invented",
    ]
    #expect(Set(names) == Set(values.keys))
    for name in names {
      let value = try #require(values[name])
      let edit = try turn(.episodeSet, .object([name: value]))
      var fields = InventedWork.episode.object ?? [:]
      fields[name] = value
      let opening = try robin.send(.episodeOpen, family: family, .object(fields))
      #expect([edit.code, opening.code] == [.serverField, .serverField], "\(name)")
    }
  }

  @Test func `of two concurrent closings the second is kept whole for a person`() throws {
    let base = try world.base(episode)
    try turn(.episodeClose, by: robin, base: base, closing())
    let before = try world.fields(episode)

    let second = try turn(
      .episodeClose,
      by: sam,
      base: base,
      closing([
        "closureReason": "steppedUp", "stepUpEvent": "s17", "stepUpOn": "2026-11-18",
      ])
    )

    #expect(second.status == .proposed)
    #expect(try world.fields(episode) == before)
    let review = try #require(second.reviews.first)
    #expect(
      try world.review(review)?.setAside == [
        "status": "closed", "closedOn": "2026-11-20", "closureReason": "steppedUp",
        "stepUpEvent": "s17", "stepUpOn": "2026-11-18",
      ]
    )
    try robin.send(.reviewResolve, review, family: family, ["choice": "take"])
    let after = before.merging([
      "closureReason": "steppedUp", "stepUpEvent": "s17", "stepUpOn": "2026-11-18",
    ]) { _, new in new }
    #expect(try world.fields(episode) == after)
  }

  @Test func `two concurrent closings alike are one closing`() throws {
    let base = try world.base(episode)
    try turn(.episodeClose, by: robin, base: base, closing())

    let second = try turn(.episodeClose, by: sam, base: base, closing())

    #expect(second.status == .noop)
    #expect(second.reviews == [])
  }

  @Test func `a closing that has not seen the reopening is kept whole and closes nothing`() throws {
    let seen = try world.base(episode)
    try turn(.episodeClose, by: sam, closing())
    try turn(.episodeReopen, by: sam, ["reason": "Came back"])
    let before = try world.fields(episode)

    let late = try turn(
      .episodeClose,
      by: robin,
      base: seen,
      closing(["stepUpEvent": "s17", "stepUpOn": "2026-11-18"])
    )

    #expect(late.status == .proposed)
    #expect(try world.fields(episode) == before)
  }
}
