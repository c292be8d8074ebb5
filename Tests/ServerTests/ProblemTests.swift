import Foundation
import HTTPTypes
import Storage
import SyncProtocol
import Testing
import WireFormat

@testable import Server
@testable import SyncServer

@Suite struct ProblemTests {
  /// The statuses of `API/problems.md`, by code.
  private static func documented() throws -> [String: Int] {
    var statuses: [String: Int] = [:]
    for line in try Repository.text("API/problems.md").split(separator: "\n") {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 4, let status = Int(cells[1]) else { continue }
      statuses[cells[0]] = status
    }
    return statuses
  }

  @Test func `every code has the status that the documents promise`() throws {
    let known = Dictionary(
      uniqueKeysWithValues: ProblemCode.allCases.map { ($0.rawValue, $0.status.code) }
    )

    #expect(try known == Self.documented())
  }

  @Test func `a problem is a document of RFC 9457 with its code`() throws {
    let body = Problem(.invalidJSON, "The JSON is malformed.").body(requestID: "abc")

    #expect(
      try JSON(strict: body) == [
        "type": "https://starmap.example/problems/invalid-json", "code": "invalid-json",
        "title": "Invalid JSON", "status": 400, "detail": "The JSON is malformed.",
        "request_id": "abc",
      ]
    )
  }

  @Test(arguments: [
    (StorageError.Code.full, ProblemCode.storageFull), (.locked, .unavailable),
    (.corrupt, .unavailable), (.failed, .unavailable), (.tooNew, .unavailable),
  ])
  func `a failure of the store keeps its cause to itself`(
    code: StorageError.Code,
    expected: ProblemCode
  ) {
    let problem = Problem(StorageError(code, "At /srv/data.", cause: "SQLite 13: secret"))
    let text = String(decoding: problem.body(requestID: nil), as: UTF8.self)

    #expect(problem.code == expected)
    #expect(problem.fields[.retryAfter] != nil)
    #expect(!text.contains("SQLite") && !text.contains("/srv"))
    #expect(problem.cause?.contains("SQLite 13: secret") == true)
  }

  @Test func `an unexpected error repeats nothing of what it holds`() {
    struct Odd: Error { let name = "Wren Ashdown" }
    let problem = Problem(Odd())

    #expect(problem.code == .serverFault)
    #expect(problem.status.code == 500)
    #expect(!problem.detail.contains("Wren"))
    #expect(problem.cause?.contains("Wren") == false)
  }

  @Test func `a gap names the number to go on from`() {
    let problem = Problem(GapRefusal(expected: 17))

    #expect(problem.status.code == 409)
    #expect(problem.members == ["expected": 17])
  }

  @Test(arguments: [
    "localhost", "localhost:8440", "127.0.0.1", "[::1]", "[::1]:8440", "progress.example.org:443",
  ])
  func `a sane host is taken`(host: String) {
    #expect(RequestCheck.isSane(host))
  }

  @Test(arguments: [
    "", ":80", "a:", "a:+1", "a:65536", "a b", "a/b", "a?b", "a#b", "u@a", "[]", "[::1", "[::1]x",
    "[z]", "a\tb", "é", String(repeating: "a", count: 300),
  ])
  func `an odd host is not`(host: String) {
    #expect(!RequestCheck.isSane(host))
  }
}
