import Casework
import Exports

/// Invented rows for the tests of this module; no real family, worker or reading.
enum Rows {
  static let context = ExportContext(
    asOfSeq: 184_001,
    epoch: "5f2c",
    generatedBy: "starmap 0.1.0",
    notes: ["2 readings are still on devices and not in this export"]
  )
  static let star = ExportedInstrument(id: "invented-star", edition: "1", contentHash: "aa01")
  static let assumed = ExportedInstrument(
    id: "invented-map",
    edition: "2026",
    contentHash: "bb02",
    definitionNote: "MAP definition assumed"
  )

  static func reading(_ number: UInt64) -> ExportedReading {
    ExportedReading(
      id: RecordID(high: 0x7000, low: number),
      sequence: Int64(number),
      receivedMilliseconds: 1_795_255_082_007,
      worker: "W-14",
      subject: .child,
      memberRole: .child,
      born: BirthMonth("2017-03"),
      date: CalendarDay(milliseconds: 1_795_219_200_000),
      respondent: .agreed,
      setting: .inPerson,
      capturedOffline: true
    )
  }

  static func row(
    _ number: UInt64 = 1,
    family: String = "K7Q",
    unit: String = "Fenland team",
    instrument: ExportedInstrument = star,
    area: Int = 1,
    answer: ExportedScore.Answer = .point(code: "6", stage: "Trying")
  ) -> ReadingRow {
    ReadingRow(
      family: ExportedFamily(code: family, authority: .cambridgeshire, unit: unit),
      episode: ExportedEpisode(opened: CalendarDay(milliseconds: 1_780_000_000_000), tier: .more),
      instrument: instrument,
      reading: reading(number),
      score: ExportedScore(
        area: "area\(area)",
        areaTitle: "Area \(area)",
        areaOrder: area,
        answer: answer
      )
    )
  }

  static func text(_ folder: ExportFolder, _ name: String) -> String {
    String(decoding: folder.file(name)?.bytes ?? [], as: UTF8.self)
  }
}

/// A reader of RFC 4180 for these tests, written apart from the writer.
func parseCSV(_ bytes: [UInt8]) -> [[String]] {
  var records: [[String]] = []
  var record: [String] = []
  var cell: [UInt8] = []
  var isQuoted = false
  var index = 0
  while index < bytes.count {
    let byte = bytes[index]
    let next = index + 1 < bytes.count ? bytes[index + 1] : 0
    switch (isQuoted, byte) {
    case (true, UInt8(ascii: "\"")) where next == UInt8(ascii: "\""):
      cell.append(byte)
      index += 1
    case (_, UInt8(ascii: "\"")): isQuoted.toggle()
    case (false, UInt8(ascii: ",")):
      record.append(String(decoding: cell, as: UTF8.self))
      cell = []
    case (false, 0x0D) where next == 0x0A:
      records.append(record + [String(decoding: cell, as: UTF8.self)])
      record = []
      cell = []
      index += 1
    default: cell.append(byte)
    }
    index += 1
  }
  return cell.isEmpty && record.isEmpty ? records : records + [["unfinished"]]
}
