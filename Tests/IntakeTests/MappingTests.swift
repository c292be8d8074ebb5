import Casework
import Intake
import Testing
import WireFormat

/// What a mapping may say, and everything that is wrong with one that may not.
struct MappingTests {
  private func faults(_ json: JSON) -> [String] {
    do throws(MappingProblem) {
      _ = try ImportMapping(json: json)
      return []
    } catch {
      return error.faults
    }
  }

  /// The usual mapping's entry for a file, with some members replaced; `null` takes one away.
  private func source(_ path: String, _ changes: [String: JSON] = [:]) throws -> JSON {
    let sources = try #require(try World.mappingJSON()["sources"]?.array)
    var members = try #require(sources.first { $0["file"]?.string == path }?.object)
    for (name, value) in changes { members[name] = value }
    members = members.filter { !$0.value.isNull }
    return .object(members)
  }

  private func faults(_ path: String, _ changes: [String: JSON]) throws -> [String] {
    faults(["sources": [try source(path, changes)]])
  }

  @Test func `a mapping without sources says so`() {
    let expected = ["/sources is missing or empty; list the files that the mapping explains."]

    #expect(faults([:]) == expected)
    #expect(faults(["sources": []]) == expected)
    #expect(faults(["sources": "all"]) == expected)
    #expect(faults(.null) == expected)
  }

