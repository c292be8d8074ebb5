import Casework
package import Storage
package import SyncProtocol

extension ServerCore {
  /// The newest place of a device's past that lies in this history.
  ///
  /// - Parameters:
  ///   - request: The places that the device has stood at.
  ///   - reader: One snapshot.
  /// - Returns: Where the two histories part; places that cannot be read count as unknown.
  /// - Throws: `StorageError`.
  package func ancestor(
    _ request: AncestorRequest,
    from reader: any LedgerReader
  ) throws -> AncestorAnswer {
    let clock = try reader.clock()
    var shared: Int64 = 0
    for point in request.points.compactMap({ Cursor(text: $0) }) {
      if point.newest <= clock.head, point.newest > shared,
        try reader.chain(at: point.newest) == point.chain
      {
        shared = point.newest
      }
    }
    return AncestorAnswer(seq: shared, head: clock.head, epoch: clock.epoch.description)
  }

  /// The families of which a device does not hold what it should.
  ///
  /// Only families that have not changed since the device's cursor are compared, since the next pull
  /// brings the others anyway; so are those that the device should not hold any more, or does not
  /// hold yet.
  ///
  /// - Parameters:
  ///   - request: What the device holds.
  ///   - principal: Whose device it is.
  ///   - reader: One snapshot.
  /// - Returns: The families that differ, by id.
  /// - Throws: ``Refusal`` with `cursor-expired` or `log-forked`; `StorageError`.
  package func verify(
    _ request: VerifyRequest,
    for principal: Principal,
    from reader: any LedgerReader
  ) throws -> VerifyAnswer {
    let clock = try reader.clock()
    let cursor = try cursor(from: request.cursor, clock: clock, reader: reader)
    let now = try reader.scope(of: principal, at: clock.head)
    let then = try reader.scope(of: principal, at: cursor.seq)
    var differing: [FamilyID] = []
    for family in Set(request.families.keys).union(now.families.keys).sorted()
    where request.covers(family) && now.families[family] == then.families[family] {
      guard now.families[family] != nil else {
        // The device shows a family that was not to be seen at its cursor either.
        if request.families[family] != nil { differing.append(family) }
        continue
      }
      let alone = now.restricted(to: [family])
      let changes = try reader.changes(after: cursor.seq, through: clock.head, limit: 1, in: alone)
      guard changes.isEmpty else { continue }
      if try digest(of: family, in: now, from: reader) != request.families[family] ?? FamilyDigest()
      {
        differing.append(family)
      }
    }
    return VerifyAnswer(differing: differing)
  }

  private func digest(
    of family: FamilyID,
    in scope: AccessScope,
    from reader: any LedgerReader
  ) throws -> FamilyDigest {
    var digest = FamilyDigest()
    var after: RecordID?
    while true {
      let records = try reader.backfill(of: family, after: after, limit: 500, in: scope)
      for record in records { digest.add(record.id, version: record.version, body: record.body) }
      guard records.count == 500, let last = records.last else { return digest }
      after = last.id
    }
  }
}
