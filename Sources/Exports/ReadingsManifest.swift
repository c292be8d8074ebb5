import WireFormat

/// What a set of files was made from and what is in it; it has no clock, so it can be made again.
struct ReadingsManifest {
  private let rows: [ReadingRow]
  private let context: ExportContext
  private let files: [ExportFile]

  init(rows: [ReadingRow], context: ExportContext, files: [ExportFile]) {
    self.rows = rows
    self.context = context
    self.files = files
  }

  /// The file, readable by a person.
  var bytes: [UInt8] { Array((json.pretty + "\n").utf8) }

  private var json: JSON {
    [
      "set": .string(ReadingsExport.set),
      "asOfSeq": .int(context.asOfSeq),
      "epoch": .string(context.epoch),
      "generatedBy": .string(context.generatedBy),
      "counts": counts,
      "files": .manifestEntries(of: files),
      "instruments": .array(instruments),
      "notes": .array(notes.map { .string($0) }),
    ]
  }

  private var counts: JSON {
    func readings(_ isCounted: (ExportedReading) -> Bool) -> JSON {
      let ids = Set(rows.map(\.reading).filter(isCounted).map(\.id))
      return .int(Int64(ids.count))
    }
    return [
      "rows": .int(Int64(rows.count)),
      "families": .int(Int64(Set(rows.map(\.family.code)).count)),
      "readings": readings { _ in true },
      "corrected": readings { $0.isCorrected },
      "withdrawn": readings { $0.withdrawalReason != nil },
    ]
  }

  /// Sorted by id; entries of one id, by their whole spelling.
  private var instruments: [JSON] {
    let entries = Set(rows.map(\.instrument)).map { instrument in
      var entry: [String: JSON] = [
        "id": .string(instrument.id),
        "edition": .string(instrument.edition),
        "contentHash": .string(instrument.contentHash),
      ]
      entry["definition"] = instrument.definitionNote.map { .string($0) }
      let json = JSON.object(entry)
      return (key: Array(instrument.id.utf8) + [0] + json.canonical, json: json)
    }
    return entries.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.json)
  }

  private var notes: [String] {
    let all =
      [ReadingsExport.internalNote] + context.notes
      + rows.compactMap(\.instrument.definitionNote)
    return Set(all).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
