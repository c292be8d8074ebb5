package import Casework
package import Intake
package import SyncProtocol
package import WireFormat

/// An import as the server's console takes it: files, the mapping that explains them, and how to go about it.
///
/// On the socket it is one line of JSON, then the bytes of the files one after the other, so that no
/// byte of them is changed on the way.
package struct ImportRequest: Sendable {
  /// The mapping file's content.
  package let mapping: JSON
  /// When the files were extracted; `nil` takes the mapping's own date, or else today.
  package let extracted: CalendarDay?
  /// Whether to say what would happen and store nothing.
  package let isDryRun: Bool
  /// Whether readings that differ from what an earlier import stored may enter the review queue in any number.
  package let holdsChanged: Bool
  /// The files.
  package let files: [IntakeFile]

  /// Makes a request from its parts.
  package init(
    mapping: JSON,
    extracted: CalendarDay? = nil,
    isDryRun: Bool = false,
    holdsChanged: Bool = false,
    files: [IntakeFile]
  ) {
    self.mapping = mapping
    self.extracted = extracted
    self.isDryRun = isDryRun
    self.holdsChanged = holdsChanged
    self.files = files
  }

  /// The bytes on the socket.
  package var body: [UInt8] {
    var header: [String: JSON] = [
      "mapping": mapping, "dryRun": .bool(isDryRun), "holdChanged": .bool(holdsChanged),
      "files": .array(
        files.map { file in
          [
            "path": .string(file.path), "bytes": .int(Int64(file.bytes.count)),
            "found": .bool(file.isFound),
          ]
        }
      ),
    ]
    header["extracted"] = extracted.map { .string($0.description) }
    var body = JSON.object(header).canonical + [UInt8(ascii: "\n")]
    body.reserveCapacity(body.count + files.reduce(0) { $0 + $1.bytes.count })
    for file in files { body += file.bytes }
    return body
  }

  /// Reads ``body``.
  ///
  /// - Throws: A refusal when the parts do not fit together.
  package init(body: [UInt8]) throws(Refusal) {
    let malformed = Refusal(
      .invalidRequest,
      "An import is one line of JSON that lists its files, followed by their bytes."
    )
    guard let end = body.firstIndex(of: UInt8(ascii: "\n")),
      let header = try? JSON(strict: body[..<end]), let mapping = header["mapping"],
      let listed = header["files"]?.array
    else { throw malformed }
    var files: [IntakeFile] = []
    var position = body.index(after: end)
    for file in listed {
      guard let path = file["path"]?.string, let wide = file["bytes"]?.int,
        let count = Int(exactly: wide), count >= 0, count <= body.endIndex - position
      else { throw malformed }
      files.append(
        IntakeFile(
          path: path,
          bytes: Array(body[position..<position + count]),
          isFound: file["found"]?.bool ?? false
        )
      )
      position += count
    }
    guard position == body.endIndex else { throw malformed }
    self.init(
      mapping: mapping,
      extracted: header["extracted"]?.string.flatMap { CalendarDay($0) },
      isDryRun: header["dryRun"]?.bool ?? false,
      holdsChanged: header["holdChanged"]?.bool ?? false,
      files: files
    )
  }
}
