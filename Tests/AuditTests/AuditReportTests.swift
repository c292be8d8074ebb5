import Audit
import Exports
import Foundation
import FoundationXML
import Reconciliation
import Testing
import WireFormat

/// The report of the invented history, which has everything that a study can have, and of small
/// studies, which lack much of it.
@Suite struct AuditReportTests {
  @Test func `there is a file for each of thirteen tables and ten plots, a page and a manifest`()
    throws
  {
    let names = Set(try Reports.release.get().files.map(\.name))

    for number in 1...13 {
      let prefix = number < 10 ? "T0\(number)-" : "T\(number)-"
      #expect(names.contains { $0.hasPrefix(prefix) && $0.hasSuffix(".csv") }, "\(prefix)")
    }
    for number in 1...10 {
      let prefix = number < 10 ? "P0\(number)-" : "P\(number)-"
      #expect(names.count { $0.hasPrefix(prefix) } == 2, "\(prefix)")
    }
    #expect(names.isSuperset(of: ["report.html", "manifest.json"]))
    #expect(names.count <= ZipArchive.filesMax)
  }

  @Test func `every row of every file carries the labels`() throws {
    let labels = [
      "level", "status", "instrument_edition", "perspective", "crosswalk", "suppression", "notice",
    ]
    for file in try Reports.release.get().files where file.name.hasSuffix(".csv") {
      let records = Records(file)

      #expect(Array(records.heading.suffix(labels.count)) == labels, "\(file.name)")
      // A study that brings everything in its files has no tables of links that were signed off.
      #expect(records.rows.isEmpty == (file.name == "T11-stored.csv"), "\(file.name)")
      #expect(records.rows.allSatisfy { $0.count == records.heading.count }, "\(file.name)")
    }
  }

  @Test func `the same study gives the same bytes`() throws {
    let study = try InventedStudy().study()
    let make = {
      AuditReport(study, Aggregates(study), audience: .release, generatedBy: "test").folder
    }

    #expect(make() == make())
  }

  @Test func `drawings are well-formed and tell in words what they show`() throws {
    for file in try Reports.release.get().files where file.name.hasSuffix(".svg") {
      let outline = try #require(MarkupOutline(file.bytes), "\(file.name)")

      #expect(outline.counts["title"] == 1 && outline.counts["desc"] == 1, "\(file.name)")
      #expect(outline.counts["script"] == nil && outline.counts["image"] == nil, "\(file.name)")
      #expect(!outline.texts["desc", default: ""].isEmpty, "\(file.name)")
    }
  }

  @Test func `the page is well-formed, needs nothing else and has headings in order`() throws {
    let page = try #require(try Reports.release.get().file("report.html"))
    let text = String(decoding: page.bytes, as: UTF8.self)
    let outline = try #require(MarkupOutline(page.bytes))

    #expect(!text.contains("<script") && !text.contains("http") && !text.contains("url("))
    #expect(text.contains("<html lang=\"en-GB\">") && text.contains("class=\"skip\""))
    #expect(outline.counts["main"] == 1 && outline.counts["nav"] == 1 && outline.counts["h1"] == 1)
    #expect(outline.counts["table"] == outline.counts["caption"])
    #expect(outline.counts["svg"] == 10)
    #expect(outline.ids.count == Set(outline.ids).count)
    for (before, after) in zip(outline.headings, outline.headings.dropFirst()) {
      #expect(after <= before + 1)
    }
  }

  @Test func `the first section asks for the missing definition, and the last is the limits`()
    throws
  {
    let page = try #require(try Reports.release.get().file("report.html"))
    let text = String(decoding: page.bytes, as: UTF8.self)

    let question = try #require(text.range(of: "To Cambridgeshire, about MAP"))
    let other = try #require(text.range(of: "To Peterborough, about Family Star Plus"))
    let short = try #require(text.range(of: "2. In short"))
    let limits = try #require(text.range(of: "id=\"limits\""))
    #expect(question.lowerBound < other.lowerBound && other.lowerBound < short.lowerBound)
    #expect(!text[limits.upperBound...].contains("<h2"))
    #expect(text.contains("MAP definition assumed"))
  }

  @Test func `an internal audit has the figures of the aggregates`() throws {
    let aggregates = try Files.history.get().json
    let records = Records(try #require(try Reports.internal.get().file("T09-authorities.csv")))
    let wanted = ["crude", "adjusted"].map { name in
      ["difference", "low", "high"].map { member in
        aggregates["crossAuthority"]?[name]?[member]?.number
      }
    }

    let found = ["As they are (crude)", "Adjusted for the tool effect"].map { line in
      records.rows.first { $0[0] == line }.map { row in
        ["", "_low", "_high"].map { end in
          records.value("difference_points\(end)", row).flatMap(Double.init)
        }
      } ?? []
    }
    for (wanted, found) in zip(wanted.joined(), found.joined()) {
      let wanted = try #require(wanted)
      #expect(abs(try #require(found) - wanted * 100) <= 0.0500001)
    }
  }

  @Test func `an internal audit hides nothing and says so`() throws {
    for file in try Reports.internal.get().files {
      let text = String(decoding: file.bytes, as: UTF8.self)
      #expect(!file.name.hasSuffix(".csv") || !text.contains("[c]"), "\(file.name)")
    }
    let page = try #require(try Reports.internal.get().file("report.html"))
    #expect(String(decoding: page.bytes, as: UTF8.self).contains("not for onward sharing"))
  }

  @Test func `the manifest has the hash of every other file`() throws {
    let folder = try Reports.release.get()
    let manifest = try JSON(strict: try #require(folder.file("manifest.json")).bytes)

    let listed = try #require(manifest["files"]?.object)
    #expect(Set(listed.keys) == Set(folder.files.map(\.name)).subtracting(["manifest.json"]))
    for file in folder.files where file.name != "manifest.json" {
      #expect(listed[file.name]?["bytes"]?.int == Int64(file.bytes.count))
    }
    #expect(manifest["link"]?["seed"]?.int == 20_240_430)
    #expect(manifest["disclosurePolicy"]?["id"]?.string == DisclosurePolicy.nhs.id)
  }

  @Test func `a study without families scored with both tools says what it needs`() throws {
    let study = try InventedStudy().study()
    let folder = AuditReport(
      study,
      Aggregates(study),
      audience: .internal,
      generatedBy: "test"
    ).folder

    let limits = Records(try #require(folder.file("T13-limits.csv")))
    let needs = limits.rows.filter {
      ["T10", "T11"].contains(limits.value("table", $0))
    }.compactMap { limits.value("reason", $0) }
    #expect(needs.contains { $0.contains("scored with both tools") })
    let lines = Records(try #require(folder.file("T09-authorities.csv")))
    #expect(lines.rows.isEmpty || lines.rows.contains { $0.contains("tool_effect_unknown") })
  }
}
