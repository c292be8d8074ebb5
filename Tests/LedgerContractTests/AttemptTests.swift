import Casework
import Foundation
import SQLiteStorage
import Storage
import SyncProtocol
import Testing

/// What a process that died was judging is known to the next.
struct AttemptTests {
  private static let device: DeviceID = Invented.id(7)

  private func crashes(_ ledger: SQLiteLedger) throws -> [Int: Int] {
    try ledger.commitRaw { try $0.crashes(device: Self.device, generation: 1, from: 1) }
  }

  @Test func `an attempt that was neither made nor undone counts as a crash of each number`() throws
  {
    try withTemporaryDirectory { directory in
      let attempt = PushAttempt(device: Self.device, generation: 1, first: 3, last: 5)
      let ledger = try SQLiteLedger(directory: directory, epoch: Invented.epoch)
      try ledger.commitRaw { $0.begin(attempt) }
      #expect(try crashes(ledger) == [:])
      try ledger.close()

      // The note as a process leaves it that dies between it and the end of the commit.
      var note: [UInt8] = []
      for word in [Self.device.high, Self.device.low, 1, 3, 5] {
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
          note.append(UInt8(truncatingIfNeeded: word >> shift))
        }
      }
      for count in 1...2 {
        try overwrite(directory + "/ledger.attempts", with: note)
        let next = try SQLiteLedger(directory: directory, epoch: Invented.epoch)
        #expect(try crashes(next) == [3: count, 4: count, 5: count])
        try next.close()
      }
      let last = try SQLiteLedger(directory: directory, epoch: Invented.epoch)
      try last.commitRaw {
        try $0.forgetCrashes(device: Self.device, generation: 1, through: 4)
      }
      #expect(try crashes(last) == [5: 2])
      try last.close()
    }
  }

  @Test func `only the unit that was being done is suspect, and not those before it`() throws {
    try withTemporaryDirectory { directory in
      let ledger = try SQLiteLedger(directory: directory, epoch: Invented.epoch)
      let other: DeviceID = Invented.id(8)

      _ = try ledger.commit([
        { writer in
          writer.begin(PushAttempt(device: Self.device, generation: 1, first: 1, last: 2))
          return true
        },
        { writer in
          writer.begin(PushAttempt(device: other, generation: 1, first: 3, last: 3))
          // What the process would leave behind if it died here.
          let notes = try Data(contentsOf: URL(filePath: directory + "/ledger.attempts"))
          try notes.write(to: URL(filePath: directory + "/kept"))
          return true
        },
      ])
      try ledger.close()
      try overwrite(
        directory + "/ledger.attempts",
        with: Array(try Data(contentsOf: URL(filePath: directory + "/kept")))
      )

      let next = try SQLiteLedger(directory: directory, epoch: Invented.epoch)
      #expect(try crashes(next) == [:])
      let counted = try next.commitRaw { try $0.crashes(device: other, generation: 1, from: 1) }
      #expect(counted == [3: 1])
      try next.close()
    }
  }

  @Test func `a torn or foreign note is left out`() throws {
    try withTemporaryDirectory { directory in
      try SQLiteLedger(directory: directory, epoch: Invented.epoch).close()
      try overwrite(directory + "/ledger.attempts", with: [UInt8](repeating: 255, count: 97))

      let ledger = try SQLiteLedger(directory: directory, epoch: Invented.epoch)

      #expect(try crashes(ledger) == [:])
      try ledger.close()
    }
  }
}

/// Puts bytes in the place of a file's.
private func overwrite(_ path: String, with bytes: [UInt8]) throws {
  try Data(bytes).write(to: URL(filePath: path))
}
