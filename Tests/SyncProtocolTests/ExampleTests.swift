import Casework
import SyncProtocol
import Testing
import WireFormat

/// What can be known of the examples without a server: that they are written as the protocol is.
struct ExampleTests {
  private static func examples() throws -> [ExampleFile] {
    try Documents.examples().map { ExampleFile(name: $0.name, json: $0.json) }
  }

  @Test func `every example has a title, exchanges and known devices`() throws {
    let examples = try Self.examples()
    let devices = try Self.keys("devices")

    #expect(examples.count >= 8)
    for example in examples {
      #expect(!example.title.isEmpty && !example.exchanges.isEmpty, "\(example.name)")
      #expect(devices.isSuperset(of: example.devices), "\(example.name)")
      for exchange in example.exchanges {
        #expect(exchange.request["path"]?.string?.hasPrefix("/v1/") == true)
        #expect(exchange.response["status"]?.int != nil)
      }
    }
  }

  @Test func `every placeholder is known, and what it names is in the world`() throws {
    let places = ["unit": "units", "worker": "workers", "family": "families"]
    for example in try Self.examples() {
      for placeholder in example.placeholders {
        let parts = placeholder.split(separator: ":").map(String.init)
        let kind = try #require(parts.first)
        switch kind {
        case "unit", "worker", "family":
          #expect(try Self.keys(places[kind] ?? "").contains(parts[1]), "\(placeholder)")
        case "device", "token", "code":
          #expect(try Self.keys("devices").contains(parts[1]), "\(placeholder)")
        case "saved":
          let isKept = example.placeholders.contains {
            $0 == "save:\(parts[1])" || $0.hasPrefix("save:\(parts[1]):")
          }
          #expect(isKept, "\(example.name) \(placeholder)")
        default:
          #expect(["any", "save", "more", "uuid"].contains(kind), "\(placeholder)")
        }
      }
    }
  }

  @Test func `every pushed line is an operation whose content the code reads`() throws {
    for example in try Self.examples() {
      for exchange in example.exchanges {
        guard let lines = exchange.request["lines"]?.array else { continue }
        let body = lines.flatMap { $0.canonical + [UInt8(ascii: "\n")] }
        let request = try PushRequest(body: body)

        #expect(request.lines.count == lines.count - 1)
        for line in request.lines {
          let operation = try ReceivedOperation(line: line).operation
          #expect(operation.generation == request.envelope.generation)
          try Self.read(operation)
        }
      }
    }
  }

  @Test func `every line of a page that must come is one that the code reads`() throws {
    var count = 0
    for example in try Self.examples() {
      for exchange in example.exchanges {
        let lines = exchange.response["lines"]?.array ?? exchange.response["contains"]?.array ?? []
        for line in lines {
          count += 1
          #expect(
            PullLine(line: line.canonical[...]) != nil,
            "\(example.name) \(line.canonicalText)"
          )
        }
        if let last = lines.last {
          #expect(last.array?.first == "page", "\(example.name)")
        }
      }
    }
    #expect(count > 20)
  }

  @Test func `every answer to a push that must come is one that the code reads`() throws {
    var count = 0
    for example in try Self.examples() {
      for exchange in example.exchanges {
        guard let body = exchange.response["body"], body["results"] != nil else { continue }
        count += 1
        let response = PushResponse(body: body.canonical)
        let pushed = exchange.request["lines"]?.array?.dropFirst() ?? []

        #expect(response != nil, "\(example.name)")
        #expect(response?.results.count == pushed.count, "\(example.name)")
        let ids = pushed.compactMap { $0["id"]?.string }
        #expect(response?.results.map(\.id.description) == ids, "\(example.name)")
      }
    }
    #expect(count > 10)
  }

  @Test func `every problem that must come is a known code with its documented status`() throws {
    let table = try Documents.rows(of: "problems.md", under: "code")
    let statuses = Dictionary(table.map { ($0[0], $0[1]) }) { first, _ in first }
    var count = 0
    for example in try Self.examples() {
      for exchange in example.exchanges {
        guard let code = exchange.response["body"]?["code"]?.string else { continue }
        count += 1
        let status = exchange.response["status"]?.int ?? 0

        #expect(statuses[code] == String(status), "\(example.name) \(code)")
        #expect(exchange.response["body"]?["status"] == .int(status))
      }
    }
    #expect(count > 10)
  }

  /// Reads the content as the server will; one with an unknown kind has none to read.
  private static func read(_ operation: Operation) throws {
    switch operation.kind {
    case .readingAdd: _ = try Reading(json: operation.data)
    case .readingCorrect, .readingWithdraw:
      _ = try ReadingRequest(
        request: operation.data,
        isWithdrawal: operation.kind == .readingWithdraw
      )
    case .assignStart: _ = try Assignment(json: operation.data)
    case .assignEnd: _ = try AssignmentEnd(json: operation.data)
    case .handover: _ = try Handover(json: operation.data)
    case .goalDelete, .goalRestore, .noteDelete, .noteRestore:
      #expect(operation.data == [:])
    case .some(let kind):
      guard let schema = kind.editedType.flatMap(RecordSchema.schema) else { return }
      try schema.check(operation.data, isCreation: kind.isCreation)
    case nil: #expect(operation.kindName == "reading.praise")
    }
  }

  private static func keys(_ list: String) throws -> Set<String> {
    Set((try Documents.world()[list]?.array ?? []).compactMap { $0["key"]?.string })
  }
}
