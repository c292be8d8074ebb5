import Casework
import Instruments
package import Reconciliation
import WireFormat

/// The export set `restatement`: an earlier export's results beside those of now, and why they differ.
///
/// The earlier export itself is never altered.
package enum RestatementExport {
  /// The name of the set.
  package static let set = "restatement"

  /// One result that differs.
  private struct Row {
    let change: ResultChange
    let reasons: [RestatementReason]
  }

  /// Makes the files of the set.
  ///
  /// - Parameters:
  ///   - restatement: Both reckonings.
  ///   - before: What the earlier export was made from.
  ///   - after: What this one is made from.
  /// - Returns: The files; the same restatement and contexts give the same bytes.
  package static func make(
    _ restatement: Restatement,
    before: ExportContext,
    after: ExportContext
  ) -> ExportFolder {
    let tables = [results(restatement), reasons(restatement)]
    let files = (tables + [.dictionary(of: tables)]).map(\.file)
    let manifest: JSON = [
      "set": .string(set),
      "before": side(restatement.before, before),
      "after": side(restatement.after, after),
      "episodes": .int(Int64(restatement.comparison.episodes)),
      "changedEpisodes": .int(Int64(restatement.comparison.changedEpisodes)),
      "files": .manifestEntries(of: files),
      "notes": [
        .string(ReadingsExport.internalNote),
        "The earlier export is as it was; this set only says what has changed since.",
      ],
    ]
    return ExportFolder(
      files: files + [
        ExportFile(name: "manifest.json", bytes: Array((manifest.pretty + "\n").utf8))
      ]
    )
  }

  private static func side(_ progress: Progress, _ context: ExportContext) -> JSON {
    [
      "asOf": [
        "seq": .int(context.asOfSeq),
        "day": progress.asOf.day.map { .string($0.description) } ?? .null,
      ],
      "from": progress.from.map { .string($0.description) } ?? .null,
      "to": progress.to.map { .string($0.description) } ?? .null,
      "generatedBy": .string(context.generatedBy), "epoch": .string(context.epoch),
      "policy": .string(progress.policy.contentHash),
      "crosswalks": .array(
        progress.crosswalksUsed.map { crosswalk in
          [
            "name": .string(crosswalk.name), "state": .string(crosswalk.state.rawValue),
            "contentHash": .string(crosswalk.contentHash),
          ]
        }
      ),
    ]
  }

  private static func results(_ restatement: Restatement) -> ExportTable {
    let rows = restatement.comparison.changes.map { change in
      Row(change: change, reasons: restatement.reasons(for: change))
    }
    let columns: [TableColumn<Row>] = [
      TableColumn("authority", .text, "Authority that holds the family") { $0.change.authority },
      TableColumn("family", .text, "Short code of the family") { $0.change.family },
      TableColumn("episode", .code, "Id of the episode") { $0.change.episode },
      TableColumn("instrument", .code, "Id of the instrument") { $0.change.instrument },
      TableColumn("measure", .code, "pairing, area, outcome, bandFirst or bandLast") {
        $0.change.measure.rawValue
      },
      TableColumn("item", .code, "Id of the area or the outcome") { $0.change.item },
      TableColumn("before", .code, "The result in the earlier export; none if it had none") {
        $0.change.before
      },
      TableColumn("after", .code, "The result now; none if there is none") { $0.change.after },
      TableColumn("reasons", .text, "Why, the causes joined by semicolons") { row in
        var seen: [String] = []
        for cause in row.reasons.map(\.cause.rawValue) where !seen.contains(cause) {
          seen.append(cause)
        }
        return seen.joined(separator: ";")
      },
      TableColumn("details", .text, "What exactly changed, joined by semicolons") {
        $0.reasons.map(\.detail).filter { !$0.isEmpty }.joined(separator: "; ")
      },
    ]
    return ExportTable("restatement", columns: columns, rows: rows)
  }

  /// How many results each cause takes part in.
  private static func reasons(_ restatement: Restatement) -> ExportTable {
    var counts: [RestatementReason.Cause: (results: Int, episodes: Set<String>)] = [:]
    for change in restatement.comparison.changes {
      for cause in Set(restatement.reasons(for: change).map(\.cause)) {
        counts[cause, default: (0, [])].results += 1
        counts[cause, default: (0, [])].episodes.insert(change.episode)
      }
    }
    let rows = RestatementReason.Cause.allCases.compactMap { cause in
      counts[cause].map { (cause: cause, results: $0.results, episodes: $0.episodes.count) }
    }
    let columns: [TableColumn<(cause: RestatementReason.Cause, results: Int, episodes: Int)>] = [
      TableColumn("cause", .code, "Cause of a change") { $0.cause.rawValue },
      countColumn("results", "Results in whose change the cause takes part") { $0.results },
      countColumn("episodes", "Episodes with such a result") { $0.episodes },
    ]
    return ExportTable("reasons", columns: columns, rows: rows)
  }
}
