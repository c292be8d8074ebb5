import Audit
import Exports
import Testing
import WireFormat

/// The server's own audit against the audit of the files that were imported into it.
@Suite(.serialized) struct HistoryAuditTests {
  /// The invented history, imported once and read once from its files.
  private static let studies = Result { () throws -> (stored: Study, files: Study) in
    let world = try HistoryWorld()
    try world.run(HistoryWorld.request())
    return (try world.study(), try HistoryWorld.studyOfFiles())
  }

  private static let aggregates = Result { () throws -> (stored: Aggregates, files: Aggregates) in
    let studies = try Self.studies.get()
    return (Aggregates(studies.stored), Aggregates(studies.files))
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

  @Test func `every table has the same rows from stored records as from their files`() throws {
    let (stored, files) = try Self.studies.get()
    let aggregates = try Self.aggregates.get()
    let report = { (study: Study, figures: Aggregates) in
      AuditReport(study, figures, audience: .internal, generatedBy: "test").folder.files
        .filter { $0.name.hasSuffix(".csv") }
    }

    let wanted = report(files, aggregates.files)
    let found = report(stored, aggregates.stored)

    #expect(wanted.map(\.name) == found.map(\.name))
    for (one, other) in zip(wanted, found) {
      #expect(Self.lines(one) == Self.lines(other), "\(one.name)")
    }
  }

  /// The lines of a file in an order of their own, since instruments are listed in that of each source.
  private static func lines(_ file: ExportFile) -> Set<String> {
    Set(String(decoding: file.bytes, as: UTF8.self).split(separator: "\n").map(String.init))
  }
}
