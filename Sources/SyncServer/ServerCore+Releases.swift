package import Casework
package import Reconciliation
package import Storage
package import SyncProtocol
import WireFormat

extension ServerCore {
  /// Notes what is released, unless it would tell of few families beside what was released before.
  ///
  /// - Parameters:
  ///   - cohort: The families behind each row.
  ///   - principal: Who releases it.
  ///   - need: What their role must allow.
  ///   - action: What the activity log says.
  ///   - writer: The commit.
  /// - Returns: The commit's number.
  /// - Throws: ``Refusal``, and then nothing may be handed out.
  package func noteRelease(
    _ cohort: ReleasedCohort,
    by principal: Principal,
    for need: Action = .exportRelease,
    logging action: String = "export.release",
    into writer: any LedgerWriter
  ) throws -> Int64 {
    let segment = try Segment(
      writer: writer,
      core: self,
      principal: principal,
      receipt: surroundings.now()
    )
    guard try segment.scope().allows(need) else {
      throw Refusal(.forbidden, "Your role releases no figures; ask a partnership lead.")
    }
    let earlier = try writer.studyRecords(of: .release)
      .compactMap { (try? JSON(strict: $0.body)).flatMap { ReleasedCohort(json: $0) } }
    for other in earlier {
      guard let row = cohort.rowTooClose(to: other) else { continue }
      let place = row.split(separator: "/").dropFirst().joined(separator: ", ")
      throw Refusal(
        .wrongState,
        "An earlier release differs from this one by one to \(ReleasedCohort.differenceMax) families "
          + "in \(place); whoever has both could work those out. Choose a longer period."
      )
    }
    let seq = segment.seq
    let content = cohort.json
    guard !earlier.contains(cohort) else {
      try segment.log(action, family: nil, record: nil)
      return seq - 1
    }
    let record: RecordID = surroundings.newID()
    try segment.put(
      StoredRecord(
        id: record,
        type: .release,
        family: .study,
        recordClass: .core,
        version: seq,
        author: principal.worker,
        made: segment.receipt,
        body: content.canonical
      )
    )
    segment.note(content.canonical)
    try segment.log(action, family: nil, record: record)
    try segment.close()
    return seq
  }
}

extension ReleasedCohort {
  /// The stored object.
  fileprivate var json: JSON {
    [
      "rows": .object(
        rows.mapValues { families in .array(families.sorted().map { .string($0) }) }
      )
    ]
  }

  /// Reads ``json``; `nil` when it is none.
  fileprivate init?(json: JSON) {
    guard let rows = json["rows"]?.object else { return nil }
    self.init(rows: rows.mapValues { Set(($0.array ?? []).compactMap(\.string)) })
  }
}
