import Casework
import Storage
import SyncProtocol

extension SQLiteWriter {
  func begin(_ attempt: PushAttempt) {
    attempts?.note(attempt)
  }

  func crashes(device: DeviceID, generation: Int, from number: Int) throws -> [Int: Int] {
    let rows = try session.rows(
      "SELECT n, count FROM attempt WHERE device = ?1 AND generation = ?2 AND n >= ?3",
      [device.blob, generation, number]
    ) { row throws(StorageError) -> (Int, Int) in (try row.int(0), try row.int(1)) }
    return Dictionary(rows) { first, _ in first }
  }

  func addCrash(_ attempt: PushAttempt) throws {
    for number in attempt.first...attempt.last {
      try session.run(
        """
        INSERT INTO attempt (device, generation, n, count) VALUES (?1, ?2, ?3, 1)
        ON CONFLICT (device, generation, n) DO UPDATE SET count = count + 1
        """,
        [attempt.device.blob, attempt.generation, number]
      )
    }
  }

  func forgetCrashes(device: DeviceID, generation: Int, through number: Int) throws {
    try session.run(
      """
      DELETE FROM attempt
      WHERE device = ?1 AND (generation < ?2 OR (generation = ?2 AND n <= ?3))
      """,
      [device.blob, generation, number]
    )
  }
}
