import Casework
import Exports
import Testing
import WireFormat

@Suite struct ReadingsExportTests {
  private let rows: [ReadingRow] = [
    Rows.row(1, area: 1), Rows.row(1, area: 2, answer: .nonScore(kind: "noIssue")),
    Rows.row(1, area: 10), Rows.row(2, family: "A2B", instrument: Rows.assumed, area: 1),
    Rows.row(3, area: 1), Rows.row(3, unit: "Huntingdon team", area: 1),
  ]

  @Test func `a reading is one line an area under the documented heading`() {
    let folder = ReadingsExport.make(rows: Array(rows[0...1]), context: Rows.context)

    let start = """
      K7Q,cambridgeshire,Fenland team,2026-05-28,,more,invented-star,1,,\
      00000000-0000-7000-0000-000000000001,child,child,9 to 12,2026-11-21,agreed,standard,\
      inPerson,true,false,false,,W-14,2026-11-21T09:58:02.007Z,1,
      """
    let expected = [
      """
      family,authority,unit,episode_opened,episode_closed,tier,instrument,edition,definition,\
      reading,subject,member_role,age_band,date,respondent,timing,setting,captured_offline,\
      corrected,withdrawn,withdrawal_reason,worker,received,sequence,area,area_title,\
      area_order,score,non_score,stage,imported,source_reading
      """,
      start + "area1,Area 1,1,6,,Trying,false,",
      start + "area2,Area 2,2,,noIssue,,false,",
      "",
    ]
    #expect(Rows.text(folder, "readings.csv") == expected.joined(separator: "\r\n"))
  }

  @Test func `the same rows in any order give the same bytes`() {
    let expected = ReadingsExport.make(rows: rows, context: Rows.context)
    var turned = rows

    for _ in rows.indices {
      turned.append(turned.removeFirst())
      #expect(ReadingsExport.make(rows: turned, context: Rows.context) == expected)
      #expect(ReadingsExport.make(rows: turned.reversed(), context: Rows.context) == expected)
    }
  }

  @Test func `rows are sorted by family, reading and the instrument's own order of areas`() {
    let folder = ReadingsExport.make(rows: rows.reversed(), context: Rows.context)
    let records = parseCSV(folder.file("readings.csv")?.bytes ?? []).dropFirst()

    #expect(
      records.map { "\($0[0]) \($0[23]) \($0[24]) \($0[2])" } == [
        "A2B 2 area1 Fenland team", "K7Q 1 area1 Fenland team", "K7Q 1 area2 Fenland team",
        "K7Q 1 area10 Fenland team", "K7Q 3 area1 Fenland team", "K7Q 3 area1 Huntingdon team",
      ]
    )
  }

  @Test func `a withdrawn reading is listed with its state and reason`() {
    var row = Rows.row(answer: .point(code: "-1", stage: nil))
    row.reading.withdrawalReason = "=wrong, family"
    row.reading.isCorrected = true

    let folder = ReadingsExport.make(rows: [row], context: Rows.context)
    let record = parseCSV(folder.file("readings.csv")?.bytes ?? []).last ?? []

    #expect(Array(record[18...20]) == ["true", "true", "'=wrong, family"])
    #expect(record[27] == "-1")
  }

  @Test func `the dictionary explains every column once`() {
    let folder = ReadingsExport.make(rows: [], context: Rows.context)
    let heading = parseCSV(folder.file("readings.csv")?.bytes ?? []).first
    let entries = parseCSV(folder.file("dictionary.csv")?.bytes ?? [])

    #expect(entries.first == ["column", "meaning", "type", "since"])
    #expect(entries.dropFirst().map { $0[0] } == heading)
    #expect(entries.dropFirst().allSatisfy { !$0[1].isEmpty && ["1", "2"].contains($0[3]) })
  }

  @Test func `the manifest counts, warns, and names each file by its hash`() throws {
    try #require(
      IndependentSHA256.hex(Array("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
    var withdrawn = rows
    withdrawn[0].reading.withdrawalReason = "wrong family"
    withdrawn[1].reading.withdrawalReason = "wrong family"
    let folder = ReadingsExport.make(rows: withdrawn, context: Rows.context)
    let manifest = try JSON(strict: folder.file("manifest.json")?.bytes ?? [])
    func entry(_ name: String) -> JSON {
      let bytes = folder.file(name)?.bytes ?? []
      return [
        "bytes": .int(Int64(bytes.count)),
        "sha256": .string(IndependentSHA256.hex(bytes)),
      ]
    }

    #expect(
      manifest == [
        "set": "readings", "asOfSeq": 184_001, "epoch": "5f2c", "generatedBy": "starmap 0.1.0",
        "counts": ["rows": 6, "families": 2, "readings": 3, "corrected": 0, "withdrawn": 1],
        "files": [
          "dictionary.csv": entry("dictionary.csv"), "readings.csv": entry("readings.csv"),
        ],
        "instruments": [
          [
            "id": "invented-map", "edition": "2026", "contentHash": "bb02",
            "definition": "MAP definition assumed",
          ],
          ["id": "invented-star", "edition": "1", "contentHash": "aa01"],
        ],
        "notes": [
          "2 readings are still on devices and not in this export", "MAP definition assumed",
          "internal, not for onward sharing",
        ],
      ]
    )
  }

  @Test(arguments: [
    (Int64.min, "1900-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
    (0, "1970-01-01T00:00:00.000Z"), (Int64.max, "2199-12-31T23:59:59.999Z"),
  ])
  func `any time is written as an instant of the calendar`(milliseconds: Int64, text: String) {
    var row = Rows.row()
    row.reading.receivedMilliseconds = milliseconds

    let folder = ReadingsExport.make(rows: [row], context: Rows.context)

    #expect(parseCSV(folder.file("readings.csv")?.bytes ?? []).last?[22] == text)
  }
}
