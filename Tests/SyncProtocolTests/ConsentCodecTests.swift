import Casework
import SyncProtocol
import Testing
import WireFormat

struct ConsentCodecTests {
  private static let member = "01980000-0000-7000-8000-000000000002"

  private static func with(_ changes: [String: JSON]) -> JSON {
    .object(
      ["purpose": "sharing", "date": "2026-11-24", "how": "written"]
        .merging(changes) { _, change in change }
    )
  }

  @Test func `an event is read back as it was sent and as it is stored`() throws {
    let content = Self.with(["member": .string(Self.member)])

    let given = try Consent(.given, content: content)

    #expect(given.content == content)
    #expect(try Consent(json: given.json) == given)
    #expect(
      given.json.canonicalText
        == #"{"date":"2026-11-24","event":"given","how":"written","#
        + #""member":"\#(Self.member)","purpose":"sharing"}"#
    )
  }

  @Test func `a withdrawal need not say how, and null is as good as left out`() throws {
    let content: JSON = [
      "purpose": "service", "date": "2026-11-24", "member": .null, "how": .null,
    ]

    let withdrawn = try Consent(.withdrawn, content: content)

    #expect(withdrawn.content == ["purpose": "service", "date": "2026-11-24"])
    #expect(try Consent(json: withdrawn.json) == withdrawn)
  }

  @Test func `what is wrong is named, with the words that there are`() {
    let refusals: [(JSON, ProblemCode, String)] = [
      ([], .invalidOperation, "JSON object"),
      (Self.with(["purpose": .null]), .missingField, "service or sharing"),
      (Self.with(["purpose": "newsletter"]), .invalidField, "service or sharing"),
      (Self.with(["purpose": 1]), .invalidField, "`purpose`"),
      (Self.with(["date": .null]), .missingField, "`date`"),
      (Self.with(["date": "2026-02-30"]), .invalidField, "2026-11-24"),
      (Self.with(["member": "Wren"]), .invalidField, "whole family"),
      (Self.with(["how": .null]), .missingField, "spoken or written"),
      (Self.with(["how": "winked"]), .invalidField, "spoken or written"),
      (Self.with(["event": "withdrawn"]), .unknownField, "`event`"),
      (Self.with(["note": "Rang"]), .unknownField, "`note`"),
      (Self.with([String(repeating: "n", count: 65): 1]), .unknownField, "no field;"),
    ]
    for (content, code, words) in refusals {
      let refusal = #expect(throws: Refusal.self) { try Consent(.given, content: content) }

      #expect(refusal?.code == code, "\(content)")
      #expect(refusal?.detail.contains(words) == true, "\(refusal?.detail ?? "")")
    }
  }

  @Test func `a stored event of other words is not taken for one`() {
    for json: JSON in [[:], ["event": "lapsed"], Self.with([:]), "given"] {
      #expect(throws: Refusal.self) { try Consent(json: json) }
    }
  }
}
