import Casework
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

struct OperationKindTests {
  @Test(arguments: OperationKind.allCases)
  func `every kind takes effect with its answer and its activity in one commit`(
    _ kind: OperationKind
  ) throws {
    let story = try KindStory()
    let operation = try story.operation(story.good(kind))
    let head = try story.world.head
    let activity = try story.world.activity().count

    let response = try story.supervisor.push([operation])

    let expected: OperationStatus = kind == .undone ? .noop : .applied
    #expect(response.results.map(\.status) == [expected])
    #expect(response.results.map(\.seq) == [head + 1])
    #expect(response.head == head + 1)
    #expect(
      try Array(story.world.activity().dropFirst(activity)) == [
        ActivityEntry(
          time: story.world.clock.wall,
          seq: head + 1,
          worker: story.supervisor.principal.worker,
          device: story.supervisor.principal.device,
          action: kind.rawValue,
          family: operation.family,
          record: operation.record
        )
      ]
    )
    let stored = try #require(try story.world.result(of: operation.id))
    #expect(stored.answer == response.results[0].json.canonical)
    #expect(stored.seq == head + 1)
  }

  @Test(arguments: OperationKind.allCases)
  func `every kind sent again is answered as at first and changes nothing`(
    _ kind: OperationKind
  ) throws {
    let story = try KindStory()
    let operation = try story.operation(story.good(kind))
    let first = try story.supervisor.push([operation])
    let clock = try story.world.clockState()
    let activity = try story.world.activity()
    let records = try story.world.bootstrap(of: story.supervisor.principal)

    let second = try story.supervisor.push([operation])

    #expect(second.results == first.results.map(\.repeated))
    #expect(try story.world.clockState() == clock)
    #expect(try story.world.activity() == activity)
    #expect(try story.world.bootstrap(of: story.supervisor.principal) == records)
  }

  @Test(arguments: OperationKind.allCases.filter(\.isCreation))
  func `a creation with the same record and content under another operation changes nothing`(
    _ kind: OperationKind
  ) throws {
    let story = try KindStory()
    let draft = try story.good(kind)
    let first = story.operation(draft)
    try story.supervisor.push([first])
    let records = try story.world.bootstrap(of: story.supervisor.principal)

    let again = KindStory.Draft(
      kind,
      first.record,
      family: first.family,
      data: draft.data
    )
    let results = try story.supervisor.push([story.operation(again)]).results

    if kind == .assignStart {
      #expect(results.map(\.code) == [.alreadyExists])
    } else {
      #expect(results.map(\.status) == [.noop])
      #expect(try story.world.bootstrap(of: story.supervisor.principal) == records)
    }
  }

  @Test(arguments: OperationKind.allCases.filter { $0 != .undone })
  func `every kind is refused with the code of what is wrong, and kept`(
    _ kind: OperationKind
  ) throws {
    let story = try KindStory()
    let (draft, code) = try story.bad(kind)
    let operation = story.operation(draft)
    let before = try story.world.bootstrap(of: story.supervisor.principal)

    let result = try #require(try story.supervisor.push([operation]).results.first)

    #expect(result.status == .rejected)
    #expect(result.code == code)
    let review = try #require(result.reviews.first)
    let item = try #require(try story.world.review(review))
    #expect(item.kind == .rejected)
    #expect(item.problem == result.problem)
    #expect(item.operation == operation.id)
    #expect(try story.world.quarantined(review) == operation.line)
    var after = try story.world.bootstrap(of: story.supervisor.principal)
    after.removeValue(forKey: review)
    #expect(after == before)
  }

  @Test func `a push that fails leaves no record, no answer and no activity behind`() throws {
    let story = try KindStory()
    let operation = try story.operation(story.good(.readingAdd))
    let device = story.supervisor
    let request = PushRequest(
      envelope: PushEnvelope(
        device: device.principal.device,
        generation: 1,
        sent: device.surroundings.moment()
      ),
      lines: [operation.line[...]]
    )
    let principal = device.principal
    let clock = try story.world.clockState()
    let activity = try story.world.activity()

    #expect(throws: PowerCut.self) {
      try story.world.commit { core, writer in
        _ = try core.push(request, from: principal, into: writer)
        throw PowerCut()
      }
    }

    #expect(try story.world.record(operation.record) == nil)
    #expect(try story.world.result(of: operation.id) == nil)
    #expect(try story.world.activity() == activity)
    #expect(try story.world.clockState() == clock)
    #expect(try device.push([operation]).results.map(\.status) == [.applied])
  }
}

private struct PowerCut: Error {}
