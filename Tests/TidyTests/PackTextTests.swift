import Foundation
import Testing

/// The Stars' scale text belongs to its publisher; a pack of ours carries structure alone.
enum PackText {
  /// The publisher whose licence forbids it.
  private static let publisher = "Triangle"

  /// The points of a pack that carry text which is not ours to ship.
  static func leaks(in file: RepositoryFile) throws -> [String] {
    let pack = try JSONSerialization.jsonObject(with: Data(file.text.utf8)) as? [String: Any]
    guard let pack, (pack["publisher"] as? String)?.contains(publisher) == true else { return [] }
    return textKeys(in: pack, insidePoints: false).map { "\(file.path) holds \($0)" }.sorted()
  }

  private static func textKeys(in value: Any, insidePoints: Bool) -> [String] {
    if let list = value as? [Any] {
      return list.flatMap { textKeys(in: $0, insidePoints: insidePoints) }
    }
    guard let object = value as? [String: Any] else { return [] }
    let own = insidePoints ? object.keys.filter { ["label", "description"].contains($0) } : []
    return own + object.flatMap { textKeys(in: $1, insidePoints: insidePoints || $0 == "points") }
  }
}

struct PackTextTests {
  @Test func `no pack of the Stars' publisher carries scale text`() throws {
    let packs = try Repository.texts(in: "Seeds/instruments", ending: ".json")

    #expect(!packs.isEmpty)
    let found = try packs.flatMap(PackText.leaks)

    #expect(found == [])
  }

  @Test func `a point with a label is caught`() throws {
    let text = """
      {"publisher": "Triangle", "description": "kept", "areas": [{"id": "a", "label": "kept"}],
       "scales": [{"points": [{"code": "1"}, {"code": "2", "label": "Invented"}]},
                  {"points": [{"code": "1", "notes": [{"description": "Invented"}]}]}]}
      """

    #expect(
      try PackText.leaks(in: RepositoryFile(path: "Seeds/instruments/a.json", text: text)) == [
        "Seeds/instruments/a.json holds description", "Seeds/instruments/a.json holds label",
      ]
    )
  }

  @Test func `an invented pack may carry its own labels`() throws {
    let text = #"{"publisher": "Starmap", "points": [{"code": "1", "label": "Invented"}]}"#

    let found = try PackText.leaks(in: RepositoryFile(path: "a.json", text: text))

    #expect(found == [])
  }
}
