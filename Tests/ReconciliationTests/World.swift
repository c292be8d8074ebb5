import Casework
import Instruments
import Reconciliation
import Testing
import WireFormat

/// An invented partnership: two editions of one instrument, one crosswalk and a main instrument.
struct World {
  var catalogue: InstrumentCatalogue
  var library: ReconciliationLibrary

  init(scale: InventedScale = .five, crosswalk: [String: JSON] = [:]) throws {
    catalogue = InstrumentCatalogue(packs: [
      try inventedPack(areas: ["a", "b"], scale: scale),
      try inventedPack(edition: "2", areas: ["a", "b"], scale: scale, follows: ["1"]),
      try inventedPack("other", areas: ["c"], scale: scale),
    ])
    var policy = ProgressPolicy.standard
    policy.framework = FrameworkKey(id: "common", version: "1")
    policy.mainInstrument = ["North": "tool"]
    library = ReconciliationLibrary(
      frameworks: [try inventedFramework()],
      crosswalks: [try inventedCrosswalk(crosswalk)],
      policy: policy
    )
  }

  /// Everything up to a moment; the head unless a day is given.
  func progress(
    _ episodes: [EpisodeCase],
    from: String? = nil,
    to: String? = nil,
    asOf: String? = nil
  ) throws -> Progress {
    Progress(
      episodes: episodes,
      from: try from.map { try day($0) },
      to: try to.map { try day($0) },
      asOf: try asOf.map { AsOf(endOf: try day($0)) } ?? .head,
      catalogue: catalogue,
      library: library
    )
  }
}

/// Two readings that make a pair in the standard episode.
func pairOfReadings(
  _ id: String = "r",
  subject: String = "",
  first: [String: String],
  last: [String: String]
) throws -> [CaseReading] {
  [
    try reading("\(id)1", "2025-01-20", subject: subject, scores: first),
    try reading("\(id)2", "2025-06-20", subject: subject, scores: last),
  ]
}
