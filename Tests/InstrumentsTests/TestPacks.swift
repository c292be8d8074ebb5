import Casework
import Foundation
import Instruments
import Testing
import WireFormat

/// The packs that the tests read from files.
enum TestPacks {
  /// The files of `Seeds/instruments`.
  static let seeds = files(in: root.appending(path: "Seeds/instruments"))
  /// The packs that the engine must take as data.
  static let conformance = files(in: fixtures.appending(path: "conformance"))
  /// The packs with something wrong in each.
  static let broken = files(in: fixtures.appending(path: "broken"))

  static func seed(_ name: String) throws -> InstrumentPack {
    try pack(root.appending(path: "Seeds/instruments/\(name).json"))
  }

  /// A seed pack with one piece of its canonical JSON replaced, wherever it stands.
  static func seed(
    _ name: String,
    replacing old: String,
    with new: String
  ) throws
    -> InstrumentPack
  {
    let text = try seed(name).source.canonicalText
    try #require(text.contains(old))
    return try InstrumentPack(bytes: Array(text.replacing(old, with: new).utf8))
  }

  static func conformance(_ name: String) throws -> InstrumentPack {
    try pack(fixtures.appending(path: "conformance/\(name).json"))
  }

  static func pack(_ file: URL) throws -> InstrumentPack {
    try InstrumentPack(bytes: bytes(of: file))
  }

  static func bytes(of file: URL) throws -> [UInt8] {
    Array(try Data(contentsOf: file))
  }

  /// Every seed and conformance pack, with the licences of the licensed ones recorded.
  static func catalogue() throws -> InstrumentCatalogue {
    let packs = try (seeds + conformance).map(pack)
    return InstrumentCatalogue(packs: packs, licensed: Set(packs.map(\.key)))
  }

  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let fixtures = root.appending(path: "Tests/InstrumentsTests/Fixtures")

  private static func files(in folder: URL) -> [URL] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (names ?? []).sorted().filter { $0.hasSuffix(".json") }.map {
      folder.appending(path: $0)
    }
  }
}

/// The day in the text, which the test wrote.
func day(_ text: String) throws -> CalendarDay {
  try #require(CalendarDay(text))
}
