import Instruments
import Reconciliation
import Testing
import WireFormat

/// Properties of scales on which a naive implementation stumbles, each with the answer that it would give.
@Suite struct ScaleTrapTests {
  /// One file of `Cases/traps`: packs, a crosswalk, two readings, the right and the naive answer.
  static let files: [String] = [
    "end-point-below-top", "half-points", "new-edition-mid-episode", "new-edition-not-comparable",
    "no-issue", "not-applicable", "parent-and-child", "reversed-polarity", "unmapped-area",
  ]

  private struct Trap {
    let expected: [String: String]
    let naive: [String: String]
    let results: [String: String]

    init(_ name: String) throws {
      let bytes = try Files.bytes("Tests/ReconciliationTests/Cases/traps/\(name).json")
      let file = try JSON(strict: bytes)
      let packs = try #require(file["packs"]?.array).map {
        try InstrumentPack(bytes: $0.canonical)
      }
      let crosswalks = try #require(file["crosswalks"]?.array).map {
        try Crosswalk(bytes: $0.canonical)
      }
      let framework = try Framework(bytes: try #require(file["framework"]).canonical)
      var policy = ProgressPolicy.standard
      policy.framework = framework.key
      let readings = try #require(file["readings"]?.array).enumerated().map { index, json in
        try reading(
          "r\(index)",
          try #require(json["date"]?.string),
          key: InstrumentKey(
            id: try #require(json["instrument"]?.string),
            edition: try #require(json["edition"]?.string)
          ),
          scores: (json["scores"]?.object ?? [:]).compactMapValues(\.string)
        )
      }
      let progress = Progress(
        episodes: [try episode(readings)],
        from: nil,
        to: nil,
        asOf: .head,
        catalogue: InstrumentCatalogue(packs: packs),
        library: ReconciliationLibrary(
          frameworks: [framework],
          crosswalks: crosswalks,
          policy: policy
        )
      )
      #expect(progress.refusedCrosswalks.isEmpty, "\(progress.refusedCrosswalks)")
      results = Self.results(of: progress)
      expected = (file["expected"]?.object ?? [:]).compactMapValues(\.string)
      naive = (file["naive"]?.object ?? [:]).compactMapValues(\.string)
    }

    private static func results(of progress: Progress) -> [String: String] {
      var results: [String: String] = [:]
      for instrument in progress.episodes.flatMap(\.instruments) {
        let name = instrument.instrument
        results["\(name)/pairing"] = instrument.status.rawValue
        for outcome in instrument.outcomes {
          results["\(name)/outcome/\(outcome.outcome)"] =
            outcome.direction?.rawValue ?? outcome.status.rawValue
        }
        for subject in instrument.subjects {
          for outcome in subject.outcomes {
            results["\(name)/bandLast/\(outcome.outcome)"] = outcome.bandLast?.summary
          }
          for area in subject.areas {
            results["\(name)/area/\(area.area)"] =
              switch area.result {
              case .directed(let direction, _): direction.rawValue
              case .noDirection: "no_direction"
              case .notApplicable: "not_applicable"
              }
          }
        }
      }
      return results
    }
  }

  @Test(arguments: files)
  func `the right answer is given where a naive one would be another`(_ name: String) throws {
    let trap = try Trap(name)

    #expect(!trap.expected.isEmpty)
    for (key, answer) in trap.expected { #expect(trap.results[key] == answer, "\(key)") }
    #expect(trap.naive.contains { trap.results[$0.key] != $0.value }, "the naive answer is right")
    #expect(Set(trap.naive.keys) == Set(trap.expected.keys))
  }

  @Test func `every file is tried`() throws {
    let files = try Files.list("Tests/ReconciliationTests/Cases/traps")
    #expect(
      files.map { $0.split(separator: "/").last?.dropLast(5) ?? "" } == Self.files.map { $0[...] }
    )
  }
}
