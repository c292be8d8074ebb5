import Audit
import Foundation
import Testing
import WireFormat

/// The server's own audit against the audit of the files that were imported into it.
@Suite struct HistoryAuditTests {
  /// What is compared.
  private struct Findings: Sendable {
    let stored: JSON
    let files: JSON
    /// Rows of studies that take part for a supervisor of the whole partnership, and of a unit below it.
    let internalOfAll: Int
    let internalOfUnit: Int
    let releaseOfUnit: Int
  }

  /// The invented history, imported once and read once from its files.
  private static let findings = Task { try await onThread { try reckon() } }

  private static func reckon() throws -> Findings {
    let world = try HistoryWorld()
    try world.run(HistoryWorld.request())
    return Findings(
      stored: Aggregates(try world.study()).json,
      files: Aggregates(try HistoryWorld.studyOfFiles()).json,
      internalOfAll: try world.evidenceCount(ofWhole: true, for: .internal),
      internalOfUnit: try world.evidenceCount(ofWhole: false, for: .internal),
      releaseOfUnit: try world.evidenceCount(ofWhole: false, for: .release)
    )
  }

  /// Works on a thread of its own, so that tests which wait for a server are not held up meanwhile.
  private static func onThread<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
  }

  @Test func `true counts of studies are for whoever works for the whole partnership`()
    async throws
  {
    let findings = try await Self.findings.value

    #expect(findings.internalOfAll > 0)
    #expect(findings.internalOfUnit == 0)
    #expect(findings.releaseOfUnit == findings.internalOfAll)
  }

  @Test(arguments: [
    "authorities", "pairing", "areas", "outcomes", "attritionBaselineBand", "positiveProgress",
    "noiseFloor", "toolEffect", "crossAuthority", "link", "release",
  ])
  func `a section is the same from stored records as from their files`(
    _ section: String
  ) async throws {
    let findings = try await Self.findings.value

    let wanted = try #require(findings.files[section])
    let found = try #require(findings.stored[section])

    #expect(wanted != .null)
    #expect(differences(wanted, found) == [])
  }
}
