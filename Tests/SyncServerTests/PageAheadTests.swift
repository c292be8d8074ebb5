import Casework
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// Pages that are made before they are asked for.
struct PageAheadTests {
  private let world: ServerWorld
  private let robin: WireDevice
  private let sam: WireDevice
  private let families: [FamilyID]

  init() throws {
    world = try ServerWorld()
    robin = try world.device(of: world.people.robin, "robin")
    sam = try world.device(of: world.people.sam, "sam")
    families = try [robin.addFamily(), robin.addFamily()].sorted()
    for family in families {
      for _ in 0..<3 { try robin.send(.noteAdd, family: family, InventedWork.note) }
    }
  }

  /// A page from the middle of a first reading, made ahead for Robin.
  private func pageAhead() throws -> PageAhead {
    let first = try robin.page(from: nil)
    try #require(first.end.isMore)
    return try world.read {
      try world.core.pageAhead(
        cursor: first.end.cursor,
        for: robin.principal,
        from: $0,
        pageChangesMax: 2
      )
    }
  }

  private func mayServe(
    _ page: PageAhead,
    cursor: String? = nil,
    known: String? = nil,
    to device: WireDevice? = nil
  ) throws -> Bool {
    try world.read {
      try world.core.mayServe(
        page,
        cursor: cursor ?? page.cursor,
        known: known,
        to: (device ?? robin).principal,
        from: $0
      )
    }
  }

  @Test func `it is the page that would have been served, to whom and where it was made for`()
    throws
  {
    let page = try pageAhead()

    #expect(PullPage(body: page.body) == (try robin.page(from: page.cursor)))
    #expect(page.next == (try robin.page(from: page.cursor).end.cursor))
    #expect(try mayServe(page))
    #expect(try !mayServe(page, to: sam))
    #expect(try !mayServe(page, cursor: page.next))
  }

  @Test func `all pages made ahead come to what a device holds that asks one by one`() throws {
    var rows = PulledRows()
    var page = try robin.page(from: nil)
    rows.apply(page)
    while page.end.isMore {
      let ahead = try world.read {
        try world.core.pageAhead(
          cursor: page.end.cursor,
          for: robin.principal,
          from: $0,
          pageChangesMax: 2
        )
      }
      page = try #require(PullPage(body: ahead.body))
      #expect((ahead.next == nil) == !page.end.isMore)
      rows.apply(page)
    }
    try robin.pull()
    #expect(rows.records == robin.rows.records)
  }

  @Test func `it is not served once anybody's rights changed`() throws {
    let page = try pageAhead()
    let data = InventedWork.handover(to: world.people.wren, unit: world.people.ouse)
    let result = try sam.send(.handover, family: families[1], data)
    try #require(result.status == .applied)

    #expect(try !mayServe(page))
  }

  @Test func `it is not served once a family was erased`() throws {
    let page = try pageAhead()
    try world.console([
      "command": "family.erase", "family": .string(families[1].description),
      "reason": "request", "confirm": try world.fields(families[1].retagged())["code"] ?? .null,
    ])

    #expect(try !mayServe(page))
  }

  @Test func `work that came meanwhile does not spoil it`() throws {
    let page = try pageAhead()
    try robin.send(.noteAdd, family: families[1], InventedWork.note)

    #expect(try mayServe(page))
  }

  @Test func `who knows of another history is told so`() throws {
    let page = try pageAhead()
    let foreign = Cursor(epoch: 1, seq: 1, chain: 1).text

    #expect(throws: Refusal.self) { try mayServe(page, known: foreign) }
  }
}
