import Casework
import Machine
import SyncProtocol
import WireFormat

/// What a reading takes on the wire, without its notes and own words.
enum WireRun {
  /// Writes a batch of 100 readings as a device does over a week, and compresses it.
  static func run() throws -> LoadRow {
    let surroundings = Surroundings.process()
    let families = (0..<40).map { _ in surroundings.newID(FamilyTag.self) }
    let device = LoadDevice(surroundings: surroundings)
    let contents = (0..<100).map {
      index -> (kind: OperationKind, record: RecordID, family: FamilyID, data: JSON) in
      let random = surroundings.random()
      let reading = Reading(
        instrument: "measured-compass",
        edition: "1",
        subject: .family,
        date: CalendarDay(milliseconds: surroundings.now() - Int64(index / 20) * 86_400_000),
        respondent: .agreed,
        scores: (1...10).map { area in
          Score(area: "area-\(area)", code: "\(1 + (random >> (UInt64(area) * 4) & 0xF) % 10)")
        }
      )
      return (
        .readingAdd, surroundings.newID(), families[Int(random >> 48) % families.count],
        reading.json
      )
    }
    let zipped = try device.push(contents)
    let plain = LoadDevice(surroundings: surroundings)
    var row = LoadRow("wire")
    row.add("gzip bytes/reading with the request's head", Double(zipped.count) / 100)
    row.add(
      "bytes/reading without gzip",
      Double(try plain.push(contents, isZipped: false).count) / 100
    )
    return row
  }
}
