import Casework
import SyncProtocol
import Testing
import WireFormat

struct PushTests {
  private static let envelope = PushEnvelope(
    device: Samples.id(7),
    generation: 3,
    sent: Moment(wall: 1_780_000_060_000, monotonic: 65_000, boot: "boot-1")
  )

  private static let envelopeLine =
    #"{"boot":"boot-1","dev":"01980000-0000-7000-8000-000000000007","gen":3,"mono":65000,"#
    + #""wall":1780000060000}"#

  private static var request: PushRequest {
    PushRequest(envelope: envelope, lines: [Samples.full.line[...], Samples.plain.line[...]])
  }

  @Test func `the body is the envelope and one line an operation, every line ended`() {
    let plain = String(decoding: Samples.plain.line, as: UTF8.self)

    #expect(
      String(decoding: Self.request.body, as: UTF8.self)
        == "\(Self.envelopeLine)\n\(Samples.fullLine)\n\(plain)\n"
    )
  }

  @Test func `a body is read back as the request that wrote it`() throws {
    let request = try PushRequest(body: Self.request.body)

    #expect(request.envelope == Self.envelope)
    #expect(request.lines.map(Array.init) == [Samples.full.line, Samples.plain.line])
  }

  @Test func `a body cut inside a line is refused, and a cut between lines only leaves lines out`()
    throws
  {
    let body = Self.request.body
    for count in 0..<body.count {
      let cut = Array(body[..<count])
      guard count > 0, cut[count - 1] == UInt8(ascii: "\n") else {
        #expect(throws: Refusal.self, "\(count)") { try PushRequest(body: cut) }
        continue
      }
      let request = try PushRequest(body: cut)

      #expect(request.envelope == Self.envelope)
      #expect(request.lines.elementsEqual(Self.request.lines.prefix(request.lines.count)))
      #expect(request.lines.count < 2)
    }
  }

  @Test func `a push of nothing but its envelope is a push`() throws {
    let request = try PushRequest(body: Array((Self.envelopeLine + "\n").utf8))

    #expect(request.lines.isEmpty)
  }

  @Test func `a line that is no operation is left for its own judgement`() throws {
    let body = Array((Self.envelopeLine + "\n{broken\n\n").utf8)

    #expect(try PushRequest(body: body).lines.map(Array.init) == [Array("{broken".utf8), []])
  }

  @Test func `five hundred operations are a push and one more is too many`() throws {
    let lines = String(repeating: "x\n", count: Limits.pushOperationsMax)
    let full = Array((Self.envelopeLine + "\n" + lines).utf8)

    #expect(try PushRequest(body: full).lines.count == 500)
    #expect { try PushRequest(body: full + Array("x\n".utf8)) } throws: {
      ($0 as? Refusal)?.code == .tooLarge
    }
  }

  @Test(arguments: [
    ("\"gen\":3", "\"gen\":0"), ("\"gen\":3", "\"gen\":\"3\""), ("\"gen\":3", "\"x\":3"),
    ("\"dev\":\"01980000", "\"dev\":\"1980000"), ("\"dev\"", "\"device\""),
    ("\"boot\":\"boot-1\"", "\"boot\":1"), ("\"mono\":65000", "\"mono\":65000.5"),
    ("\"wall\":1780000060000", "\"wall\":null"),
  ])
  func `an envelope without its parts refuses the whole push`(_ right: String, _ wrong: String) {
    let body = Array((Self.envelopeLine.replacing(right, with: wrong) + "\n").utf8)

    #expect { try PushRequest(body: body) } throws: {
      ($0 as? Refusal)?.code == .invalidRequest
    }
  }

  @Test(arguments: [
    ("", ProblemCode.invalidRequest), ("\n", .invalidJSON), ("[]\n", .invalidRequest),
    (#"{"gen":3,"gen":3}"# + "\n", .duplicateKey),
    ("\u{FEFF}" + envelopeLine + "\n", .invalidJSON),
  ])
  func `what is no envelope has the code of what is wrong`(_ body: String, _ code: ProblemCode) {
    #expect { try PushRequest(body: Array(body.utf8)) } throws: {
      ($0 as? Refusal)?.code == code
    }
  }

  @Test(arguments: ["7", "[]", "true", "{}"])
  func `a known place that is no text refuses the push, since it would go unchecked`(
    _ known: String
  ) {
    let line = "{\"known\":\(known)," + Self.envelopeLine.dropFirst() + "\n"

    #expect { try PushRequest(body: Array(line.utf8)) } throws: {
      ($0 as? Refusal)?.code == .invalidRequest
    }
  }

  @Test func `a known place that is null is none`() throws {
    let line = "{\"known\":null," + Self.envelopeLine.dropFirst() + "\n"

    #expect(try PushRequest(body: Array(line.utf8)).envelope == Self.envelope)
  }

  @Test func `keys of a later version in the envelope are left alone`() throws {
    let line = #"{"x":1,"# + Self.envelopeLine.dropFirst() + "\n"

    #expect(try PushRequest(body: Array(line.utf8)).envelope == Self.envelope)
  }
}
