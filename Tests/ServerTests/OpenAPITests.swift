import SyncProtocol
import Testing
import Yams

@testable import Server

/// `API/openapi.yaml` describes the routes that there are.
@Suite struct OpenAPITests {
  private static let methods: Set<String> = ["get", "post", "patch", "put", "delete", "head"]

  private static func document() throws -> [String: Any] {
    try #require(try Yams.load(yaml: try Repository.text("API/openapi.yaml")) as? [String: Any])
  }

  /// Every operation, under its method and path.
  private static func operations() throws -> [String: [String: Any]] {
    let paths = try #require(try document()["paths"] as? [String: [String: Any]])
    var operations: [String: [String: Any]] = [:]
    for (path, item) in paths {
      for (method, operation) in item where methods.contains(method) {
        operations["\(method.uppercased()) \(path)"] = operation as? [String: Any]
      }
    }
    return operations
  }

  @Test func `the document has exactly the routes of the server`() throws {
    #expect(try Self.operations().keys.sorted() == Route.all.map(\.name).sorted())
  }

  @Test func `the document names the same bodies, queries and sign-in as the routes`() throws {
    let operations = try Self.operations()
    for route in Route.all {
      let operation = try #require(operations[route.name])
      let body = operation["requestBody"] as? [String: Any]
      let types = (body?["content"] as? [String: Any])?.keys.sorted() ?? []
      let expected: [Route.Takes: [String]] = [
        .json: ["application/json"], .lines: ["application/x-ndjson"],
      ]
      #expect(types == expected[route.takes] ?? [], "\(route.name)")
      #expect(try Self.queries(of: operation) == route.query, "\(route.name)")
      let isOpen = (operation["security"] as? [Any])?.isEmpty == true
      if case .open = route.handler {
        #expect(isOpen, "\(route.name)")
      } else {
        #expect(!isOpen, "\(route.name)")
      }
    }
  }

  @Test func `every operation says what a problem looks like`() throws {
    for (name, operation) in try Self.operations() {
      let responses = try #require(operation["responses"] as? [String: Any], "\(name)")
      #expect(responses["default"] != nil, "\(name)")
    }
  }

  private static func queries(of operation: [String: Any]) throws -> Set<String> {
    let components = try document()["components"] as? [String: Any]
    let shared = components?["parameters"] as? [String: [String: Any]] ?? [:]
    var names: Set<String> = []
    for parameter in operation["parameters"] as? [[String: Any]] ?? [] {
      let reference = (parameter["$ref"] as? String)?.split(separator: "/").last.map(String.init)
      let resolved = reference.flatMap { shared[$0] } ?? parameter
      if resolved["in"] as? String == "query", let name = resolved["name"] as? String {
        names.insert(name)
      }
    }
    return names
  }
}
