import Casework
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// Two readings of one day with one instrument: both stay, and a person is told once.
struct SameDayPairTests {
  /// Robin's and Sam's readings of one family, pushed in one order or the other.
  private struct Story {
    let world: ServerWorld
    let robin: WireDevice
    let sam: WireDevice
    let family: FamilyID

    init() throws {
      world = try ServerWorld()
      robin = try world.device(of: world.people.robin, "robin")
      sam = try world.device(of: world.people.sam, "sam")
      family = try robin.addFamily()
    }

    func push(_ readings: [(WireDevice, Reading)], order: [Int]) throws -> [RecordID] {
      let operations = readings.map { device, reading in
        (device, device.operation(.readingAdd, family: family, reading.json))
      }
      for index in order {
        let (device, operation) = operations[index]
        guard try device.push([operation]).results.first?.status == .applied else {
          throw UnexpectedResult(results: [])
        }
      }
      return operations.map(\.1.record)
    }

    /// Every record of the family without the seq that it came under.
    func records() throws -> [RecordID: [String]] {
      try world.bootstrap(of: sam.principal).filter { $0.value.family == family }.mapValues {
        [
          $0.type.rawValue, $0.author?.description ?? "", "\($0.made)",
          $0.type == .assignment || $0.type == .family
            ? "" : String(decoding: $0.body, as: UTF8.self),
        ]
      }
    }
  }

  @Test func `the order in which two readings arrive never changes the records`() throws {
    var outcomes: [[RecordID: [String]]] = []
    for order in [[0, 1], [1, 0]] {
      let story = try Story()
      let readings = [
        (story.robin, InventedWork.reading("4")), (story.sam, InventedWork.reading("6")),
      ]
      let ids = try story.push(readings, order: order)
      try story.sam.pull()
      let items = story.sam.reviews(.sameDayPair)
      #expect(items.count == 1)
      #expect(items.map { Set([$0.subject] + $0.related) } == [Set(ids)])
      outcomes.append(try story.records())
    }

    #expect(outcomes[0] == outcomes[1])
    #expect(outcomes[0].count == 5)
  }

  @Test(arguments: [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
  func `three readings of a day are three pairs in every order`(_ order: [Int]) throws {
    let story = try Story()
    let readings = [
      (story.robin, InventedWork.reading("4")), (story.sam, InventedWork.reading("6")),
      (story.robin, InventedWork.reading("7")),
    ]
    // A device sends in its own order, so Robin's first goes before Robin's second.
    let possible = order.filter { $0 != 1 } == [0, 2]
    guard possible else { return }

    let ids = try story.push(readings, order: order)

    try story.sam.pull()
    let pairs = Set(story.sam.reviews(.sameDayPair).map { Set([$0.subject] + $0.related) })
    #expect(pairs == [[ids[0], ids[1]], [ids[0], ids[2]], [ids[1], ids[2]]])
  }

  @Test func `the person's own view beside the agreed one is no pair`() throws {
    let story = try Story()

    _ = try story.push(
      [
        (story.robin, InventedWork.reading("4")),
        (story.sam, InventedWork.reading("6", respondent: .family)),
      ],
      order: [0, 1]
    )

    try story.sam.pull()
    #expect(story.sam.reviews() == [])
  }

  @Test func `the worker's view beside the agreed one is a pair, and so are two own views`() throws
  {
    let story = try Story()

    _ = try story.push(
      [
        (story.robin, InventedWork.reading("4")),
        (story.sam, InventedWork.reading("6", respondent: .worker)),
        (story.robin, InventedWork.reading("3", respondent: .family)),
        (story.sam, InventedWork.reading("2", respondent: .family)),
      ],
      order: [0, 1, 2, 3]
    )

    try story.sam.pull()
    #expect(story.sam.reviews(.sameDayPair).count == 2)
  }

  @Test func `another day, another timing and another family are no pair`() throws {
    let story = try Story()
    var retrospective = InventedWork.reading("6")
    retrospective.timing = .retrospective
    let other = try story.robin.addFamily("Marsh (invented)")

    _ = try story.push(
      [
        (story.robin, InventedWork.reading("4")), (story.sam, retrospective),
        (story.sam, InventedWork.reading("6", on: "2026-11-21")),
      ],
      order: [0, 1, 2]
    )
    try story.robin.send(.readingAdd, family: other, InventedWork.reading("6").json)

    try story.sam.pull()
    #expect(story.sam.reviews() == [])
  }

  @Test func `a pair that a person has noted is not opened again by a repeat`() throws {
    let story = try Story()
    let first = story.robin.operation(
      .readingAdd,
      family: story.family,
      InventedWork.reading("4").json
    )
    try story.robin.push([first])
    let second = try story.sam.send(
      .readingAdd,
      family: story.family,
      InventedWork.reading("6").json
    )
    let review = try #require(second.reviews.first)
    try story.sam.send(.reviewResolve, review, family: story.family, ["choice": "noted"])

    let again = try story.robin.send(
      .readingAdd,
      first.record,
      family: story.family,
      InventedWork.reading("4").json
    )

    #expect(again.status == .noop)
    #expect(try story.world.review(review)?.isOpen == false)
  }
}
