import Casework
import DeviceStore
import Foundation
import StarmapDevice
import SyncProtocol
import Testing
import WireFormat

/// The file on the disk.
struct StoreTests {
  private func rights(of path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test func `a new profile is readable by its owner alone`() throws {
    try withProfile { directory in
      let test = try TestDevice(directory: directory)
      try test.receiveFamily()

      #expect(try rights(of: directory) == 0o700)
      for name in try FileManager.default.contentsOfDirectory(atPath: directory) {
        #expect(try rights(of: directory + "/" + name) == 0o600)
      }
    }
  }

  @Test func `a folder that holds other things keeps its rights`() throws {
    try withProfile { directory in
      try FileManager.default.createDirectory(
        atPath: directory,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o755]
      )
      try Data("other".utf8).write(to: URL(fileURLWithPath: directory + "/other"))

      _ = try TestDevice(directory: directory)

      #expect(try rights(of: directory) == 0o755)
      #expect(try rights(of: directory + "/" + DeviceStore.fileName) == 0o600)
    }
  }

  @Test func `a file that is no store is refused and not touched`() throws {
    try withProfile { directory in
      try FileManager.default.createDirectory(
        atPath: directory,
        withIntermediateDirectories: true
      )
      let file = URL(fileURLWithPath: directory + "/" + DeviceStore.fileName)
      let bytes = Data(String(repeating: "This is somebody's letter. ", count: 100).utf8)
      try bytes.write(to: file)

      let error = try #require(throws: DeviceStoreError.self) {
        try DeviceStore.open(directory: directory)
      }

      guard case .corrupt = error else {
        Issue.record("unexpected \(error)")
        return
      }
      #expect(try Data(contentsOf: file) == bytes)
    }
  }

  @Test func `a profile of a newer version is refused and not touched`() throws {
    try withProfile { directory in
      do {
        let test = try TestDevice(directory: directory)
        try test.receiveFamily()
      }
      let file = URL(fileURLWithPath: directory + "/" + DeviceStore.fileName)
      var bytes = try Data(contentsOf: file)
      // The schema's version: four bytes at offset 60 of the file's header (sqlite.org/fileformat).
      bytes[63] += 1
      try bytes.write(to: file)

      #expect(throws: DeviceStoreError.tooNew) { try DeviceStore.open(directory: directory) }

      #expect(try Data(contentsOf: file) == bytes)
      #expect(DeviceStoreError.tooNew.description.contains("newer starmap"))
    }
  }

  @Test func `a path that is a file is refused`() throws {
    try withProfile { directory in
      try FileManager.default.createDirectory(
        atPath: URL(fileURLWithPath: directory).deletingLastPathComponent().path,
        withIntermediateDirectories: true
      )
      try Data().write(to: URL(fileURLWithPath: directory))

      #expect(throws: DeviceStoreError.self) { try DeviceStore.open(directory: directory) }
    }
  }

  @Test func `a full disk fails the save visibly and leaves earlier work whole`() throws {
    try withProfile { directory in
      var saved: [OutboxEntry] = []
      do {
        let test = try TestDevice(directory: directory)
        try test.receiveFamily()
      }
      do {
        let test = try TestDevice(directory: directory, pageCountMax: 40)
        let error = try #require(throws: DeviceStoreError.self) {
          for _ in 0..<10_000 {
            _ = try test.device.addReading(try Invented.reading(), family: Invented.family)
            saved = try test.entries()
          }
        }
        #expect(error == .full)
        #expect(error.description.contains("safe"))
        #expect(try test.entries() == saved)
      }

      let machine = TestMachine()
      machine.set { $0.word = 1 }
      let test = try TestDevice(directory: directory, machine: machine)

      #expect(!saved.isEmpty)
      #expect(try test.entries() == saved)
      #expect(try test.device.readings(of: Invented.family).count == saved.count)
      #expect(try test.text(.nextNumber) == "\(saved.count + 1)")
      _ = try test.device.addReading(try Invented.reading(), family: Invented.family)
      #expect(try test.entries().count == saved.count + 1)
    }
  }

  @Test func `a full disk keeps a page and its cursor out together`() throws {
    try withProfile { directory in
      do {
        let test = try TestDevice(directory: directory)
        try test.receiveFamily()
      }
      let test = try TestDevice(directory: directory, pageCountMax: 30)
      let lines = (0..<2000).map { index in
        PullLine.put(
          .mutable(
            .goal,
            RecordID(high: 9, low: UInt64(index)),
            family: Invented.family,
            version: 20,
            ["text": "Invented goal", "status": "open"]
          )
        )
      }

      #expect(throws: DeviceStoreError.full) { try test.pull(lines, seq: 30) }

      #expect(try test.text(.cursor) == "c10")
      #expect(try test.device.goals(of: Invented.family) == [])
    }
  }
}
