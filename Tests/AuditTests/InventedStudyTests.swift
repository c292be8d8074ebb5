import Audit
import Testing
import WireFormat

/// A small invented study against figures reckoned by hand.
@Suite struct InventedStudyTests {
  private let study = InventedStudy()

  @Test func `every row of the small study is accepted`() throws {
    let files = try #require(try study.value("import").object)

    for (name, counts) in files {
      #expect(counts["rows"] == counts["accepted"], "\(name)")
    }
    #expect(files.count == 9)
  }

  @Test func `on a scale where lower is better a fall is an improvement`() throws {
    let home = try study.value("areas/Northvale/ladder/home")

    // 6 to 4 improves by two rungs, 2 to 3 moves by one and is no change, 1 to 5 declines by four.
    #expect(home["improved"] == 1)
    #expect(home["maintained"] == 1)
    #expect(home["declined"] == 1)
    #expect(home["rawUp"] == 1)
    #expect(home["rawDown"] == 2)
  }

  @Test func `both readings at the best point are maintained at the top whatever the polarity`()
    throws
  {
    // 0 to 0 on the ladder, 3 to 3 on the tally.
    #expect(try study.value("areas/Northvale/ladder/calm/maintained_at_top") == 1)
    #expect(try study.value("areas/Southmere/tally/roof/maintained_at_top") == 1)
  }

  @Test func `half points are points, and two of them make a level`() throws {
    let roof = try study.value("areas/Southmere/tally/roof")

    // 1 to 1.5 stays in its level, 2 to 1 falls by a level and by two points.
    #expect(roof["maintained"] == 1)
    #expect(roof["declined"] == 1)
    #expect(roof["rawUp"] == 1)
    #expect(roof["rawDown"] == 1)
    #expect(roof["up2points"] == 0)
    #expect(roof["down2points"] == 1)
  }

  @Test func `no issue leaves the denominator, and as the best point it is maintained there`()
    throws
  {
    let mood = try study.value("areas/Southmere/tally/mood")
    let peace = try study.value("outcomes/Southmere/tally/outcomes/X2")

    #expect(mood["notApplicable"] == 1)
    #expect(mood["n"] == 2)
    #expect(peace["n"] == 2)
    #expect(peace["not_applicable"] == 1)
    #expect(peace.member("noIssueAsTop/n") == 3)
    #expect(peace.member("noIssueAsTop/maintained_at_top") == 1)
  }

  @Test func `pairs are counted for every closure of the main instrument`() throws {
    let pairing = try study.value("pairing/Northvale/ladder")

    #expect(pairing["episodes"] == 5)
    #expect(pairing["paired"] == 3)
    #expect(pairing["no_follow_up"] == 1)
    #expect(pairing["no_baseline"] == 1)
    #expect(pairing["noReadings"] == 1)
    #expect(pairing.member("byDistrict/Hill/episodes") == 1)
    #expect(pairing["gapDaysMedian"] == .number(157))
  }

  @Test func `positive progress needs one outcome up and none down`() throws {
    let north = try study.value("positiveProgress/results/Northvale/ladder")

    // N1 is up in X1; N2 stays; N3 is down in X1 and up in X2.
    #expect(north.member("standard/allClosed/x") == 1)
    #expect(north.member("standard/allClosed/n") == 5)
    #expect(north.member("standard/paired/n") == 3)
    #expect(north.member("net/paired/down") == 0)
    #expect(north["perspective"] == "parent")
    let south = try study.value("positiveProgress/results/Southmere/tally")
    // S1 is up in X2; S2 began and ended at the top and had no room; S3 is down in X1.
    #expect(south.member("standard/paired/x") == 1)
    #expect(south.member("net/paired/down") == 1)
    #expect(south["withRoom"] == 2)
  }

  @Test func `what an authority did is told from its own records`() throws {
    let north = try study.value("authorities/Northvale")

    #expect(north["episodesAccepted"] == 6)
    #expect(north["closures"] == 5)
    #expect(north["openAtAsOf"] == 1)
    #expect(north.member("stepUp/any/x") == 1)
    #expect(north.member("stepUp/byEvent/s17/x") == 1)
    #expect(north.member("partnerLed/x") == 4)
    #expect(north.member("ageBandsClosed/9-12") == 5)
    #expect(north.member("daysToFirstReading/median") == .number(5))
    #expect(north.member("readingsPerClosure/0/x") == 1)
    #expect(north.member("readingsPerClosure/2+/x") == 3)
    // N1 rose in home, N3 in calm.
    #expect(north.member("crudeAnyArea/x") == 2)
  }

  @Test func `a rate takes the newest population figure dated by the end of the period`() throws {
    #expect(try study.value("authorities/Northvale/ratesPer10k/0-19/population") == 2000)
    #expect(try study.value("authorities/Northvale/ratesPer10k/0-19/closuresPer10k") == .number(25))
    #expect(
      try study.value("authorities/Southmere/ratesPer10k/0-19/reason") == "no_dated_population"
    )
  }

  @Test func `the comparison says that the effect of the instruments is not known`() throws {
    let comparison = try study.value("crossAuthority")

    // Of three in the north one improved in X1, of three in the south none.
    #expect(comparison.member("first/authority") == "Northvale")
    #expect(comparison.member("first/x") == 1)
    #expect(comparison.member("second/x") == 0)
    #expect(comparison["sentence"] == "different_tools_tool_effect_unknown")
    #expect(comparison["adjusted"] == .null)
  }

  @Test func `small counts are hidden from a table that is released, and zero is shown`() throws {
    let table = try study.value("release/tables/stepUpByDistrict")

    #expect(table["rows"] == ["Northvale/Dale", "Northvale/Hill", "Southmere/Dale"])
    #expect(table["cols"] == ["none", "s17", "s47", "cp", "lac"])
    #expect(table["cells"]?.array?.first == ["*", "*", 0, 0, 0])
    #expect(table["grandTotal"] == 10)
  }

  @Test func `the labels say what is proposed and what is assumed`() throws {
    let labels = try study.value("labels")

    #expect(labels["crosswalkState"] == "PROPOSED")
    #expect(labels["mapDefinition"] == "Tally definition assumed")
  }
}
