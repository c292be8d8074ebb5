import Casework
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// Whatever happened, and wherever a device stopped reading: it ends where a new device ends.
struct PullHistoryTests {
  /// What a device held after it had read up to a seq, and the cursor with which it goes on.
  private struct Stop {
    let seq: Int64
    let rows: PulledRows
    let cursor: String?
  }

  /// A device that reads one page after each step, and so is never up to date.
  private struct SlowReader {
    let device: WireDevice
    var rows = PulledRows()
    var cursor: String?

    mutating func readOnePage() throws {
      guard let page = try device.page(orAnewFrom: &cursor, &rows, pageChangesMax: 1) else {
        return
      }
      rows.apply(page)
      cursor = page.end.cursor
    }
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func `from every cursor and over tiny pages a device ends where a new device ends`(
    _ seed: UInt64
  ) throws {
    var history = try RandomHistory(seed: seed)
    let world = history.world
    let readers = history.devices.prefix(3)
    var stops = readers.map { _ in [Stop(seq: 0, rows: PulledRows(), cursor: nil)] }
    var slow = readers.map { SlowReader(device: $0) }
    for _ in 0..<10 {
      for (index, reader) in readers.enumerated() {
        stops[index].append(try bootstrap(reader))
        try slow[index].readOnePage()
      }
      try history.step()
    }

    for (index, reader) in readers.enumerated() {
      let expected = try bootstrap(reader)
      try checkAgainstLedger(expected.rows, of: reader, in: world)
      for stop in stops[index] {
        let size = 1 + Int(stop.seq + Int64(seed)) % 3
        let end = try readOn(from: stop.rows, stop.cursor, reader, size, in: world)
        #expect(end == expected.rows, "seed \(seed), reader \(index), from seq \(stop.seq)")
      }
      let end = try readOn(from: slow[index].rows, slow[index].cursor, reader, 1, in: world)
      #expect(end == expected.rows, "seed \(seed), reader \(index), page by page")
    }
  }

  private func bootstrap(_ device: WireDevice) throws -> Stop {
    var rows = PulledRows()
    var cursor: String?
    while true {
      let page = try device.page(from: cursor, pageChangesMax: 1000)
      rows.apply(page)
      cursor = page.end.cursor
      if !page.end.isMore { return Stop(seq: page.end.seq, rows: rows, cursor: cursor) }
    }
  }

  /// Reads until nothing is left; every line must lie in the scope of its own snapshot.
  private func readOn(
    from start: PulledRows,
    _ startCursor: String?,
    _ device: WireDevice,
    _ pageChangesMax: Int,
    in world: ServerWorld
  ) throws -> PulledRows {
    var rows = start
    var cursor = startCursor
    let scope = try world.read { reader in
      try reader.scope(of: device.principal, at: try reader.clock().head)
    }
    let head = try world.head
    while true {
      guard
        let page = try device.page(orAnewFrom: &cursor, &rows, pageChangesMax: pageChangesMax)
      else { continue }
      for case .put(let record) in page.lines {
        let isVisible = scope.includes(record.family, (record.type ?? .family).recordClass)
        #expect(isVisible, "a line outside the scope")
      }
      rows.apply(page)
      cursor = page.end.cursor
      // A pull that was under way ends at the head of its beginning; the next goes on from there.
      if !page.end.isMore && page.end.seq == head { return rows }
    }
  }

  /// The rows are the ledger's own, and every visible family is ready.
  private func checkAgainstLedger(
    _ rows: PulledRows,
    of device: WireDevice,
    in world: ServerWorld
  ) throws {
    let stored = try world.bootstrap(of: device.principal)
    let expected = stored.mapValues { record in
      PulledRecord(
        version: record.version,
        typeName: record.type.rawValue,
        record: record.id,
        family: record.family,
        author: record.author,
        made: record.made,
        body: record.body
      )
    }
    #expect(rows.records == expected)
    let visible = try world.read { reader in
      try reader.scope(of: device.principal, at: try reader.clock().head).families.keys
    }
    #expect(rows.ready == Set(visible))
  }
}

extension WireDevice {
  /// A page; `nil`, and nothing held any more, when what may be seen changed while it was being read.
  fileprivate func page(
    orAnewFrom cursor: inout String?,
    _ rows: inout PulledRows,
    pageChangesMax: Int
  ) throws -> PullPage? {
    do {
      return try page(from: cursor, pageChangesMax: pageChangesMax)
    } catch let refusal as Refusal where refusal.code == .cursorExpired && cursor != nil {
      cursor = nil
      rows = PulledRows()
      return nil
    }
  }
}
