import Casework
import Crypto
import Instruments
import Reconciliation
import WireFormat

/// A set that is made from the progress of episodes: its tables, their dictionary and a manifest.
struct ReconciledSet {
  private let set: String
  private let progress: Progress
  private let context: ExportContext
  private let tables: [ExportTable]
  /// The crosswalks behind the tables; none for tables of native scores alone.
  private let crosswalks: [Crosswalk]

  init(
    _ set: String,
    _ progress: Progress,
    _ context: ExportContext,
    isNative: Bool,
    _ tables: [ExportTable]
  ) {
    crosswalks = isNative ? [] : progress.crosswalksUsed
    self.set = set
    self.progress = progress
    self.context = context
    self.tables = tables
  }

  /// The files.
  var folder: ExportFolder {
    let files = (tables + [.dictionary(of: tables)]).map(\.file)
    let manifest = Array((manifest(of: files).pretty + "\n").utf8)
    return ExportFolder(files: files + [ExportFile(name: "manifest.json", bytes: manifest)])
  }

  /// Every row as a line of JSON, and first one line with what the figures rest on.
  var lines: [UInt8] {
    var members = manifest(of: []).object ?? [:]
    members["table"] = "manifest"
    members["files"] = nil
    var bytes: [UInt8] = []
    JSON.object(members).appendCanonical(to: &bytes)
    bytes.append(0x0A)
    for table in tables { table.appendLines(to: &bytes) }
    return bytes
  }

  private func manifest(of files: [ExportFile]) -> JSON {
    [
      "set": .string(set),
      "asOf": asOf,
      "from": progress.from.map { .string($0.description) } ?? .null,
      "to": progress.to.map { .string($0.description) } ?? .null,
      "epoch": .string(context.epoch),
      "generatedBy": .string(context.generatedBy),
      "counts": .object(
        Dictionary(tables.map { ($0.name, .int(Int64($0.count))) }) { first, _ in first }
      ),
      "files": .manifestEntries(of: files),
      "cohort": cohort,
      "policy": [
        "contentHash": .string(progress.policy.contentHash), "content": progress.policy.json,
      ],
      "instruments": .array(progress.packsUsed.map(\.manifestEntry)),
      "crosswalks": .array(crosswalks.map(\.manifestEntry)),
      "frameworks": .array(
        (crosswalks.isEmpty ? [] : progress.frameworksUsed).map(\.manifestEntry)
      ),
      "refusedCrosswalks": .array(
        progress.refusedCrosswalks.map { refused in
          [
            "crosswalk": .string(refused.crosswalk.name),
            "problems": .array(refused.problems.map { .string($0.code) }),
          ]
        }
      ),
      "notes": .array(notes.map { .string($0) }),
    ]
  }

  /// The newest commit that counts, and the day when the figures are of one; both again, as `DAY@SEQ`,
  /// give the same bytes.
  private var asOf: JSON {
    var members: [String: JSON] = ["seq": .int(context.asOfSeq)]
    members["day"] = progress.asOf.day.map { .string($0.description) }
    return .object(members)
  }

  private var cohort: JSON {
    let ids = progress.episodes.map(\.episode.id).sorted()
    return [
      "definition": .string(
        "Episodes closed in the period and by the moment of the figures; a family closed twice "
          + "counts twice."
      ),
      "episodes": .int(Int64(ids.count)),
      "families": .int(Int64(Set(progress.episodes.map(\.episode.family)).count)),
      "sha256": .string(Hex.encode(SHA256.hash(data: Array(ids.joined(separator: "\n").utf8)))),
    ]
  }

  private var notes: [String] {
    var notes = [
      ReadingsExport.internalNote,
      "A reading is never changed; corrections count from when they were approved.",
      "Change is measured on each instrument's own scale; instruments are never added up.",
      "Outcomes are never summed across a family; one area may feed several.",
      "Mixed is a class of its own; the strict columns count it as declined.",
      "not_measured means that the instrument has no primary source for the outcome.",
    ]
    if Set(progress.packsNamed.map(\.key.id)).count > 1 {
      notes.append(
        "Different tools: how much of a difference between two instruments is the tool's own is unknown."
      )
    }
    notes += Set(progress.packsNamed.compactMap(\.assumptionNotice)).sorted()
    let proposed = crosswalks.filter { !$0.state.isSignedOff }
    if !proposed.isEmpty {
      let names = proposed.map { "\($0.name) (\($0.state.rawValue))" }.joined(separator: ", ")
      notes.append("PROPOSED: not signed off by both authorities: \(names).")
    }
    return notes + context.notes
  }
}

extension InstrumentPack {
  fileprivate var manifestEntry: JSON {
    var entry: [String: JSON] = [
      "id": .string(key.id), "edition": .string(key.edition),
      "contentHash": .string(contentHash),
      "changeRule": [
        "unit": .string(changeRule.unit.rawValue), "threshold": .int(Int64(changeRule.threshold)),
        "basis": .string(changeRule.basis.rawValue),
      ],
      "compatibleWith": .array(
        compatibleWith.map {
          ["edition": .string($0.edition), "basis": .string($0.basis.rawValue)]
        }
      ),
    ]
    entry["definition"] = assumptionNotice.map { .string($0) }
    return .object(entry)
  }
}

extension Crosswalk {
  fileprivate var manifestEntry: JSON {
    [
      "id": .string(id), "version": .string(version), "state": .string(state.rawValue),
      "label": .string(label), "contentHash": .string(contentHash),
      "source": .string("\(source)"), "target": .string(target.description),
      "needs": needs.map { .string($0) } ?? .null,
    ]
  }
}

extension Framework {
  fileprivate var manifestEntry: JSON {
    [
      "id": .string(id), "version": .string(version), "state": .string(state.rawValue),
      "contentHash": .string(contentHash),
    ]
  }
}
