import Audit
import Testing
import WireFormat

/// Cases that nobody foresaw: each gets an answer, and none sinks the others.
@Suite struct CaseLibraryTests {
  private static func answer(_ statistic: String, _ input: JSON) -> JSON {
    var library = CaseLibrary()
    let file: JSON = [
      "cases": [
        ["id": "asked", "statistic": .string(statistic), "input": input],
        ["id": "next", "statistic": "wilson", "input": ["x": 1, "n": 2]],
      ]
    ]
    library.add(file: "cases.json", file.canonical)
    let answers = library.answers().json
    #expect(answers["next"]?["p"] == .number(0.5))
    return answers["asked"] ?? .null
  }

  @Test func `an unknown statistic is answered as such`() {
    let answer = Self.answer("medianOfNothing", [:])

    #expect(answer["reason"] == "unknown_statistic")
    #expect(answer["value"] == .null)
  }

  @Test(
    arguments: [
      ("weightedKappa", ["raterA": [1], "raterB": [1, 2], "levels": [1, 2]], "lengths_differ"),
      ("weightedKappa", ["raterA": [1], "raterB": [7], "levels": [1, 2]], "score_not_on_scale"),
      ("weightedKappa", ["raterA": [1], "raterB": [1]], "input_unreadable"),
      ("weightedKappa", ["raterA": [], "raterB": [], "levels": [1, 2]], "no_data"),
      ("weightedKappa", ["raterA": [1], "raterB": [1], "levels": [1, 1]], "input_unreadable"),
      ("gwetAC", ["ratingsByRater": [[1], [nil]], "levels": [1, 2]], "no_data"),
      ("gwetAC", ["ratingsByRater": [[1], [1]], "levels": [1]], "undefined_no_variation"),
      ("krippendorffAlpha", ["ratingsByRater": [], "levels": [1]], "no_data"),
      ("icc", ["subjectsByRaters": [[1, 2]]], "too_few_observations"),
      ("icc", ["subjectsByRaters": [[1, "a"]]], "input_unreadable"),
      ("blandAltman", ["x": [], "y": []], "no_data"),
      ("blandAltman", ["x": [1], "y": [2]], "too_few_observations"),
      (
        "blandAltman", ["x": [1, 2], "y": [2, 3], "scaleX": "star10", "scaleY": "map4"],
        "different_scales"
      ),
      ("wilson", ["x": 0, "n": 0], "no_data"), ("wilson", ["x": 3, "n": 2], "impossible_counts"),
      ("wilson", ["x": 1, "n": 2, "level": 1], "parameter_out_of_range"),
      ("wilson", ["x": "1", "n": 2], "input_unreadable"),
      ("newcombeDifference", ["x1": 1, "n1": 2, "x2": 0, "n2": 0], "no_data"),
      ("netImprovement", ["improved": 2, "declined": 2, "n": 3], "impossible_counts"),
      ("clusteredWilson", ["clusterSizes": [], "x": 0, "icc": 0], "no_data"),
      ("directlyStandardisedProportion", ["strata": []], "no_data"),
      (
        "reliableChangeIndex", ["sdBaseline": 2, "reliability": 1, "first": 1, "last": 2],
        "undefined_no_variation"
      ),
      ("standardisedResponseMean", ["first": [1, 2], "last": [2, 3]], "undefined_no_variation"),
      (
        "regressionToMean",
        ["mean": 1, "sd": 0, "correlation": 0, "cutoff": 1, "selected": "below"],
        "parameter_out_of_range"
      ),
      (
        "noiseFloor", ["rating1": [1], "rating2": [2], "rule": "threshold 1"],
        "too_few_observations"
      ),
      (
        "toolEffectAdjustedDifference",
        [
          "dualDirectionTable_rowsStar_colsMap": [[1, 0], [0, 1]],
          "order": ["improved", "declined"],
        ],
        "different_tools_tool_effect_unknown"
      ),
      ("wilcoxonSignedRank", ["first": [1, nil], "last": [1, 4]], "no_nonzero_differences"),
      ("cliffsDelta", ["groupA": [], "groupB": [1]], "no_data"),
      ("splitMix64", ["seed": "-1"], "input_unreadable"),
      ("bootstrapLinkSE", ["caseRef": "nowhere"], "reference_not_found"),
      ("equipercentileMargins", ["sameCountsAs": "nowhere"], "reference_not_found"),
      (
        "equipercentileMargins",
        ["xCounts": [0, 0], "yCounts": [1, 1], "xLevels": [1, 2], "yLevels": [1, 2]], "no_data"
      ),
      ("disclosureNHS", ["counts": [[1, 2], [3]]], "lengths_differ"),
      ("disclosureNHS", ["counts": [[-1]]], "impossible_counts"),
      ("disclosureSecondary", ["counts": [[1]], "primaryRule": "some"], "input_unreadable"),
      ("canonicalSHA256", ["weight": .number(0.5)], "input_unreadable"),
      ("episodePairing", ["episode": ["start": "yesterday"]], "input_unreadable"),
      ("linkGate", ["design": "single_group"], "input_unreadable"),
    ] as [(String, JSON, String)]
  )
  func `what has no value is answered with the reason`(
    statistic: String,
    input: JSON,
    reason: String
  ) {
    #expect(Self.answer(statistic, input)["reason"]?.string == reason)
  }

  @Test func `a file that is no JSON, or holds no cases, leaves the others`() {
    var library = CaseLibrary()
    library.add(file: "a.json", Array("{".utf8))
    library.add(file: "b.json", Array("[]".utf8))
    library.add(file: "c.json", Array(#"{"cases":[{"statistic":"wilson"},7]}"#.utf8))
    library.add(
      file: "d.json",
      Array(#"{"cases":[{"id":"x","statistic":"wilson","input":{"x":1,"n":4}}]}"#.utf8)
    )
    library.add(file: "e.json", Array(#"{"cases":[{"id":"x"}]}"#.utf8))

    let (answers, unanswered) = library.answers()

    #expect(answers["x"]?["p"] == .number(0.25))
    #expect(unanswered == [])
    #expect(library.problems.count == 5)
  }

  @Test func `other levels, polarities and weights are read from the input`() {
    let wilson = Self.answer("wilson", ["x": 5, "n": 10, "level": .number(0.9)])
    let reversed = Self.answer(
      "areaDirection",
      [
        "rules": ["worry0to3worseHigh": "polarity reversed, threshold 1 level"],
        "rows": [
          ["scale": "worry0to3worseHigh", "first": 3, "last": 1],
          ["scale": "worry0to3worseHigh", "first": 0, "last": 0],
          ["scale": "worry0to3worseHigh", "first": 1, "last": nil],
          ["scale": "star10", "first": 3, "last": 4], ["scale": "star7", "first": 3, "last": 4],
        ],
      ]
    )
    let named = Self.answer(
      "gwetAC",
      [
        "ratingsByRater": [["equivalent", "broader"], ["equivalent", "narrower"]],
        "levels": ["equivalent", "narrower", "broader"],
      ]
    )

    #expect((wilson["low"]?.number ?? 0) > 0.26 && (wilson["low"]?.number ?? 1) < 0.27)
    #expect(reversed == ["improved", "maintained_at_top", nil, "maintained", "improved"])
    #expect(named["unweighted"]?["pa"] == .number(0.5))
  }
}
