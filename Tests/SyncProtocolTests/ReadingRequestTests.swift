import Casework
import SyncProtocol
import Testing
import WireFormat

struct ReadingRequestTests {
  private static let reading = "01980000-0000-7000-8000-000000000002"

  private static func read(
    _ json: JSON,
    isWithdrawal: Bool = false
  ) throws(Refusal) -> ReadingRequest {
    try ReadingRequest(request: json, isWithdrawal: isWithdrawal)
  }

  private static func correction(_ changes: JSON) -> JSON {
    ["reading": .string(reading), "reason": "Typed one line too low", "changes": changes]
  }

  @Test func `a correction is read back as it was asked, sent and stored`() throws {
    let json = Self.correction([
      "date": "2026-11-24", "respondent": "worker", "timing": "retrospective",
      "scores": ["home": "3", "money": "declined"],
    ])

    let request = try Self.read(json)
    #expect(request.request == json)
    #expect(request.state == .requested)

    var decided = request
    decided.state = .effective
    decided.decidedSeq = 91
    #expect(ReadingRequest(json: decided.json) == decided)
    #expect(
      decided.json.canonicalText
        == #"{"changes":{"date":"2026-11-24","respondent":"worker","#
        + #""scores":{"home":"3","money":"declined"},"timing":"retrospective"},"#
        + #""decided_seq":91,"kind":"correct","reading":"\#(Self.reading)","#
        + #""reason":"Typed one line too low","state":"effective"}"#
    )
  }

  @Test func `a withdrawal is read back as it was asked, sent and stored`() throws {
    let json: JSON = ["reading": .string(Self.reading), "reason": "Another family's sheet"]

    let request = try Self.read(json, isWithdrawal: true)
    #expect(request.request == json)
    #expect(request.ask == .withdraw)
    #expect(ReadingRequest(json: request.json) == request)
  }

  @Test func `scores and withdrawals need a second person, the other corrections do not`() throws {
    let changes: [(JSON, Bool)] = [
      (["date": "2026-11-24"], false), (["respondent": "agreed"], false),
      (["timing": "standard"], false), (["scores": ["home": "3"]], true),
      (["date": "2026-11-24", "scores": ["home": "3"]], true),
    ]
    for (change, needsApproval) in changes {
      #expect(try Self.read(Self.correction(change)).needsApproval == needsApproval)
    }
    let withdrawal = try Self.read(Self.correction([:]), isWithdrawal: true)
    #expect(withdrawal.needsApproval)
  }

  @Test(arguments: [
    (JSON.null, ProblemCode.missingField), (.object(["reason": "why"]), .missingField),
    (.object(["reading": "x", "reason": "why"]), .missingField),
    (.object(["reading": .string(reading)]), .reasonRequired),
    (.object(["reading": .string(reading), "reason": " \n"]), .reasonRequired),
    (
      .object(["reading": .string(reading), "reason": .string(String(repeating: "é", count: 1001))]
      ),
      .reasonRequired
    ),
    (.object(["reading": .string(reading), "reason": "why"]), .missingField),
    (correction([]), .missingField), (correction([:]), .missingField),
    (correction(["ownWords": "other"]), .unknownField),
    (correction(["date": "2026-02-30"]), .invalidField),
    (correction(["date": nil]), .invalidField),
    (correction(["respondent": "mother"]), .invalidField),
    (correction(["scores": ["home": 3]]), .invalidField),
    (correction(["scores": [:]]), .invalidField),
    (correction(["scores": ["home"]]), .invalidField),
  ])
  func `a request that says too little or too much is refused`(_ json: JSON, _ code: ProblemCode) {
    #expect { try Self.read(json) } throws: { ($0 as? Refusal)?.code == code }
  }

  @Test(arguments: [
    "{}", #"{"kind":"correct","state":"requested"}"#,
    #"{"kind":"withdraw","state":"done","reading":"\#(reading)","reason":"why"}"#,
    #"{"state":"requested","reading":"\#(reading)","reason":"why"}"#,
  ])
  func `anything else is no stored request`(_ text: String) throws {
    #expect(ReadingRequest(json: try JSON(strict: Array(text.utf8))) == nil)
  }
}
