import Audit
import Exports
import Foundation
import Reconciliation
import Testing
import WireFormat

/// What someone can reckon who joins all tables of one released audit.
@Suite(.serialized) struct JoinedReleaseTests {
  private static func attack(_ seed: UInt64) throws -> JoinedAttack {
    let study = try InventedStudy.random(seed: seed).study()
    let aggregates = Aggregates(study)
    let folders = AuditAudience.allCases.map { audience in
      (audience, AuditReport(study, aggregates, audience: audience, generatedBy: "test").folder)
    }
    return try JoinedAttack(
      try #require(folders.first { $0.0 == .release }).1,
      try #require(folders.first { $0.0 == .internal }).1,
      outcome: study.profile.policy.comparisonOutcome
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

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `three values stay possible of every small count when all tables are joined`(
    _ seed: UInt64
  ) async throws {
    let attack = try await Self.onThread { try Self.attack(seed) }

    #expect(attack.small.count > 10 && attack.sharedCount > 10)
    for name in attack.small.sorted() {
      let range = try #require(attack.known[name])
      #expect(range.upperBound - range.lowerBound >= 2, "seed \(seed): \(name) is \(range)")
    }
  }

  @Test func `the attacker finds a small count when a release shows what it should hide`() {
    var attack = JoinedAttack()
    attack.learn("total", shown: "15", truth: 14)
    attack.learn("one", shown: "[c]", truth: 7)
    attack.learn("other", shown: "[c]", truth: 7)
    attack.add("total", ["one", "other"])

    attack.narrow()

    #expect(attack.known["one"] == 6...7)
  }

  @Test func `every release output follows the rule of the stored policy`() throws {
    let study = try InventedStudy.random(seed: 3).study()
    var dfe = study
    dfe.reference.library.disclosure = try DisclosurePolicyVersion(
      bytes: Array(#"{"id":"r","version":"2","title":"Three","rule":"dfe-1-5"}"#.utf8)
    )

    let folders = [study, dfe].map { study in
      AuditReport(study, Aggregates(study), audience: .release, generatedBy: "test").folder
    }

    // What is not listed is hidden under both rules in so small a study.
    for name in [
      "T04-completeness", "T05-baseline", "T05-points", "T07-change", "T07-areas", "T07-positive",
      "T08-baseline-band", "T12-sensitivity", "P10-completeness", "P03-direction",
    ] {
      #expect(folders[0].file("\(name).csv") != folders[1].file("\(name).csv"), "\(name)")
    }
    #expect(Aggregates(study).json["release"] != Aggregates(dfe).json["release"])
    let page = String(decoding: try #require(folders[1].file("report.html")).bytes, as: UTF8.self)
    #expect(page.contains("counts from 1 to 5 are hidden"))
  }
}
