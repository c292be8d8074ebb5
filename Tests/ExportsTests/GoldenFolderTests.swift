import Exports
import Foundation
import Testing

/// The sets of one small invented case against the files in `Golden`, byte by byte.
///
/// The files were checked by hand against the rules. A change of them is a change that somebody
/// who compares two exports will see.
struct GoldenFolderTests {
  @Test(arguments: InventedCases.sets)
  func `a set of the invented case is what lies in its golden folder`(set: String) throws {
    let path = Self.golden.appendingPathComponent(set)
    let names = try FileManager.default.contentsOfDirectory(atPath: path.path).sorted()

    let folder = try InventedCases.golden().folder(set)

    #expect(folder.files.map(\.name).sorted() == names)
    for file in folder.files {
      let kept = try Data(contentsOf: path.appendingPathComponent(file.name))
      #expect(lines(of: file.bytes) == lines(of: [UInt8](kept)), "\(set)/\(file.name)")
      #expect(file.bytes == [UInt8](kept), "\(set)/\(file.name)")
    }
  }

  /// So that a difference names the line.
  private func lines(of bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self).components(separatedBy: "\n")
  }

  private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden")
}
