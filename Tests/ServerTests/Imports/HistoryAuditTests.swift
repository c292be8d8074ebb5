import Audit
import Testing
import WireFormat

/// The server's own audit against the audit of the files that were imported into it.
@Suite(.serialized) struct HistoryAuditTests {
  /// The invented history, imported once and read once from its files.
  private static let world = Result { () throws -> HistoryWorld in
    let world = try HistoryWorld()
    try world.run(HistoryWorld.request())
    return world
  }

  private static let studies = Result { () throws -> (stored: Study, files: Study) in
    (try world.get().study(), try HistoryWorld.studyOfFiles())
  }

  private static let aggregates = Result { () throws -> (stored: Aggregates, files: Aggregates) in
    let studies = try Self.studies.get()
    return (Aggregates(studies.stored), Aggregates(studies.files))
  }

  @Test func `true counts of studies are for whoever works for the whole partnership`() throws {
    let world = try Self.world.get()

    let all = try world.evidenceCount(ofWhole: true, for: .internal)
    #expect(all > 0)
    #expect(try world.evidenceCount(ofWhole: false, for: .internal) == 0)
    #expect(try world.evidenceCount(ofWhole: false, for: .release) == all)
  }

  @Test(arguments: [
    "authorities", "pairing", "areas", "outcomes", "attritionBaselineBand", "positiveProgress",
    "noiseFloor", "toolEffect", "crossAuthority", "link", "release",
  ])
  func `a section is the same from stored records as from their files`(_ section: String) throws {
    let aggregates = try Self.aggregates.get()

    let wanted = try #require(aggregates.files.json[section])
    let found = try #require(aggregates.stored.json[section])

    #expect(wanted != .null)
    #expect(differences(wanted, found) == [])
  }
}
