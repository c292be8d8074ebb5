import WireFormat

extension InventedStudy {
  /// The same study with other file names, column names and words, and a profile that explains them.
  var inOtherWords: InventedStudy {
    var other = self
    other.profile = profile.setting(
      "sources",
      to: .array((profile["sources"]?.array ?? []).map(Self.otherSource))
    )
    other.sheets = Dictionary(
      sheets.map { name, sheet in
        let words = Self.wordColumns.first { name.hasSuffix($0.key) }?.value ?? []
        let changed = sheet.mapping(words, Self.otherWord)
          .mapping(["Mark", "T roof", "T mood"]) { $0 == "None" ? Self.otherWord($0) : $0 }
        return ("elsewhere/\(name)", changed.renaming(Self.otherColumn))
      }
    ) { first, _ in first }
    return other
  }

  /// The columns of each file whose words a list of the profile explains.
  private static let wordColumns: [String: Set<String>] = [
    "support.csv": ["Level", "Lead", "Patch", "Why", "Stepped", "Met"],
    "ladders.csv": ["Tool", "By", "How"], "tallies.csv": ["Stage", "Area", "Shared", "Late"],
    "twice.csv": ["Tool"],
  ]

  private static func otherWord(_ word: String) -> String { word.isEmpty ? word : "~ \(word) ~" }

  private static func otherColumn(_ name: String) -> String {
    scoreColumns.contains(name) ? "Score, \(name)" : "The \(name)"
  }

  private static func otherSource(_ source: JSON) -> JSON {
    var members = source.object ?? [:]
    members["file"] = (source["file"]?.string).map { .string("elsewhere/\($0)") }
    members["columns"] = .object(
      (source["columns"]?.object ?? [:]).mapValues { .string(otherColumn($0.string ?? "")) }
    )
    if let prefixes = source["areaPrefix"]?.object {
      members["areaPrefix"] = .object(
        prefixes.mapValues { .string("Score, \($0.string ?? "")") }
      )
    }
    if let words = source["nonScores"]?.object {
      members["nonScores"] = .object(renamed(words))
    }
    if let codes = source["codes"]?.object {
      members["codes"] = .object(codes.mapValues { .object(renamed($0.object ?? [:])) })
    }
    return .object(members)
  }

  private static func renamed(_ words: [String: JSON]) -> [String: JSON] {
    Dictionary(words.map { (otherWord($0.key), $0.value) }) { first, _ in first }
  }
}
