import Casework
import Crypto
import WireFormat

extension InstrumentPack {
  /// Reads a pack strictly: every field known, every id resolved, every limit kept.
  ///
  /// - Parameter bytes: The file, UTF-8 JSON of at most ``PackLimits/bytesMax`` bytes.
  /// - Throws: ``PackProblem`` with everything that is wrong, not only the first.
  package init(bytes: [UInt8]) throws(PackProblem) {
    let source = try Self.json(bytes)
    var fields = PackFields()
    guard let pack = Self.read(source, &fields), fields.faults.isEmpty else {
      throw PackProblem(faults: fields.faults)
    }
    self = pack
  }

  private static func json(_ bytes: [UInt8]) throws(PackProblem) -> JSON {
    guard bytes.count <= PackLimits.bytesMax else {
      throw PackProblem("is \(bytes.count) bytes long; use at most \(PackLimits.bytesMax).")
    }
    do {
      return try JSON(strict: bytes)
    } catch {
      let reason = plain(error.description)
      throw PackProblem("cannot be read: \(reason.prefix(1).lowercased())\(reason.dropFirst())")
    }
  }

  private static func read(_ source: JSON, _ fields: inout PackFields) -> InstrumentPack? {
    let root = fields.node(
      source,
      at: "",
      required: [
        "id", "edition", "title", "publisher", "licence", "definitionStatus", "subject",
        "perspectives", "areas", "scales", "changeRule",
      ],
      optional: [
        "ages", "validFrom", "validTo", "supersedes", "compatibleWith", "note",
      ]
    )
    let id = fields.id("id", of: root)
    let edition = fields.id("edition", of: root)
    let title = fields.text("title", of: root, limit: PackLimits.titleBytesMax)
    let publisher = fields.text("publisher", of: root, limit: PackLimits.titleBytesMax)
    let status = fields.word("definitionStatus", of: root, as: DefinitionStatus.self)
    let licence = fields.licence(of: root, publisher: publisher, status: status)
    let subject = fields.word("subject", of: root, as: Subject.self)
    let ages = fields.ages(of: root)
    let perspectives = fields.words("perspectives", of: root, as: Respondent.self)
    let scales = fields.scales(of: root)
    let areas = fields.areas(of: root, scales: scales)
    let changeRule = fields.changeRule(of: root, scales: scales)
    let validFrom = fields.day("validFrom", of: root)
    let validTo = fields.lastDay(of: root, from: validFrom)
    let supersedes = fields.otherEdition("supersedes", of: root, than: edition)
    let compatibleWith = fields.compatibleEditions(of: root, edition: edition)
    let note = fields.text("note", of: root, limit: PackLimits.noticeBytesMax)
    guard let id, let edition, let title, let publisher, let status, let licence, let subject,
      let perspectives, let scales, let areas, let changeRule
    else { return nil }
    return InstrumentPack(
      key: InstrumentKey(id: id, edition: edition),
      title: title,
      publisher: publisher,
      licence: licence,
      definitionStatus: status,
      subject: subject,
      ages: ages,
      perspectives: perspectives,
      areas: areas,
      scales: scales,
      changeRule: changeRule,
      validFrom: validFrom,
      validTo: validTo,
      supersedes: supersedes,
      compatibleWith: compatibleWith,
      note: note,
      source: source,
      contentHash: Hex.encode(Array(SHA256.hash(data: source.canonical)))
    )
  }
}

extension PackProblem {
  fileprivate init(_ message: String) {
    self.init(faults: [PackFault(pointer: "", message: message)])
  }
}
