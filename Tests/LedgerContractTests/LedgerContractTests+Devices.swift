import Casework
import Storage
import SyncProtocol
import Testing

extension LedgerContractTests {
  @Test(arguments: Engine.allCases, StoredDevice.Status.allCases)
  func `a device comes back whole, by id, by token and by worker`(
    _ engine: Engine,
    _ status: StoredDevice.Status
  ) throws {
    try engine.withLedger { ledger in
      let first = device(1, worker: 5, token: "aa")
      let second = device(2, worker: 5, token: "bb")
      let other = device(3, worker: 6, token: "cc")
      try ledger.commitRaw { writer in
        for device in [second, first, other] { try writer.save(device) }
      }
      var saved = first
      saved.status = status
      saved.generation = 2
      saved.lastNumber = 17
      saved.lastOnlineNumber = 4
      saved.servedSeq = 99
      saved.lastSync = 1_700_000_000_001
      let changed = saved
      try ledger.commitRaw { try $0.save(changed) }

      try ledger.read { reader throws in
        #expect(try reader.device(first.id) == changed)
        #expect(try reader.device(tokenHash: "aa") == changed)
        #expect(try reader.devices(of: Invented.id(5)) == [changed, second])
        #expect(try reader.device(Invented.id(4)) == nil)
        #expect(try reader.device(tokenHash: "dd") == nil)
        #expect(try reader.devices(of: Invented.id(7)) == [])
      }
    }
  }

  @Test(arguments: Engine.allCases)
  func `two devices never share a token and a device keeps its owner`(_ engine: Engine) throws {
    try engine.withLedger { ledger in
      let first = device(1, worker: 5, token: "aa")
      try ledger.commitRaw { try $0.save(first) }
      let thief = device(2, worker: 5, token: "aa")
      let heir = device(1, worker: 6, token: "aa")

      let refusals = [
        try ledger.rawRefusal { try $0.save(thief) },
        try ledger.rawRefusal { try $0.save(heir) },
      ]
      let kept = try ledger.read { try $0.device(tokenHash: "aa") }

      #expect(refusals == [.failed, .failed])
      #expect(kept == first)
    }
  }

  @Test(arguments: Engine.allCases)
  func `an enrolment code lets one device in`(_ engine: Engine) throws {
    try engine.withLedger { ledger in
      let fresh = StoredEnrolment(codeHash: "ab", worker: Invented.id(5), expires: 7)
      var used = fresh
      used.usedBy = Invented.id(1)
      var usedAgain = fresh
      usedAgain.usedBy = Invented.id(2)
      let (first, second) = (used, usedAgain)

      try ledger.commitRaw { try $0.save(fresh) }
      let unused = try ledger.commitRaw { try $0.enrolment(codeHash: "ab") }
      try ledger.commitRaw { try $0.save(first) }
      let refusal = try ledger.rawRefusal { try $0.save(second) }
      let kept = try ledger.commitRaw { try $0.enrolment(codeHash: "ab") }
      let unknown = try ledger.commitRaw { try $0.enrolment(codeHash: "ac") }

      #expect(unused == fresh)
      #expect(refusal == .failed)
      #expect(kept == first)
      #expect(unknown == nil)
    }
  }

  private func device(_ number: Int, worker: Int, token: String) -> StoredDevice {
    StoredDevice(
      id: Invented.id(number),
      worker: Invented.id(worker),
      title: "Invented phone",
      tokenHash: token,
      enrolled: 1_700_000_000_000
    )
  }
}
