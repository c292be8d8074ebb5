extension ZipArchive {
  /// Reads a ZIP that ``bytes(of:)`` wrote, with its files sorted by name.
  ///
  /// Every other ZIP is refused, however valid: the files are written again and compared byte by
  /// byte, so that no header can say two things, hide a file, or point outside. Names are plain
  /// file names without a folder.
  package static func files(in archive: [UInt8]) throws(ZipProblem) -> [ExportFile] {
    guard archive.count <= bytesMax else { throw .tooLarge }
    var files: [ExportFile] = []
    var offset = 0
    while number(at: offset, of: archive, as: UInt32.self) == 0x0403_4B50 {
      guard files.count < filesMax else { throw .tooManyFiles }
      files.append(try file(at: &offset, of: archive))
    }
    try check(names: files.map(\.name))
    guard try bytes(of: ExportFolder(files: files)) == archive else { throw .unknownFormat }
    return files
  }

  private static func file(
    at offset: inout Int,
    of archive: [UInt8]
  ) throws(ZipProblem) -> ExportFile {
    guard let sum = number(at: offset + 14, of: archive, as: UInt32.self),
      let size = number(at: offset + 18, of: archive, as: UInt32.self),
      let nameSize = number(at: offset + 26, of: archive, as: UInt16.self)
    else { throw .unknownFormat }
    guard (1...nameBytesMax).contains(Int(nameSize)) else { throw .unsafeName }
    // The sizes are below 2^32 and the offset below 2^30, so the sums fit.
    let start = offset + 30 + Int(nameSize)
    let end = start + Int(size)
    guard end <= archive.count else { throw .unknownFormat }
    let content = Array(archive[start..<end])
    guard CRC32.of(content) == sum else { throw .damaged }
    guard let name = String(validating: archive[(offset + 30)..<start], as: UTF8.self)
    else { throw .unsafeName }
    offset = end
    return ExportFile(name: name, bytes: content)
  }

  private static func number<Number: FixedWidthInteger>(
    at offset: Int,
    of archive: [UInt8],
    as type: Number.Type
  ) -> Number? {
    let size = Number.bitWidth / 8
    guard offset >= 0, offset <= archive.count - size else { return nil }
    return archive[offset..<(offset + size)].reversed().reduce(0) { $0 << 8 | Number($1) }
  }
}
