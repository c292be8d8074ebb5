import Casework
import Crypto
import Intake
import SyncProtocol
import WireFormat

/// The record of one import: which files, by which mapping, and what became of their rows.
///
/// Its id follows from its content, so that the same import again leaves one record. Refused rows are
/// listed by number and reason; their content stays in the council's own file.
struct ImportRun {
  let json: JSON
  let id: RecordID

  /// The policies of a study that are about links.
  private static let linkPolicies: Set<String> = [
    "linkPairs", "bootstrapSeed", "bootstrapReplicates",
  ]

  init(_ request: ImportRequest, _ intake: Intake) {
    let files: [JSON] = intake.files.map { report in
      let bytes = request.files.first { $0.path == report.path }?.bytes ?? []
      return [
        "source": .string(report.source), "sha256": .string(Hex.encode(SHA256.hash(data: bytes))),
        "counts": report.countsJSON,
        "refused": .array(
          report.rows.filter { $0.disposition == .refused }.map {
            .array([.int(Int64($0.row)), .string($0.reason?.rawValue ?? "")])
          }
        ),
      ]
    }
    var json: [String: JSON] = [
      "mapping": .string(Hex.encode(SHA256.hash(data: request.mapping.canonical))),
      "files": .array(files),
    ]
    // An audit of what is stored links the areas that the mapping of the study lists.
    let policy = request.mapping["policy"]?.object ?? [:]
    if intake.study.contains(where: { $0.kind == .dual }), policy["linkPairs"] != nil {
      json["links"] = .object(policy.filter { Self.linkPolicies.contains($0.key) })
    }
    self.json = .object(json)
    id = derivedID("import run " + Hex.encode(SHA256.hash(data: self.json.canonical)))
  }
}

extension ImportWriter {
  /// Notes the run, once, and in the activity log.
  func store(_ run: ImportRun) throws {
    let isNew = try present(run.id) == nil
    if isNew { try put(run.json.canonical, id: run.id, type: .importRun, family: .study) }
    count("runs", isNew: isNew)
    guard !isDryRun else { return }
    try segment.log("import", family: nil, record: run.id)
  }
}

extension IntakeReport {
  /// How many rows have each disposition, and each reason.
  var countsJSON: JSON {
    var counts: [String: JSON] = ["rows": .int(Int64(rowCount))]
    for disposition in Disposition.allCases {
      counts[disposition.rawValue] = .int(Int64(self.counts[disposition] ?? 0))
    }
    counts["byReason"] = .object(
      Dictionary(reasonCounts.map { ($0, .int(Int64($1))) }) { first, _ in first }
    )
    return .object(counts)
  }
}
