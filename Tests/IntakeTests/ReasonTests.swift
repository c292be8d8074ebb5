import Intake
import Testing

/// Every reason, each with a small file that gives it.
struct ReasonTests {
  @Test(arguments: ReasonCase.all)
  func `the last row has the reason`(_ each: ReasonCase) throws {
    let intake = try World.intake([each.file])

    let row = try #require(intake.files.first { $0.path == each.file.path }?.rows.last)
    #expect(row.disposition == each.disposition)
    #expect(row.reason == each.reason)
  }

  @Test func `every reason has a file, but for the one that no file alone can give`() {
    let reasons = Set(ReasonCase.all.map(\.reason))

    #expect(Set(DispositionReason.allCases).subtracting(reasons) == [.changedSinceImport])
  }

  @Test func `a usual row of every file is simply accepted`() throws {
    let sheets: [Sheet] = [
      .workers, .engagements, .stars, .assessors, .cases, .scores, .dual, .double, .population,
    ]

    let intake = try World.alone(sheets.map { $0.file([[:]]) })

    #expect(intake.files.map { $0.rows.map(\.disposition) } == sheets.map { _ in [.accepted] })
    #expect(intake.files.flatMap { $0.rows.map(\.reason) } == sheets.map { _ in nil })
    #expect(intake.held == [])
  }

  @Test(arguments: ReasonCase.all)
  func `only what a person decides about has a sentence and is held`(_ each: ReasonCase) throws {
    let intake = try World.intake([each.file])

    let source = try #require(intake.files.first { $0.path == each.file.path }).source
    let held = intake.held.filter { $0.file == source && $0.reason == each.reason }
    // Registers and studies are corrected where they came from: nothing of theirs can be released.
    let hasActs = ![Sheet.workers.path, Sheet.dual.path].contains(each.file.path)
    #expect(held.isEmpty == (each.disposition != .held || !hasActs))
    if each.disposition == .held {
      #expect(each.reason.sentence.hasSuffix("."))
    } else if each.reason != .unknownCode {
      #expect(each.reason.sentence == "")
    }
  }

  @Test func `one bad row stops none of the others`() throws {
    let file = Sheet.stars.file([
      ["Star ID": "S1"], ["Star ID": "S2", "Star": "?"], ["Star ID": "S3"],
    ])

    let intake = try World.intake([file])

    #expect(
      intake.lines(file.path) == [
        "2 S1 accepted", "3 S2 refused unknown_instrument", "4 S3 accepted",
      ]
    )
    #expect(intake.readings.map(\.id) == ["S1", "S3"])
  }

  @Test func `a report counts its rows by disposition and by reason`() throws {
    let file = Sheet.stars.file([
      [:], [:], ["Star ID": "S2", "Star": "?"], ["Star ID": "S3", "Star": "!"], ["Star ID": "S4"],
    ])

    let report = try #require(try World.intake([file]).files.first { $0.path == file.path })

    #expect(report.rowCount == 5)
    #expect(report.counts == [.accepted: 2, .duplicateIgnored: 1, .refused: 2])
    #expect(
      report.reasonCounts == [
        "duplicate_ignored:exact_duplicate": 1, "refused:unknown_instrument": 2,
      ]
    )
  }
}