  @Test func `all faults are reported at once, each with its place`() throws {
    let stars = try source(
      Sheet.stars.path,
      [
        "authority": "", "columns": ["id": "Star ID", "colour": "Colour"], "dates": "mm/dd/yyyy",
        "areaPrefix": [:], "nonScores": ["-": "nothing"],
        "codes": ["instrument": [:], "respondent": ["Both": "everyone"]],
      ]
    )
    let scores = try source(
      Sheet.scores.path,
      ["instrument": .null, "timestamps": "unix", "codes": .null]
    )

    #expect(
      faults([
        "extractDate": "yesterday",
        "sources": [["kind": "diary"], ["kind": "workers"], stars, scores],
      ]) == [
        "/extractDate is not a day; write it as \"2026-11-24\".",
        "/sources/0/kind is none of workers, episodes, star-wide, area-long, dual, double, "
          + "population.",
        "/sources/1/file is missing; name the file, such as \"council/episodes.csv\".",
        "/sources/2/authority is missing; name the authority, such as \"Peterborough\".",
        "/sources/2/columns does not say which columns hold engagement, family, subject, "
          + "instrument, edition, date, entered, respondent, timing, worker, replaces.",
        "/sources/2/columns names `colour`, which a file of this kind does not have.",
        "/sources/2/codes/instrument is missing; list the words of the file and their codes.",
        "/sources/2/codes/respondent ends in `everyone`; it may end in agreed, worker, family.",
        "/sources/2/codes/timing is missing; say for each word whether the reading was given later.",
        "/sources/2/dates is none of \"dd/mm/yyyy\", \"dd.mm.yyyy\", \"dd-mm-yyyy\", "
          + "\"yyyy-mm-dd\".",
        "/sources/2/areaPrefix is missing; give each instrument the prefix of its columns.",
        "/sources/2/nonScores ends in `nothing`; it may end in notApplicable, notScored, declined, "
          + "noIssue, unknown.",
        "/sources/3/codes/area is missing; list the words of the file and their codes.",
        "/sources/3/codes/respondent is missing; list the words of the file and their codes.",
        "/sources/3/codes/stage is missing; list the words of the file and their codes.",
        "/sources/3/codes/timing is missing; say for each word whether the reading was given later.",
        "/sources/3 needs `instrument` and `edition`, which a long file does not repeat.",
        "/sources/3/timestamps must be \"yyyy-mm-ddThh:mm[:ss](Z|±hh:mm)\".",
      ]
    )
  }

  @Test func `what is of the wrong kind is no silence`() throws {
    #expect(
      try faults(
        Sheet.stars.path,
        [
          "freeText": "Notes", "nonScores": [""], "areaPrefix": ["my-star": 1],
          "codes": [
            "instrument": ["My Star": true], "respondent": ["Together": "agreed"],
            "timing": ["Standard": false, "Later": "yes"],
          ],
        ]
      ) == [
        "/sources/0/codes/instrument holds something that is no text.",
        "/sources/0/codes/timing holds something that is neither true nor false.",
        "/sources/0/areaPrefix holds something that is no text.",
        "/sources/0/nonScores is no object; give each word what it stands for.",
        "/sources/0/freeText is no list of texts.",
      ]
    )
    #expect(
      try faults(Sheet.engagements.path, ["yobSeparator": ""]) == [
        "/sources/0/yobSeparator is empty or no text; write what stands between the years, such as "
          + "\";\"."
      ]
    )
  }

  @Test func `an instrument that rows may name needs its columns`() throws {
    #expect(
      try faults(Sheet.stars.path, ["areaPrefix": ["my-star": "MY", "teen-star": "TEEN"]]) == [
        "/sources/0/codes/instrument ends in `family-star-plus`, which has no entry in `areaPrefix`."
      ]
    )
    #expect(
      try faults(Sheet.double.path, ["codes": ["tool": ["Ruler": "ruler"]]]) == [
        "/sources/0/codes/tool ends in `ruler`, which has no entry in `areaPrefix`."
      ]
    )
    for pair: JSON in [
      ["map-assumed"], ["map-assumed", "map-assumed"], ["map-assumed", "ruler"], .null,
    ] {
      #expect(
        try faults(Sheet.dual.path, ["pair": pair])
          == ["/sources/0/pair must name two instruments of `areaPrefix`."]
      )
    }
  }

  @Test(arguments: ["unix", "yyyy-mm-ddThh:mm", ""])
  func `time stamps have one form, and it has a zone`(_ form: String) throws {
    #expect(
      try faults(Sheet.scores.path, ["timestamps": .string(form)])
        == ["/sources/0/timestamps must be \"yyyy-mm-ddThh:mm[:ss](Z|±hh:mm)\"."]
    )
  }

  @Test func `a file that is named twice is named, even where its entries have other faults`()
    throws
  {
    let entry = try source(Sheet.workers.path)
    let faulty = try source(Sheet.workers.path, ["authority": ""])

    #expect(
      faults(["sources": [entry, faulty]]) == [
        "/sources/1/authority is missing; name the authority, such as \"Peterborough\".",
        "/sources names peterborough/workers.csv twice; give every file one entry.",
      ]
    )
  }

  @Test func `the day of the extract stands at the top or in the policy`() throws {
    let sources: JSON = [try source(Sheet.workers.path)]

    let top = try ImportMapping(json: ["sources": sources, "extractDate": "2023-12-31"])
    let inPolicy = try ImportMapping(
      json: ["sources": sources, "policy": ["extractDate": "2023-12-30", "more": 1]])
    let without = try ImportMapping(json: ["sources": sources])

    #expect(top.extractDate == CalendarDay("2023-12-31"))
    #expect(inPolicy.extractDate == CalendarDay("2023-12-30"))
    #expect(without.extractDate == nil)
    #expect(
      faults(["sources": sources, "policy": ["extractDate": 5]])
        == ["/policy/extractDate is not a day; write it as \"2026-11-24\"."]
    )
  }

  @Test(
    arguments: [
      (.dayFirst, "29/02/2024"), (.dayFirstDots, "29.02.2024"), (.dayFirstHyphens, "29-02-2024"),
      (.iso, "2024-02-29"),
    ] as [(DateFormat, String)]
  )
  func `a day is read in the form that the file declares, and in no other`(
    _ format: DateFormat,
    _ text: String
  ) {
    #expect(format.day(text) == CalendarDay("2024-02-29"))
    #expect(format.day(text.replacing("29", with: "30")) == nil)
    #expect(format.day(" \(text)") == nil)
    #expect(format.day("\(text) 10:00") == nil)
    #expect(format.day("9/2/2024") == nil)
    #expect(format.day("") == nil)
    #expect(format.day("éé/éé/é") == nil)
    for other in DateFormat.allCases where other != format { #expect(other.day(text) == nil) }
  }
}
