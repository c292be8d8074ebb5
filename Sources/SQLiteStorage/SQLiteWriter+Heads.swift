import Casework
import Storage
import SyncProtocol

extension SQLiteWriter {
  /// Notes a seq for the present holders of a family and the units above them.
  ///
  /// ``put(_:)`` and the holdings do it by themselves, so that nobody can forget.
  func touch(family: FamilyID, seq: Int64) throws {
    try use(seq)
    for head in try heads(of: family) { try note(seq, for: head) }
  }

  /// Notes a seq for a worker alone.
  func touch(worker: WorkerID, seq: Int64) throws {
    try use(seq)
    try note(seq, for: .worker(worker))
  }

  private func note(_ seq: Int64, for head: PrincipalHead) throws {
    guard memory.noted[head] ?? 0 < seq else { return }
    let (kind, holder) = head.columns
    try session.run(
      """
      INSERT INTO principal_head (kind, holder, seq) VALUES (?1, ?2, ?3)
      ON CONFLICT (kind, holder) DO UPDATE SET seq = max(seq, excluded.seq)
      """,
      [kind, holder, seq]
    )
    memory.noted[head] = seq
  }

  /// The workers who hold a family, and the units that do with those above them, each once.
  private func heads(of family: FamilyID) throws -> [PrincipalHead] {
    if let known = memory.heads[family] { return known }
    var heads: [PrincipalHead] = []
    for holding in try openHoldings(of: family) {
      let line =
        switch holding.holder {
        case .worker(let worker): [PrincipalHead.worker(worker)]
        case .unit(let unit), .supervisors(let unit): try line(above: unit)
        }
      for head in line where !heads.contains(head) { heads.append(head) }
    }
    memory.heads[family] = heads
    return heads
  }

  private func line(above unit: UnitID) throws -> [PrincipalHead] {
    if let known = memory.lines[unit] { return known }
    let line = try session.rows(
      """
      WITH RECURSIVE above(unit) AS (
        SELECT ?1
        UNION
        SELECT unit.parent FROM above JOIN unit ON unit.id = above.unit
        WHERE unit.parent IS NOT NULL
      )
      SELECT unit FROM above
      """,
      [unit.blob]
    ) { row throws(StorageError) in PrincipalHead.unit(try row.id(0)) }
    memory.lines[unit] = line
    return line
  }
}
