import Casework
import SyncProtocol
import Testing
import WireFormat

struct FieldCheckTests {
  private static let text = String(repeating: "é", count: 100)

  /// What each kind of field takes and refuses, by a field of that kind.
  private static let table: [(type: RecordType, field: String, good: [JSON], bad: [JSON])] = [
    (
      .family, "name", ["Ashdown", .string(text), " a "],
      ["", "  \n", .string(text + "a"), 1, true, .array([]), .object([:])]
    ),
    (
      .family, "authority", ["peterborough", "cambridgeshire", "third-council-2"],
      ["Peterborough", "", "fen land", .string(String(repeating: "a", count: 65)), 1]
    ),
    (.family, "doNotContact", [true, false], ["true", 1, 0, ""]),
    (.member, "born", ["2016", "2016-04"], ["2016-04-01", "16", 2016, "2016-13", ""]),
    (.member, "role", ["parent", "child", "youngPerson", "otherAdult"], ["mother", ""]),
    (
      .episode, "openedOn", ["2026-11-24"], ["2026-11-31", "24.11.2026", "2026-11", 20_261_124, ""]
    ),
    (.episode, "tier", ["community", "more", "targeted"], ["universal"]),
    (
      .episode, "leadWorker", ["01980000-0000-7000-8000-000000000001"],
      ["Priya", "01980000000070008000000000000001", 1]
    ),
    (.goal, "targetDate", ["2026-11-24"], ["soon"]),
    (.note, "date", ["2026-11-24"], [true]),
  ]

  @Test(arguments: table.map { ($0.type, $0.field) })
  func `a field takes what it is for and refuses everything else by its name`(
    _ type: RecordType,
    _ name: String
  ) throws {
    let schema = try #require(RecordSchema.schema(of: type))
    let row = try #require(Self.table.first { $0.type == type && $0.field == name })

    for value in row.good {
      #expect(Self.refusal(schema, [name: value]) == nil, "\(value)")
    }
    for value in row.bad {
      let refusal = Self.refusal(schema, [name: value])
      #expect(refusal?.code == .invalidField, "\(value)")
      #expect(refusal?.detail.contains("`\(name)`") == true)
    }
  }

  @Test func `every field of every type is refused when it holds a list`() {
    for schema in RecordSchema.all {
      for field in schema.fields {
        let refusal = Self.refusal(schema, [field.name: .array([])])

        #expect(refusal?.code == (field.policy == .server ? .serverField : .invalidField))
      }
    }
  }

  @Test func `a new record is missed each of its required fields, in the order of the schema`() {
    for schema in RecordSchema.all {
      let required = schema.fields.filter(\.isRequired)
      var values: [String: JSON] = [:]
      for field in required {
        #expect(
          Self.refusal(schema, values, isCreation: true)
            == Refusal(
              .missingField,
              "A new \(schema.type.rawValue) needs the field `\(field.name)`."
            )
        )
        values[field.name] = Self.sample(of: field)
      }
      #expect(Self.refusal(schema, values, isCreation: true) == nil)
    }
  }

  @Test func `null clears what may be absent and nothing that is required`() {
    for schema in RecordSchema.all {
      for field in schema.fields where field.policy != .server {
        let refusal = Self.refusal(schema, [field.name: .null])

        #expect(refusal?.code == (field.isRequired ? .missingField : nil))
      }
    }
  }

  @Test func `a field that no version knows is refused with the names that there are`() {
    let refusal = RecordSchema.schema(of: .goal).flatMap { Self.refusal($0, ["colour": "red"]) }

    #expect(
      refusal
        == Refusal(
          .unknownField,
          "A goal has no field `colour`; its fields are text, status, targetDate, episode, deleted."
        )
    )
  }

  @Test func `the family's code is the server's`() {
    let refusal = RecordSchema.schema(of: .family).flatMap { Self.refusal($0, ["code": "K7Q"]) }

    #expect(refusal?.code == .serverField)
  }

  @Test func `an edit that changes nothing and content that is no object are refused`() {
    let schema = RecordSchema.schema(of: .note)

    #expect(schema.flatMap { Self.refusal($0, [:]) }?.code == .missingField)
    #expect(schema.flatMap { Self.refusal($0, json: .array([])) }?.code == .invalidOperation)
  }

  @Test func `a refusal never repeats a value`() {
    let secret = "Ashdown-private"
    for schema in RecordSchema.all {
      for field in schema.fields where !field.kind.isText {
        let refusal = Self.refusal(schema, [field.name: .string(secret)])

        #expect(refusal?.detail.contains(secret) == false)
      }
    }
  }

  private static func refusal(
    _ schema: RecordSchema,
    _ values: [String: JSON],
    isCreation: Bool = false
  ) -> Refusal? {
    refusal(schema, json: .object(values), isCreation: isCreation)
  }

  private static func refusal(
    _ schema: RecordSchema,
    json: JSON,
    isCreation: Bool = false
  ) -> Refusal? {
    do throws(Refusal) {
      try schema.check(json, isCreation: isCreation)
      return nil
    } catch {
      return error
    }
  }

  private static func sample(of field: FieldSchema) -> JSON {
    switch field.kind {
    case .text: "words"
    case .day: "2026-11-24"
    case .birthMonth: "2016-04"
    case .code(let codes): .string(codes[0])
    case .flag: true
    case .slug: "school"
    case .origin: [:]
    case .reference: "01980000-0000-7000-8000-000000000001"
    }
  }
}

extension FieldKind {
  fileprivate var isText: Bool {
    if case .text = self { return true }
    return false
  }
}
