import Casework
import Foundation
import Testing

@testable import Instruments

@Suite struct SeedPackTests {
  @Test(arguments: TestPacks.seeds)
  func `a seed pack has no problem and is named for its key`(file: URL) throws {
    let report = PackReport.check(bytes: try TestPacks.bytes(of: file))

    #expect(report.problems == [])
    let key = try #require(report.pack).key
    #expect(file.lastPathComponent == "\(key.id)-\(key.edition).json")
  }

  @Test func `the seeds are the known instruments and no others`() throws {
    let keys = try TestPacks.seeds.map { try TestPacks.pack($0).key.description }

    #expect(
      keys == [
        "demo-compass edition 1", "demo-steps edition 1", "family-star edition 1",
        "family-star-plus edition 1", "family-star-plus edition 2", "map-assumed edition 0",
        "my-star edition 1", "teen-star edition 1", "youth-star edition 2",
      ]
    )
  }

  @Test(arguments: TestPacks.seeds)
  func `a licensed seed pack holds structure and no words of its scales`(file: URL) throws {
    let pack = try TestPacks.pack(file)
    guard pack.licence.isRequired else {
      #expect(pack.definitionStatus != .supplied)
      return
    }

    #expect(pack.publisher == "Triangle")
    #expect(pack.licence.notice.contains("© Triangle"))
    #expect(pack.scales.flatMap(\.points).compactMap(\.label) == [])
    #expect(pack.scales.flatMap(\.stages) == [])
    #expect(Set(pack.scales.flatMap(\.points).map(\.stage)) == [1, 2, 3, 4, 5])
    #expect(!InstrumentCatalogue(packs: [pack]).isEnabled(pack.key))
  }

  @Test(arguments: [
    (
      "family-star-plus-1",
      [
        "physical-health", "your-wellbeing", "meeting-emotional-needs", "keeping-children-safe",
        "social-networks", "education-learning", "boundaries-behaviour", "family-routine",
        "home-money", "progress-to-work",
      ]
    ),
    (
      "family-star-1",
      [
        "physical-health", "emotional-wellbeing", "keeping-children-safe", "social-networks",
        "education-learning", "boundaries-behaviour", "family-routine", "home-money",
      ]
    ),
    (
      "my-star-1",
      [
        "physical-health", "where-you-live", "being-safe", "relationships", "feelings-behaviour",
        "friends", "confidence-self-esteem", "education-learning",
      ]
    ),
    (
      "teen-star-1",
      [
        "drugs-alcohol", "wellbeing", "safety-security", "structure-education",
        "behaviour-citizenship", "family-key-adults",
      ]
    ),
    (
      "youth-star-2",
      [
        "interests-activities", "hopes-dreams", "health-wellbeing", "education-work",
        "communicating", "choices-behaviour",
      ]
    ),
    (
      "map-assumed-0",
      [
        "good-education", "early-years", "health", "substance-use", "family-relationships",
        "safe-from-abuse", "crime", "domestic-abuse", "housing", "finance",
      ]
    ),
    (
      "demo-compass-1",
      [
        "home", "learning", "money", "health", "feelings", "friends", "safety", "family-life",
      ]
    ),
    (
      "demo-steps-1",
      [
        "getting-about", "sleep-rest", "study-work", "people-i-trust", "money-sense",
        "speaking-up",
      ]
    ),
  ])
  func `a seed pack has the areas that crosswalks map`(name: String, areas: [String]) throws {
    #expect(try TestPacks.seed(name).areas.map(\.id) == areas)
  }

  @Test func `the second edition of Family Star Plus keeps the structure and adds an end point`()
    throws
  {
    let first = try TestPacks.seed("family-star-plus-1")
    let second = try TestPacks.seed("family-star-plus-2")

    #expect(second.areas.map(\.id) == first.areas.map(\.id))
    #expect(second.scales.map(\.points) == first.scales.map(\.points))
    #expect(second.scales.map(\.endPoint) == ["8"])
    #expect(first.scales.map(\.endPoint) == [nil])
    #expect(second.validFrom == (try day("2023-05-22")))
    #expect(second.supersedes == "1")
    #expect(
      second.compatibleWith == [CompatibleEdition(edition: "1", basis: .publisherAsserted)]
    )
  }

  @Test func `MAP is enabled without a licence and its exports say that it is assumed`() throws {
    let pack = try TestPacks.seed("map-assumed-0")

    #expect(InstrumentCatalogue(packs: [pack]).isEnabled(pack.key))
    #expect(pack.assumptionNotice == "MAP definition assumed")
    #expect(pack.scale(ofArea: "housing")?.noIssuePolicy == .exclude)
    #expect(pack.scale(ofArea: "housing")?.accepts("noIssue") == true)
  }

  @Test(arguments: ["demo-compass-1", "demo-steps-1"])
  func `a demo pack says that it is invented and labels every point`(name: String) throws {
    let pack = try TestPacks.seed(name)

    #expect(pack.definitionStatus == .demo)
    #expect(pack.licence.notice.contains("Invented"))
    #expect(pack.note?.contains("invented") == true)
    #expect(pack.scales.flatMap(\.points).allSatisfy { $0.label != nil && $0.stage != nil })
    #expect(pack.assumptionNotice == nil)
    #expect(InstrumentCatalogue(packs: [pack]).isEnabled(pack.key))
  }
}
