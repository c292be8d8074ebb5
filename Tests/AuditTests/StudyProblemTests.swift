import Audit
import Testing
import WireFormat

/// What keeps a study from being audited is said in one sentence that names it.
@Suite struct StudyProblemTests {
  private func problem(_ change: (inout InventedStudy) throws -> Void) throws -> String {
    var study = InventedStudy()
    try change(&study)
    do {
      _ = try study.study()
      return "none"
    } catch let problem as StudyProblem {
      return problem.description
    }
  }

  @Test func `a file that the profile names and nobody gave is named`() throws {
    let said = try problem { $0.sheets["people.csv"] = nil }

    #expect(said == "people.csv is not there; add it to the study's folder.")
  }

  @Test func `a column that a file lacks is named with what may be meant`() throws {
    let said = try problem {
      $0.sheets["north/ladders.csv"] = $0.sheets["north/ladders.csv"]?
        .renaming { $0 == "Edition" ? "Edition " + "s" : $0 }
    }

    #expect(said.contains("north/ladders.csv lacks columns that the mapping names: `Edition`"))
    #expect(said.contains("Edition s"))
  }

  @Test func `a profile that is no JSON is named`() throws {
    let file = StudyFile(path: StudyProfile.fileName, bytes: Array("{\"policy\":".utf8))

    let problem = #expect(throws: StudyProblem.self) { try StudyProfile(file) }

    let said = problem?.description ?? ""
    #expect(said.hasPrefix("import-profile.json cannot be used: it is no JSON."), "\(said)")
  }

  @Test(arguments: [
    ("policy/asOf", "30/09/2024"), ("policy/framework", ""), ("policy/mainInstrument", "ladder"),
    ("policy/minCoverage", "half"), ("policy/closurePeriod", "2024"), ("policy/dualMaxDays", "x"),
    ("policy/bootstrapReplicates", "1000"), ("policy/retrospective", "maybe"),
  ])
  func `a policy that cannot be read is named by its place`(
    _ path: String,
    _ text: String
  ) throws {
    let said = try problem { $0.profile = $0.profile.setting(path, to: .string(text)) }

    #expect(said.hasPrefix("import-profile.json cannot be used: /\(path)"), "\(said)")
  }

  @Test func `an instrument that the profile names and no file defines is named`() throws {
    let said = try problem {
      $0.profile = $0.profile.setting("policy/mainInstrument/Northvale", to: "stair")
    }

    #expect(said.contains("`stair`"))
    #expect(said.contains("ladder, tally"))
  }

  @Test(arguments: [
    ("scales/rungs/polarity", "up"), ("scales/rungs/points", "0-6"),
    ("scales/rungs/threshold", "two"), ("scales/rungs/unit", "1"), ("instruments", "none"),
  ])
  func `an instrument that cannot be read is named by its place`(
    _ path: String,
    _ text: String
  ) throws {
    let said = try problem { $0.instruments = $0.instruments.setting(path, to: .string(text)) }

    #expect(said.hasPrefix("instruments.json cannot be used: /\(path)"), "\(said)")
  }

  @Test func `a file that is neither a framework nor a crosswalk is named`() throws {
    let said = try problem { $0.drafts.append(["hello": 1]) }

    #expect(said.hasPrefix("draft-1.json cannot be used: holds neither"), "\(said)")
  }

  @Test func `a file beyond the folder is refused`() throws {
    let said = try problem {
      let sources = ($0.profile["sources"]?.array ?? []).map { source in
        source["file"] == "people.csv" ? source.setting("file", to: "../people.csv") : source
      }
      $0.profile = $0.profile.setting("sources", to: .array(sources))
    }

    #expect(said.contains("`../people.csv` leads out of the folder"))
  }

  @Test func `a link of an area that no instrument has is named`() throws {
    let said = try problem {
      $0.profile = $0.profile.setting(
        "policy/linkPairs",
        to: [["id": "A", "areas": ["home", "garden"], "relationship": "equivalent"]]
      )
    }

    #expect(said.contains("garden"), "\(said)")
  }
}
