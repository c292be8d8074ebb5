import Casework
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// The floor rises by age, never past a device that is still awaited unless the operator says so.
struct FloorTests {
  private func raise(_ world: ServerWorld, force: Bool = false) throws -> JSON {
    try world.console(["command": "floor.raise", "keep_days": 30, "force": .bool(force)])
  }

  @Test func `it stays below what an active device has shown that it has seen`() throws {
    let world = try ServerWorld()
    let robin = try world.device(of: world.people.robin)
    try robin.pull()
    let seen = robin.seen
    try robin.push([robin.operation(.undone, family: .reference, [:])])
    for _ in 0..<3 { _ = try world.device(of: world.people.sam) }
    world.clock.pass(40 * 86_400_000)

    let careful = try raise(world)
    let devices = careful["devices"]?.array ?? []
    #expect(try world.read { try $0.clock().floor } <= seen)
    #expect(devices.count == 4)

    let forced = try raise(world, force: true)
    #expect(forced["floor"]?.int == (try world.head))
    #expect(forced["devices"]?.array?.count == 4)
    let cursor = robin.cursor
    #expect(throws: Refusal.self) {
      try world.read { try world.core.pull(cursor: cursor, for: robin.principal, from: $0) }
    }
  }

  @Test func `what is younger than the days that stay keeps its place`() throws {
    let world = try ServerWorld()
    let before = try world.head
    world.clock.pass(40 * 86_400_000)
    let robin = try world.device(of: world.people.robin)
    try robin.pull()
    try robin.push([robin.operation(.undone, family: .reference, [:])])

    let answer = try raise(world, force: true)

    #expect(answer["floor"]?.int == before)
    #expect(throws: Refusal.self) {
      try world.console(["command": "floor.raise", "keep_days": 3])
    }
  }

  @Test func `a backup of another history vouches for nothing`() throws {
    let world = try ServerWorld()
    let (head, chain) = try world.read { reader in
      let clock = try reader.clock()
      return (clock.head, clock.chain)
    }
    func note(_ seq: Int64, _ chain: UInt64) throws -> JSON {
      try world.console([
        "command": "backup.verified", "seq": .int(seq), "chain": .string(String(chain, radix: 16)),
      ])
    }

    #expect(throws: Refusal.self) { _ = try note(head, chain ^ 1) }
    #expect(throws: Refusal.self) { _ = try note(head + 1, chain) }
    #expect(try note(head, chain)["backup_seq"]?.int == head)
    #expect(try note(0, 0)["backup_seq"]?.int == head)
  }
}
