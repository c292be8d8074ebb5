import Casework
import SyncProtocol

/// A reader that saves nothing and keeps exactly what the protocol says: whatever it read, and however
/// the pages fell, in the end it must hold what a new device is given.
struct Witness {
  let principal: Principal
  private(set) var rows = PulledRows()
  private var cursor: String?

  init(principal: Principal) {
    self.principal = principal
  }

  /// Reads some pages, or everything; begins anew when the server says so.
  mutating func goOn(at server: SimulatedServer, pages: Int, changesMax: Int? = nil) throws {
    for _ in 0..<pages {
      do {
        let page = try server.page(cursor, for: principal, changesMax: changesMax)
        try Promises.check(page, reader: principal.worker, "a reader", server)
        rows.apply(page)
        cursor = page.end.cursor
        if !page.end.isMore, page.end.seq == page.end.head { return }
      } catch let refusal as Refusal
        where refusal.code == .cursorExpired || refusal.code == .logForked
      {
        guard cursor != nil else {
          throw SimulationFailure(message: "a pull without a cursor was refused")
        }
        cursor = nil
        rows = PulledRows()
      }
    }
  }

  /// What a new device would be given.
  static func fresh(_ principal: Principal, at server: SimulatedServer) throws -> PulledRows {
    var witness = Witness(principal: principal)
    try witness.goOn(at: server, pages: 10_000, changesMax: 1000)
    return witness.rows
  }
}
