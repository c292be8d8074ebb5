import Exports
import Testing

@Suite struct ZipArchiveTests {
  private let folder = ExportFolder(files: [
    ExportFile(name: "readings.csv", bytes: Array("a,b\r\n1,2\r\n".utf8)),
    ExportFile(name: "empty.txt", bytes: []),
    ExportFile(name: "manifest.json", bytes: Array("123456789".utf8)),
  ])

  @Test func `a folder comes back as it was, sorted by name`() throws {
    let archive = try ZipArchive.bytes(of: folder)

    #expect(try ZipArchive.files(in: archive) == folder.files)
    #expect(folder.files.map(\.name) == ["empty.txt", "manifest.json", "readings.csv"])
    #expect(try ZipArchive.files(in: ZipArchive.bytes(of: ExportFolder(files: []))) == [])
  }

  @Test func `the layout is that of a stored file of the first of January 1980`() throws {
    let one = ExportFolder(files: [ExportFile(name: "n", bytes: Array("123456789".utf8))])

    // The check sum of 123456789 is the published check value of CRC-32: CBF43926.
    let common: [UInt8] = [
      20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0, 0x26, 0x39, 0xF4, 0xCB, 9, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0,
    ]
    let local = [0x50, 0x4B, 3, 4] + common + [0x6E] + Array("123456789".utf8)
    let central =
      [0x50, 0x4B, 1, 2, 20, 3] + common + [0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x81, 0, 0, 0, 0, 0x6E]
    let end: [UInt8] = [0x50, 0x4B, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0, 47, 0, 0, 0, 40, 0, 0, 0, 0, 0]
    #expect(try ZipArchive.bytes(of: one) == local + central + end)
  }

  @Test(arguments: [
    "", ".", "..", "../up.csv", "/etc/passwd", "a/b.csv", "a\\b.csv", "C:x.csv", ".hidden",
    "-rf", "dot.", "new\nline", "nul\0.csv", "ünicode.csv", "space d.csv",
    String(repeating: "n", count: 101),
  ])
  func `a name that could lead elsewhere is neither written nor read`(name: String) throws {
    let file = ExportFile(name: name, bytes: [1, 2, 3])
    #expect(throws: ZipProblem.unsafeName) {
      try ZipArchive.bytes(of: ExportFolder(files: [file]))
    }

    let plain = String(repeating: "n", count: name.utf8.count)
    guard (1...100).contains(plain.utf8.count) else { return }
    let safe = ExportFolder(files: [ExportFile(name: plain, bytes: [1, 2, 3])])
    let archive = try ZipArchive.bytes(of: safe)
    let forged = archive.replacing(Array(plain.utf8), with: Array(name.utf8), maxReplacements: 2)
    #expect(throws: ZipProblem.unsafeName) { try ZipArchive.files(in: forged) }
  }

  @Test func `names that differ in case alone are refused`() {
    let files = ["a.csv", "A.csv"].map { ExportFile(name: $0, bytes: []) }

    #expect(throws: ZipProblem.unsafeName) {
      try ZipArchive.bytes(of: ExportFolder(files: files))
    }
  }

  @Test func `more files than the limit are refused`() throws {
    func folder(_ count: Int) -> ExportFolder {
      ExportFolder(files: (0..<count).map { ExportFile(name: "f\($0)", bytes: []) })
    }

    #expect(try ZipArchive.files(in: ZipArchive.bytes(of: folder(64))).count == 64)
    #expect(throws: ZipProblem.tooManyFiles) { try ZipArchive.bytes(of: folder(65)) }
  }

  @Test func `a changed byte anywhere is refused`() throws {
    let archive = try ZipArchive.bytes(of: folder)

    for index in archive.indices {
      var changed = archive
      changed[index] ^= 0x41
      #expect(throws: ZipProblem.self, "byte \(index)") { try ZipArchive.files(in: changed) }
    }
  }

  @Test func `an archive cut short or with something after it is refused`() throws {
    let archive = try ZipArchive.bytes(of: folder)

    for count in archive.indices {
      #expect(throws: ZipProblem.self, "\(count) bytes") {
        try ZipArchive.files(in: Array(archive.prefix(count)))
      }
    }
    #expect(throws: ZipProblem.unknownFormat) { try ZipArchive.files(in: archive + [0]) }
    #expect(throws: ZipProblem.unknownFormat) { try ZipArchive.files(in: [0] + archive) }
  }

  @Test func `changed content is called damaged`() throws {
    let archive = try ZipArchive.bytes(of: folder)
    let changed = archive.replacing(Array("123456789".utf8), with: Array("123456780".utf8))

    #expect(throws: ZipProblem.damaged) { try ZipArchive.files(in: changed) }
  }
}
