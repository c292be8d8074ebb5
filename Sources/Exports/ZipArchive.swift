/// Exports as one ZIP: stored without compression, every time stamp the first of January 1980.
///
/// The layout follows PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16. Nothing in it
/// depends on when or where it was written, so the same folder gives the same bytes. Unpacked by
/// common tools the files are readable by their owner alone.
package enum ZipArchive {
  /// The most files an archive may hold.
  package static let filesMax = 64
  /// The most bytes an archive may have.
  package static let bytesMax = 1 << 30
  static let nameBytesMax = 100

  /// Writes the folder.
  package static func bytes(of folder: ExportFolder) throws(ZipProblem) -> [UInt8] {
    try check(names: folder.files.map(\.name))
    let content = folder.files.reduce(0) { $0 + $1.bytes.count }
    // A name stands in both headers, which have 30 and 46 bytes; the end has 22.
    let headers = 22 + folder.files.reduce(0) { $0 + 76 + 2 * $1.name.utf8.count }
    guard content <= bytesMax - headers else { throw .tooLarge }

    var archive = LittleEndianBytes(capacity: content + headers)
    var directory = LittleEndianBytes(capacity: headers)
    for file in folder.files {
      let common = commonFields(of: file)
      directory.append(0x0201_4B50 as UInt32)
      directory.append(0x0314 as UInt16)
      directory.bytes += common
      directory.bytes += [UInt8](repeating: 0, count: 6)
      directory.append(0o100600 << 16 as UInt32)
      directory.append(UInt32(archive.bytes.count))
      directory.bytes += file.name.utf8

      archive.append(0x0403_4B50 as UInt32)
      archive.bytes += common
      archive.bytes += file.name.utf8
      archive.bytes += file.bytes
    }
    let start = archive.bytes.count
    archive.bytes += directory.bytes
    archive.append(0x0605_4B50 as UInt32)
    archive.append(0 as UInt32)
    archive.append(UInt16(folder.files.count))
    archive.append(UInt16(folder.files.count))
    archive.append(UInt32(directory.bytes.count))
    archive.append(UInt32(start))
    archive.append(0 as UInt16)
    return archive.bytes
  }

  /// The 26 bytes that both headers of a file share, from the version to the extra field.
  private static func commonFields(of file: ExportFile) -> [UInt8] {
    var fields = LittleEndianBytes(capacity: 26)
    fields.append(20 as UInt16)
    fields.append(0x0800 as UInt16)
    fields.append(0 as UInt16)
    fields.append(0 as UInt16)
    fields.append(0x0021 as UInt16)
    fields.append(CRC32.of(file.bytes))
    fields.append(UInt32(file.bytes.count))
    fields.append(UInt32(file.bytes.count))
    fields.append(UInt16(file.name.utf8.count))
    fields.append(0 as UInt16)
    return fields.bytes
  }

  /// Refuses names that are not plain file names on every system, and names that differ in case only.
  static func check(names: [String]) throws(ZipProblem) {
    guard names.count <= filesMax else { throw .tooManyFiles }
    guard Set(names.map { $0.lowercased() }).count == names.count else { throw .unsafeName }
    for name in names {
      let isPlain = name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
          UInt8(ascii: "_"):
          true
        default: false
        }
      }
      let isInside = (1...nameBytesMax).contains(name.utf8.count) && !name.hasPrefix(".")
      guard isPlain, isInside, !name.hasPrefix("-"), !name.hasSuffix(".") else {
        throw .unsafeName
      }
    }
  }
}
