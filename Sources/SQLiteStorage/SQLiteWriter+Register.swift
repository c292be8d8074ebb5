import Casework
import Storage
import SyncProtocol

extension SQLiteWriter {
  func save(_ device: StoredDevice) throws {
    try session.run(
      """
      INSERT INTO device (
        id, worker, title, token_hash, status, generation, last_n, last_online_n, served_seq,
        enrolled, last_sync, hands_in_until
      ) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
      ON CONFLICT (id) DO UPDATE SET
        worker = ?2, title = ?3, token_hash = ?4, status = ?5, generation = ?6, last_n = ?7,
        last_online_n = ?8, served_seq = ?9, enrolled = ?10, last_sync = ?11,
        hands_in_until = ?12
      """,
      [
        device.id.blob, device.worker.blob, device.title, device.tokenHash,
        device.status.rawValue, device.generation, device.lastNumber, device.lastOnlineNumber,
        device.servedSeq, device.enrolled, device.lastSync, device.handsInUntil,
      ]
    )
  }

  func save(_ enrolment: StoredEnrolment) throws {
    try session.run(
      """
      INSERT INTO enrolment (code_hash, worker, expires, used_by) VALUES (?1, ?2, ?3, ?4)
      ON CONFLICT (code_hash) DO UPDATE SET worker = ?2, expires = ?3, used_by = ?4
      """,
      [enrolment.codeHash, enrolment.worker.blob, enrolment.expires, enrolment.usedBy?.blob]
    )
  }

  func enrolment(codeHash: String) throws -> StoredEnrolment? {
    try session.first(
      "SELECT worker, expires, used_by FROM enrolment WHERE code_hash = ?1",
      [codeHash]
    ) { row throws(StorageError) in
      StoredEnrolment(
        codeHash: codeHash,
        worker: try row.id(0),
        expires: try row.integer(1),
        usedBy: try row.optionalID(2)
      )
    }
  }

  func isTaken(familyCode: String) throws -> Bool {
    try session.first("SELECT 1 FROM family_code WHERE code = ?1", [familyCode]) { _ in true }
      ?? false
  }

  func take(familyCode: String, for family: FamilyID) throws {
    try session.run(
      "INSERT INTO family_code (code, family) VALUES (?1, ?2)",
      [familyCode, family.blob]
    )
  }

  func log(_ entry: ActivityEntry) throws {
    try session.run(
      """
      INSERT INTO activity (time, seq, worker, device, action, family, record)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      """,
      [
        entry.time, entry.seq, entry.worker?.blob, entry.device?.blob, entry.action,
        entry.family?.blob, entry.record?.blob,
      ]
    )
  }

  func begin(_ epoch: Epoch) throws {
    try session.run(
      "INSERT INTO lineage (epoch, until_seq) SELECT epoch, head FROM sync_clock"
    )
    try session.run("UPDATE sync_clock SET epoch = ?1", [epoch.blob])
    memory.clock = nil
  }

  func setBackupSeq(_ seq: Int64) throws {
    try session.run("UPDATE sync_clock SET backup_seq = ?1", [seq])
    memory.clock = nil
  }

  func setFloor(_ seq: Int64) throws {
    try session.run("UPDATE sync_clock SET floor = ?1", [seq])
    memory.clock = nil
  }
}
