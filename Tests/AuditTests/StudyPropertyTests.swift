import Audit
import Testing
import WireFormat

/// What must not change the aggregates of a study, and what must change nothing but names.
@Suite struct StudyPropertyTests {
  @Test func `the random studies have pairs, links and refusals to tell of`() throws {
    let aggregates = try InventedStudy.random(seed: 1).aggregates()

    for path in ["Northvale/ladder", "Southmere/tally"] {
      let paired = aggregates.member("pairing/\(path)/paired")?.int ?? 0
      #expect(paired > 10, "\(path) has \(paired) pairs")
    }
    #expect((aggregates.member("pairing/Northvale/ladder/cross_version")?.int ?? 0) > 0)
    #expect((aggregates.member("link/links/A/n")?.int ?? 0) > 20)
    #expect((aggregates.member("toolEffect/nDual")?.int ?? 0) > 20)
    #expect((aggregates.member("noiseFloor/ladder/n")?.int ?? 0) > 0)
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func `the order of the rows changes nothing`(_ seed: UInt64) throws {
    let study = InventedStudy.random(seed: seed)
    var reversed = study
    for (name, sheet) in study.sheets where name != "both.csv" {
      reversed.sheets[name] = sheet.reversed
    }

    #expect(try reversed.aggregates() == study.aggregates())
  }

  @Test func `the order of families changes only what a bootstrap and its folds draw`() throws {
    let study = InventedStudy.random(seed: 4)
    var reversed = study
    reversed.sheets["both.csv"] = study.sheets["both.csv"]?.reversed

    let one = try study.aggregates()
    let other = try reversed.aggregates()

    #expect(one.setting("link", to: .null) == other.setting("link", to: .null))
    for member in ["n", "spearman", "sourceCounts", "smoothing", "conditionalTargetGivenSource"] {
      #expect(one.member("link/links/A/\(member)") == other.member("link/links/A/\(member)"))
      #expect(one.member("link/links/A/\(member)") != nil)
    }
  }

  @Test func `the order of the columns changes nothing`() throws {
    let study = InventedStudy.random(seed: 5)
    var mirrored = study
    mirrored.sheets = study.sheets.mapValues(\.mirrored)

    #expect(try mirrored.aggregates() == study.aggregates())
  }

  @Test func `other names of columns, files and words change nothing but the names of files`()
    throws
  {
    let study = InventedStudy.random(seed: 6)
    let renamed = study.inOtherWords

    let one = try study.aggregates()
    let other = try renamed.aggregates()

    for (name, section) in try #require(one.object) where name != "import" {
      #expect(other[name] == section, "\(name)")
    }
    for (name, counts) in try #require(one["import"]?.object) {
      #expect(other["import"]?["elsewhere/\(name)"] == counts, "\(name)")
    }
  }

  @Test func `a mirrored scale with the opposite polarity changes nothing but codes`() throws {
    let study = InventedStudy.random(seed: 7)
    var mirrored = study
    mirrored.instruments = study.instruments
      .setting("scales/rungs/polarity", to: "higherIsBetter")
      .setting(
        "scales/rungs/bands",
        to: .object(
          Dictionary(
            (study.instruments.member("scales/rungs/bands")?.object ?? [:])
              .map { (mirror($0), $1) }
          ) { first, _ in first }
        )
      )
    mirrored.sheets = study.sheets.mapValues { $0.mapping(["L home", "L calm"], mirror) }

    let one = try study.aggregates()
    let other = try mirrored.aggregates()

    for (name, section) in try #require(one.object) {
      #expect(other[name]?.withoutCodes == section.withoutCodes, "\(name)")
    }
    #expect(one.member("link/links/A/rows") != other.member("link/links/A/rows"))
  }

  @Test func `other names of authorities and areas change only names`() throws {
    let study = InventedStudy.random(seed: 8)
    var renamed = study
    renamed.profile = study.profile.mappingTexts(otherName)
    renamed.instruments = study.instruments.mappingTexts(otherName)
    renamed.drafts = study.drafts.map { $0.mappingTexts(otherName) }
    renamed.sheets = study.sheets.mapValues { sheet in
      sheet.renaming(otherName).mapping(["Council"], otherName)
    }

    let one = try study.aggregates()
    let other = try renamed.aggregates()

    #expect(other == one.mappingTexts(otherName))
    #expect(other != one)
  }
}

/// A rung counted from the other end.
private func mirror(_ code: String) -> String { Int(code).map { "\(6 - $0)" } ?? code }

/// Another name for an authority or an area of the invented study, wherever it stands.
private func otherName(_ text: String) -> String {
  let names = [
    "Northvale": "Aldermoor", "Southmere": "St Zennor", "home": "At_Home", "calm": "calm.area",
    "roof": "Roof over head", "mood": "zest",
  ]
  if let name = names[text] { return name }
  for (old, new) in names {
    if text == "L \(old)" || text == "T \(old)" { return "\(text.prefix(2))\(new)" }
    if text.hasPrefix("\(old)/") { return new + text.dropFirst(old.count) }
  }
  return text
}

extension JSON {
  /// The document without the members `code`.
  fileprivate var withoutCodes: JSON {
    switch self {
    case .array(let elements): .array(elements.map(\.withoutCodes))
    case .object(let members):
      .object(members.filter { $0.key != "code" }.mapValues(\.withoutCodes))
    default: self
    }
  }
}
