import Audit
import Testing
import WireFormat

/// What a profile, an instrument and a crosswalk may say in other ways than the usual one.
@Suite struct StudyDefinitionTests {
  private let study = InventedStudy()

  @Test func `an episode reaches as far back as the policy lets a first reading lie`() throws {
    // Opened on 10 January; the first reading now lies on 25 December, 16 days before.
    var early = study
    early.sheets["north/ladders.csv"] = study.sheets["north/ladders.csv"]?
      .mapping(["Day", "Typed"]) { $0 == "15/01/2024" ? "25/12/2023" : $0 }
    var wide = early
    wide.profile = early.profile.setting("policy/baselineBeforeDays", to: 16)

    #expect(
      try early.value("import")["north/ladders.csv"]?["byReason"]
        == ["held:outside_engagement": 4]
    )
    #expect(try wide.value("import")["north/ladders.csv"]?["accepted"] == 7)
    #expect(try wide.value("pairing/Northvale/ladder/paired") == 3)
  }

  @Test func `areas may stand in columns without a prefix`() throws {
    var bare = study
    let sources = try #require(study.profile["sources"]?.array).map { source in
      source["kind"] == "star-wide" ? source.setting("areaPrefix/ladder", to: "") : source
    }
    bare.profile = study.profile.setting("sources", to: .array(sources))
    bare.sheets["north/ladders.csv"] = study.sheets["north/ladders.csv"]?
      .renaming { $0.hasPrefix("L ") ? String($0.dropFirst(2)) : $0 }

    #expect(try bare.value("areas") == study.value("areas"))
  }

  @Test func `a file is the one of its whole path, whatever other paths end alike`() throws {
    var nested = study
    nested.sheets["staff.csv"] = study.sheets["north/staff.csv"]
    nested.sheets["north/staff.csv"] = nil
    let sources = try #require(study.profile["sources"]?.array).map { source in
      source["file"] == "north/staff.csv" ? source.setting("file", to: "staff.csv") : source
    }
    nested.profile = study.profile.setting("sources", to: .array(sources))

    #expect(try nested.value("areas") == study.value("areas"))
  }

  @Test func `a unit that falls as points get worse says the same as one that rises with them`()
    throws
  {
    var falling = study
    let units = Dictionary(uniqueKeysWithValues: (0...6).map { ("\($0)", JSON.int(Int64(6 - $0))) })
    falling.instruments = study.instruments.setting("scales/rungs/unit", to: .object(units))

    #expect(try falling.value("areas") == study.value("areas"))
    #expect(try falling.value("outcomes") == study.value("outcomes"))
  }

  @Test func `a unit that falls towards the better end is refused`() throws {
    var wrong = study
    let units = JSON.object(["1": 5, "1.5": 4, "2": 3, "2.5": 2, "3": 1])
    wrong.instruments = study.instruments.setting("scales/halves/unit", to: units)

    let problem = #expect(throws: StudyProblem.self) { try wrong.study() }

    #expect(problem?.description.contains("/scales/halves/unit does not rise") == true)
  }

  @Test func `a threshold may be half a unit`() throws {
    var fine = study
    let units: JSON = ["1": 1, "1.5": .number(1.5), "2": 2, "2.5": .number(2.5), "3": 3]
    fine.instruments = study.instruments.setting("scales/halves/unit", to: units)
      .setting("scales/halves/threshold", to: .number(0.5))

    // 1 to 1.5 was within a level of two points; now it is a change.
    #expect(try study.value("areas/Southmere/tally/roof/improved") == 0)
    #expect(try fine.value("areas/Southmere/tally/roof/improved") == 1)
    #expect(try fine.value("areas/Southmere/tally/roof/maintained_at_top") == 1)
  }

  @Test func `points are ordered by their number however the file lists them`() throws {
    var mixed = study
    mixed.instruments = study.instruments.setting(
      "scales/rungs/points",
      to: ["6", "0", "3", "1", "5", "2", "4"]
    )

    #expect(try mixed.value("areas") == study.value("areas"))
  }

  @Test func `coverage is compared exactly, not in whole hundredths`() throws {
    var narrow = study
    narrow.drafts = [
      InventedStudy.drafts.setting(
        "crosswalks",
        to: [
          InventedStudy.crosswalk("ladder", "1", ["home": "X1", "calm": "X1"]),
          InventedStudy.crosswalk("tally", "0", ["roof": "X1", "mood": "X2"]),
        ]
      )
    ]
    // N1 scores one of two areas: half of the weight.
    narrow.sheets["north/ladders.csv"]?.rows[0][13] = ""
    var above = narrow
    above.profile = narrow.profile.setting("policy/minCoverage", to: .number(0.5001))
    let path = "outcomes/Northvale/ladder/outcomes/X1/insufficient_coverage"

    #expect(try narrow.value(path) == 0)
    #expect(try above.value(path) == 1)
  }

  @Test(arguments: ["0-19", "0 to 19", "Aged 0–19"])
  func `a band of ages is told by its two numbers`(_ band: String) throws {
    var named = study
    named.sheets["people.csv"] = study.sheets["people.csv"]?.mapping(["Ages"]) { _ in band }

    let rates = try #require(try named.value("authorities/Northvale/ratesPer10k").object)

    #expect(rates[band]?["closedChildren"] == 5)
  }

  @Test func `a crosswalk and a framework may each be a file of its own`() throws {
    var apart = study
    let frameworks = try #require(InventedStudy.drafts["frameworks"]?.array)
    let crosswalks = try #require(InventedStudy.drafts["crosswalks"]?.array)
    apart.drafts = crosswalks.reversed() + frameworks

    #expect(try apart.aggregates() == study.aggregates())
  }
}
