import Casework
import SyncProtocol
import Testing
import WireFormat

struct OperationResultTests {
  private static let applied = OperationResult(
    number: 412,
    id: Samples.id(1),
    status: .applied,
    seq: 90
  )

  private static let rejected = OperationResult(
    number: 413,
    id: Samples.id(2),
    status: .rejected,
    seq: 91,
    reviews: [Samples.id(2)],
    problem: Refusal(.unknownArea, "demo-compass edition 1 has no area of that name.")
  )

  private static let response = PushResponse(
    epoch: "00112233445566778899aabbccddeeff",
    head: 91,
    backupSeq: 60,
    results: [applied, rejected.repeated]
  )

  @Test func `an answer names its operation, its status and its seq`() {
    #expect(
      Self.applied.json == [
        "n": 412, "id": "01980000-0000-7000-8000-000000000001", "status": "applied", "seq": 90,
      ]
    )
  }

  @Test func `a repeat wraps the first answer whole`() {
    #expect(
      Self.rejected.repeated.json == [
        "n": 413, "id": "01980000-0000-7000-8000-000000000002", "status": "dup",
        "first": [
          "n": 413, "id": "01980000-0000-7000-8000-000000000002", "status": "rejected",
          "seq": 91, "reviews": ["01980000-0000-7000-8000-000000000002"],
          "problem": [
            "code": "unknown-area",
            "detail": "demo-compass edition 1 has no area of that name.",
          ],
        ],
      ]
    )
  }

  @Test func `a repeat is the first answer and says that it repeats`() {
    let repeated = OperationResult(json: Self.rejected.repeated.json)

    #expect(repeated == Self.rejected.repeated)
    #expect(repeated?.status == .rejected)
    #expect(repeated?.isRepeat == true)
  }

  @Test(arguments: OperationStatus.allCases.filter { $0 != .dup })
  func `every status survives the way over the wire`(_ status: OperationStatus) {
    let result = OperationResult(number: 1, id: Samples.id(1), status: status, seq: 0)

    #expect(OperationResult(json: result.json) == result)
    #expect(OperationResult(json: result.repeated.json) == result.repeated)
  }

  @Test(arguments: [
    #"{}"#, #"{"n":1,"id":"x","status":"applied","seq":1}"#,
    #"{"n":1,"id":"01980000-0000-7000-8000-000000000001","status":"fine","seq":1}"#,
    #"{"n":1,"id":"01980000-0000-7000-8000-000000000001","status":"applied"}"#,
    #"{"n":1,"id":"01980000-0000-7000-8000-000000000001","status":"dup"}"#,
    #"{"n":1,"id":"01980000-0000-7000-8000-000000000001","status":"dup","first":{}}"#,
  ])
  func `anything else is no answer`(_ text: String) throws {
    #expect(OperationResult(json: try JSON(strict: Array(text.utf8))) == nil)
  }

  @Test func `a code of a later version is kept as a fault of the server`() {
    let json: JSON = [
      "n": 1, "id": "01980000-0000-7000-8000-000000000001", "status": "rejected", "seq": 1,
      "problem": ["code": "not-known-here", "detail": "Words."],
    ]

    #expect(OperationResult(json: json)?.problem == Refusal(.serverFault, "Words."))
  }

  @Test func `the response is read back as it was written`() {
    #expect(PushResponse(body: Self.response.body) == Self.response)
  }

  @Test func `a response cut at any byte is no response`() {
    let body = Self.response.body
    for count in 0..<body.count {
      #expect(PushResponse(body: Array(body[..<count])) == nil)
    }
  }

  @Test func `a response with one answer that cannot be read is no response`() {
    let body = String(decoding: Self.response.body, as: UTF8.self)

    #expect(PushResponse(body: Array(body.replacing("applied", with: "done").utf8)) == nil)
  }

  @Test func `work stands, is held, or was not processed, and never two of these`() {
    let accepted = OperationStatus.allCases.filter(\.isAccepted)
    let held = OperationStatus.allCases.filter(\.isHeld)

    #expect(accepted == [.applied, .merged, .noop, .late, .proposed])
    #expect(held == [.rejected, .blocked, .quarantined])
  }
}
