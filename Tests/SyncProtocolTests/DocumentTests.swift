import Casework
import SyncProtocol
import Testing
import WireFormat

/// The documents say what the code does, name by name and number by number.
struct DocumentTests {
  @Test func `the table of fields is the schema, row by row`() throws {
    let table = try Documents.rows(of: "fields.md", under: "record").filter { $0.count == 8 }

    let schema = RecordSchema.all.flatMap { schema in
      schema.fields.map { field in
        [
          schema.type.rawValue, field.name, field.kind.words, field.isRequired ? "yes" : "no",
          field.policy.rawValue, schema.type.recordClass.title, field.sensitivity.rawValue,
        ]
      }
    }
    #expect(table.map { Array($0.prefix(7)) } == schema)
    #expect(table.allSatisfy { !$0[7].isEmpty })
  }

  @Test func `the list of problems has every code once, in the order of the code`() throws {
    let codes = try Documents.rows(of: "problems.md", under: "code").map { $0[0] }

    #expect(codes == ProblemCode.allCases.map(\.rawValue))
  }

  @Test func `every problem has a status, a meaning and a remedy`() throws {
    let rows = try Documents.rows(of: "problems.md", under: "code")

    for row in rows {
      #expect(row.count == 4 && (400...507).contains(Int(row[1]) ?? 0), "\(row[0])")
      #expect(row.dropFirst(2).allSatisfy { !$0.isEmpty })
    }
  }

  @Test func `a problem of one operation is 422, but for those that REST knows better`() throws {
    let rows = try Documents.rows(of: "problems.md", under: "code")
    let start = rows.firstIndex { $0[0] == ProblemCode.invalidOperation.rawValue } ?? 0

    let others = rows[start...].filter { $0[1] != "422" }.map { "\($0[0]) \($0[1])" }
    #expect(
      others == [
        "not-yours 404", "too-late 403", "already-exists 409", "immutable 409", "wrong-state 409",
        "second-person-needed 403", "id-reused 409", "erased 410",
      ]
    )
  }

  @Test func `the protocol's limits are the code's`() throws {
    let rows = try Documents.rows(of: "sync-protocol.md", under: "limit")
    let numbers = rows.map { row in
      row[1].prefix { $0.isNumber }
    }

    #expect(
      numbers.map(String.init)
        == [
          Limits.pushOperationsMax, Limits.pushWireBytesMax, Limits.pushBytesMax,
          Limits.operationBytesMax, Limits.groupOperationsMax, Limits.segmentChangesMax,
          Limits.segmentBytesMax, Limits.pageChangesMax, Limits.pageBytesMax,
          Limits.restBytesMax, Limits.lateDaysMax, Limits.futureDaysMax,
          Int(Limits.answeredDaysMin),
        ].map(String.init)
    )
  }

  @Test func `the protocol names every kind, status, review kind, choice and record type`() throws {
    let text = try Documents.text("sync-protocol.md")
    let words =
      OperationKind.allCases.map(\.rawValue) + OperationStatus.allCases.map(\.rawValue)
      + ReviewKind.allCases.map(\.rawValue) + ReviewChoice.allCases.map(\.rawValue)
      + RecordType.allCases.map(\.rawValue) + RecordClass.allCases.map(\.title)

    let missing = words.filter { !text.contains("`\($0)`") && !text.contains(" \($0) ") }
    #expect(missing == [])
  }

  @Test func `the statuses of the protocol are the code's, in order`() throws {
    let rows = try Documents.rows(of: "sync-protocol.md", under: "status")

    #expect(rows.map { $0[0] } == OperationStatus.allCases.map { "`\($0.rawValue)`" })
  }

  @Test func `the positions of a reading are those that the code reads`() throws {
    let rows = try Documents.rows(of: "sync-protocol.md", under: "position")

    #expect(rows.map { $0[0] } == (0..<16).map(String.init))
    #expect(Samples.reading.json.array?.count == 15)
    #expect(Samples.importedReading.json.array?.count == rows.count)
  }

  @Test func `the canonical line that the protocol shows is what the code writes`() throws {
    let operation = Operation(
      generation: 3,
      number: 412,
      id: Samples.id(1),
      kind: .goalSet,
      record: Samples.id(2),
      family: Samples.id(3),
      seen: 40,
      at: Samples.moment,
      stamp: Stamp(milliseconds: 1_780_000_000_000, counter: 3),
      base: ["status": 40],
      previous: ["status": 411],
      data: ["status": "met"]
    )

    let line = String(decoding: operation.line, as: UTF8.self)
    #expect(try Documents.text("sync-protocol.md").contains("\n\(line)\n"))
  }

  @Test func `the chain that the protocol shows is what the code computes`() throws {
    let text = try Documents.text("sync-protocol.md")
    var chain: UInt64 = 0
    for (seq, lines) in [(Int64(1), #"{"a":1}"#), (2, #"{"b":2}{"c":3}"#)] {
      let digest = CommitChain.digest(Array(lines.utf8))
      chain = CommitChain.next(after: chain, seq: seq, digest: digest)
      for word in [digest, chain] {
        let digits = String(word, radix: 16)
        let padded = String(repeating: "0", count: 16 - digits.count) + digits
        #expect(text.contains("`\(padded)`"), "\(padded)")
      }
    }
  }
}

extension FieldKind {
  /// The words of the column *type*.
  fileprivate var words: String {
    switch self {
    case .text(let limit): "text \(limit)"
    case .day: "day"
    case .birthMonth: "birth month"
    case .code(let codes): codes.joined(separator: ", ")
    case .flag: "flag"
    case .slug: "code"
    case .origin: "origin"
    case .reference: "id"
    }
  }
}
