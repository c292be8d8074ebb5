import Intake

extension ReasonCase {
  static let besideOthers: [Self] = [
    Self(.exactDuplicate, .duplicateIgnored, .stars, [[:], ["Star ID": "S2"], [:]]),
    Self(.exactDuplicate, .duplicateIgnored, .workers, [[:], ["Team": " NORTH team"]]),
    Self(.exactDuplicate, .duplicateIgnored, .scores, [[:], [:]]),
    Self(.exactDuplicate, .duplicateIgnored, .double, [[:], [:]]),
    Self(.exactDuplicate, .duplicateIgnored, .population, [[:], [:]]),
    Self(.idConflict, .held, .stars, [[:], ["FSP home-money": "4"]]),
    Self(.idConflict, .held, .engagements, [[:], ["Tier": "Targeted"]]),
    Self(.idConflict, .held, .workers, [[:], ["Name": "Wilma Invented"]]),
    Self(.idConflict, .held, .scores, [[:], ["score": "4"]]),
    Self(.idConflict, .held, .dual, [[:], ["Tier": "Targeted"]]),
    Self(
      .assessmentInconsistent,
      .held,
      .scores,
      [[:], ["domain": "Crime & ASB", "stage": "review"]]
    ),
    Self(.unknownEngagement, .held, .stars, [["Engagement ID": "E9"]]),
    Self(.unknownEngagement, .held, .scores, [["case_no": "C9"]]),
    Self(.unknownEngagement, .held, .scores, [["case_no": ""]]),
    Self(.engagementNotAccepted, .held, .stars, [["Engagement ID": "E4", "Family Ref": "F4"]]),
    Self(.engagementNotAccepted, .held, .scores, [["case_no": "C4"]]),
    Self(.familyMismatch, .held, .stars, [["Family Ref": "F2"]]),
    Self(.ambiguousEngagement, .held, .stars, [["Engagement ID": "", "Family Ref": "F2"]]),
    Self(.outsideEngagement, .held, .stars, [["Engagement ID": "", "Family Ref": "F9"]]),
    Self(.outsideEngagement, .held, .stars, [["Engagement ID": "", "Family Ref": ""]]),
    Self(.outsideEngagement, .held, .stars, [["Date of Star": "19/01/2023"]]),
    Self(
      .outsideEngagement,
      .held,
      .stars,
      [["Date of Star": "29/08/2023", "Entered on": "29/08/2023"]]
    ),
    Self(.outsideEngagement, .held, .scores, [["assessed_on": "2023-01-19"]]),
    Self(.unknownWorker, .held, .stars, [["Worker": "W9"]]),
    Self(.unknownWorker, .held, .stars, [["Worker": "w1"]]),
    Self(.unknownWorker, .held, .scores, [["assessor": ""]]),
    Self(.enteredBeforeDate, .held, .stars, [["Entered on": "09/03/2023"]]),
    Self(.enteredBeforeDate, .held, .scores, [["recorded_at": "2023-03-10T00:30:00+01:00"]]),
    Self(.editionNotYetValid, .held, .stars, [["Edition": "2"]]),
    Self(.unknownSubject, .held, .stars, [["Subject": ""]]),
    Self(.unknownSubject, .held, .stars, [["Subject": "C1"]]),
    Self(.unknownSubject, .held, .stars, [Sheet.child.merging(["Subject": "P1"]) { $1 }]),
    Self(.unknownSubject, .held, .stars, [Sheet.child.merging(["Subject": "C5"]) { $1 }]),
    Self(.unknownSubject, .held, .stars, [Sheet.child.merging(["Subject": "C+2"]) { $1 }]),
    Self(.unknownSubject, .held, .stars, [Sheet.child.merging(["Subject": "C0"]) { $1 }]),
    Self(.subjectBornAfterReading, .held, .stars, [Sheet.child.merging(["Subject": "C4"]) { $1 }]),
  ]

  static let episodes: [Self] = [
    Self(.unknownCode, .held, .engagements, [["Tier": ""]]),
    Self(.unknownCode, .held, .engagements, [["Lead agency": "Somebody"]]),
    Self(.unknownCode, .held, .engagements, [["Step-up": "Somewhere"]]),
    Self(.closedBeforeOpened, .refused, .engagements, [["Closed": "02/02/2023"]]),
    Self(.invalidBirthYear, .refused, .engagements, [["Child YOBs": "2015;15"]]),
    Self(.invalidBirthYear, .refused, .engagements, [["Child YOBs": "2015|2018"]]),
    Self(.invalidBirthYear, .refused, .cases, [["children_birth_years": "2015-06"]]),
  ]

  static let normalised: [Self] = [
    Self(.trimmed, .acceptedNormalised, .stars, [Sheet.child.merging(["Star": " my star"]) { $1 }]),
    Self(.trimmed, .acceptedNormalised, .cases, [["household": "\tH1 "]]),
    Self(
      .caseFolded,
      .acceptedNormalised,
      .stars,
      [["Type": "STANDARD", "FSP home-money": "3.0"]]
    ),
    Self(.caseFolded, .acceptedNormalised, .stars, [["FSP home-money": "n/a"]]),
    Self(.caseFolded, .acceptedNormalised, .scores, [["domain": "crime & asb"]]),
    Self(.numberFormat, .acceptedNormalised, .stars, [["FSP home-money": "03.00"]]),
    Self(.numberFormat, .acceptedNormalised, .stars, [["FSP home-money": "3.000000000000"]]),
    Self(
      .numberFormat,
      .acceptedNormalised,
      .stars,
      [["FSP home-money": "+3", "Engagement ID": ""]]
    ),
    Self(.unknownLeadWorker, .acceptedNormalised, .engagements, [["Lead worker": "W9"]]),
    Self(.engagementInferred, .acceptedNormalised, .stars, [["Engagement ID": ""]]),
  ]

  static let notes: [Self] = [
    Self(.formulaText, .accepted, .stars, [["Notes": "=1+1,\n\"é\""]]),
    Self(.formulaText, .accepted, .cases, [["remarks": "@somebody"]]),
    Self(.embeddedNewline, .accepted, .stars, [["Notes": "é,\nb"]]),
    Self(.quotedText, .accepted, .stars, [["Notes": "so \"é\""]]),
    Self(.nonASCII, .accepted, .stars, [["Notes": " é "]]) { Array($0.dropLast()) + [0x0D, 0x0A] },
    Self(.lineEnding, .accepted, .stars, [[:]]) { Array($0.dropLast()) + [0x0D, 0x0A] },
  ]
}
