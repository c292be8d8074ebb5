import Intake
import Testing

/// A small file whose last row has one reason, and what must be said of that row.
struct ReasonCase: Sendable, CustomTestStringConvertible {
  let reason: DispositionReason
  let disposition: Disposition
  let file: IntakeFile

  init(
    _ reason: DispositionReason,
    _ disposition: Disposition,
    _ sheet: Sheet,
    _ rows: [[String: String]],
    _ change: ([UInt8]) -> [UInt8] = { $0 }
  ) {
    self.reason = reason
    self.disposition = disposition
    file = IntakeFile(path: sheet.path, bytes: change(Array(sheet.text(rows).utf8)))
  }

  var testDescription: String { "\(reason.rawValue) in \(file.path)" }
}

extension ReasonCase {
  static let all: [Self] =
    structure + values + scores + besideOthers + episodes + normalised + notes

  private static let structure: [Self] = [
    Self(.nulByte, .refused, .stars, [["Notes": "\u{0}"]]),
    Self(.invalidEncoding, .refused, .stars, [["Notes": "Z"]]) { bytes in
      bytes.map { $0 == UInt8(ascii: "Z") ? 0xE9 : $0 }
    },
    Self(.columnCount, .refused, .workers, [[:]]) { Array($0.dropLast()) + Array(",x\n".utf8) },
    Self(.columnCount, .refused, .workers, [[:]]) { $0 + Array("W2,Wim Invented\n".utf8) },
    Self(.missingID, .refused, .workers, [["Worker": " "]]),
    Self(.missingID, .refused, .engagements, [["Engagement ID": ""]]),
    Self(.missingID, .refused, .engagements, [["Family Ref": ""]]),
    Self(.missingID, .refused, .stars, [["Star ID": ""]]),
    Self(.missingID, .refused, .scores, [["assessment_id": ""]]),
    Self(.missingID, .refused, .dual, [["Study No": ""]]),
  ]

  private static let values: [Self] = [
    Self(.invalidDate, .refused, .stars, [["Date of Star": "2023-03-10"]]),
    Self(.invalidDate, .refused, .stars, [["Entered on": "29/02/2023"]]),
    Self(.invalidDate, .refused, .engagements, [["Opened": "1/2/2023"]]),
    Self(.invalidDate, .refused, .engagements, [["Closed": "31/06/2023"]]),
    Self(.invalidDate, .refused, .scores, [["assessed_on": "10/03/2023"]]),
    Self(.invalidDate, .refused, .dual, [["MAP date": ""]]),
    Self(.invalidDate, .refused, .double, [["Date": "2023-3-10"]]),
    Self(.invalidDate, .refused, .population, [["As at": "2023"]]),
    Self(.invalidTimestamp, .refused, .scores, [["recorded_at": "2023-03-10T12:00:00"]]),
    Self(.invalidTimestamp, .refused, .scores, [["recorded_at": "2023-03-10T24:00Z"]]),
    Self(.invalidNumber, .refused, .population, [["Population": "50,000"]]),
    Self(.invalidNumber, .refused, .population, [["Population": "-1"]]),
    Self(.unknownCode, .refused, .stars, [["Completed by": "Nobody"]]),
    Self(.unknownCode, .refused, .stars, [["Type": ""]]),
    Self(.unknownCode, .refused, .scores, [["stage": "middle"]]),
    Self(.unknownCode, .refused, .dual, [["Authority": "Fenmere"]]),
    Self(.unknownInstrument, .refused, .stars, [["Star": "Moon Star"]]),
    Self(.unknownInstrument, .refused, .double, [["Tool": "Ruler"]]),
    Self(.unknownEdition, .refused, .stars, [["Edition": "9"]]),
    Self(.unknownArea, .refused, .scores, [["domain": "Weather"]]),
    Self(.dateInFuture, .refused, .stars, [["Entered on": "01/01/2024"]]),
    Self(.dateInFuture, .refused, .scores, [["recorded_at": "2023-12-31T23:30:00-01:00"]]),
    Self(.dateInFuture, .refused, .dual, [["MAP date": "2024-01-01"]]),
    Self(.dateInFuture, .refused, .double, [["Date": "2024-01-01"]]),
  ]

  private static let scores: [Self] = [
    Self(.areaNotInInstrument, .refused, .stars, [["MY friends": "3"]]),
    Self(.areaNotInInstrument, .refused, .double, [["FSP home-money": "3"]]),
    Self(.scoreOutOfRange, .refused, .stars, [["FSP home-money": "11"]]),
    Self(.scoreOutOfRange, .refused, .scores, [["score": "0"]]),
    Self(.scoreOutOfRange, .refused, .scores, [["score": String(repeating: "9", count: 40)]]),
    Self(.scoreOutOfRange, .refused, .dual, [["MAP crime": "6"]]),
    Self(.scoreNotOnScale, .refused, .stars, [["FSP home-money": "3.5"]]),
    Self(.scoreNotOnScale, .refused, .stars, [["FSP home-money": "three"]]),
    // This instrument has no such answer, whatever the words of the mapping.
    Self(.scoreNotOnScale, .refused, .dual, [["FSP home-money": "No issue"]]),
    Self(.noScores, .refused, .stars, [Sheet.blank]),
    Self(.noScores, .refused, .stars, [Sheet.blank.merging(["FSP home-money": "N/A"]) { $1 }]),
  ]
}
