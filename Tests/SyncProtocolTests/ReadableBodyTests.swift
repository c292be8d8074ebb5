import Casework
import SyncProtocol
import Testing
import WireFormat

/// Bodies that lost a bit: whether anybody would notice.
struct ReadableBodyTests {
  private static let state = RecordState(
    fields: ["text": "Asked for a bus pass"],
    versions: [
      "text": FieldVersion(
        version: 3,
        stamp: Stamp(milliseconds: 1, counter: 0),
        author: nil,
        origin: nil
      )
    ]
  )
  private static let review = ReviewItem(
    kind: .rejected,
    opened: 5,
    subjectType: .goal,
    subject: Samples.id(2),
    author: Samples.id(4)
  )
  private static let bodies: [(RecordType, [UInt8])] = [
    (.note, state.body), (.reading, Samples.reading.json.canonical),
    (.reading, Samples.importedReading.json.canonical), (.review, review.json.canonical),
    (.study, Array(#"{"any":"thing"}"#.utf8)),
  ]

  @Test(arguments: bodies)
  func `a whole body can be read`(_ type: RecordType, _ body: [UInt8]) {
    #expect(StoredBody.isReadable(body, as: type))
  }

  @Test(arguments: bodies)
  func `a body whose text is no text any more cannot be read`(_ type: RecordType, _ body: [UInt8]) {
    for index in body.indices {
      var spoiled = body
      spoiled[index] ^= 0x80

      #expect(!StoredBody.isReadable(spoiled, as: type), "\(type) \(index)")
    }
  }

  @Test func `a body of another type cannot be read`() {
    #expect(!StoredBody.isReadable(Self.state.body, as: .reading))
    #expect(!StoredBody.isReadable(Samples.reading.json.canonical, as: .note))
    #expect(!StoredBody.isReadable(Self.state.body, as: .review))
  }

  @Test(arguments: [
    (ProblemCode?.none, false), (.notYours, false), (.invalidOperation, false),
    (.invalidJSON, true), (.duplicateKey, true), (.tooLarge, true), (.serverFault, true),
    (.groupRefused, true),
  ])
  func `a held line must be JSON unless it is held because it was none`(
    _ problem: ProblemCode?,
    _ mayBeAnything: Bool
  ) {
    let line = Array(Samples.fullLine.utf8)

    #expect(StoredBody.isReadable(heldLine: line, problem: problem))
    #expect(
      StoredBody.isReadable(heldLine: Array(line.dropLast()), problem: problem) == mayBeAnything
    )
  }
}
