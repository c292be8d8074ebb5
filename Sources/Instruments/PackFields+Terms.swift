import Casework
import WireFormat

/// The fields of a pack that say whose it is, for whom and since when.
extension PackFields {
  mutating func licence(
    of root: FieldNode?,
    publisher: String?,
    status: DefinitionStatus?
  ) -> Licence? {
    guard let root else { return nil }
    let node = node(
      root.fields["licence"],
      at: root.pointer(to: "licence"),
      required: ["notice"],
      optional: ["reference", "isRequired"]
    )
    let notice = text("notice", of: node, limit: PackLimits.noticeBytesMax)
    let reference = text("reference", of: node, limit: PackLimits.titleBytesMax)
    let stated = flag("isRequired", of: node)
    guard let node, let notice, let status else { return nil }
    // A supplied definition is somebody's text, so silence means that a licence is needed.
    let isRequired = stated ?? (status == .supplied)
    if isRequired, status != .supplied {
      report(
        node.pointer(to: "isRequired"),
        "is true in a pack whose definition is \(status.rawValue); "
          + "write false, or set /definitionStatus to supplied."
      )
    }
    if isRequired, let publisher, !notice.contains(publisher) {
      report(
        node.pointer(to: "notice"),
        "does not name the publisher, \(shown(publisher)); a licensed pack's notice must."
      )
    }
    return Licence(notice: notice, reference: reference, isRequired: isRequired)
  }

  mutating func ages(of root: FieldNode?) -> ClosedRange<Int>? {
    guard let root else { return nil }
    let pointer = root.pointer(to: "ages")
    let node = node(root.fields["ages"], at: pointer, required: ["from", "to"])
    let years = 0...PackLimits.ageMax
    guard let from = integer("from", of: node, in: years),
      let to = integer("to", of: node, in: years)
    else { return nil }
    guard from <= to else {
      report(pointer, "ends at \(to), before it starts at \(from); swap the two.")
      return nil
    }
    return from...to
  }

  mutating func changeRule(of root: FieldNode?, scales: [Scale]?) -> ChangeRule? {
    guard let root else { return nil }
    let node = node(
      root.fields["changeRule"],
      at: root.pointer(to: "changeRule"),
      required: ["unit", "threshold", "basis"]
    )
    let unit = word("unit", of: node, as: ChangeUnit.self)
    let threshold = integer("threshold", of: node, in: 1...PackLimits.pointsMax)
    let basis = word("basis", of: node, as: ChangeBasis.self)
    guard let node, let unit, let threshold, let basis else { return nil }
    if unit == .stage, let bare = scales?.first(where: { $0.points.contains { $0.stage == nil } }) {
      report(
        node.pointer(to: "unit"),
        "counts stages, but the scale \(bare.id) has none; "
          + "give its points stages or count points."
      )
    }
    return ChangeRule(unit: unit, threshold: threshold, basis: basis)
  }

  mutating func lastDay(of root: FieldNode?, from first: CalendarDay?) -> CalendarDay? {
    guard let root, let last = day("validTo", of: root) else { return nil }
    if let first, last < first {
      report(root.pointer(to: "validTo"), "is before /validFrom, \(first); correct one of them.")
    }
    return last
  }

  /// Reads a text that names another edition of the same instrument.
  mutating func otherEdition(_ name: String, of node: FieldNode?, than own: String?) -> String? {
    guard let node, let edition = id(name, of: node) else { return nil }
    if edition == own {
      report(node.pointer(to: name), "names the pack's own edition; name another one.")
    }
    return edition
  }

  mutating func compatibleEditions(of root: FieldNode?, edition: String?) -> [CompatibleEdition] {
    guard let root,
      let list = list(
        "compatibleWith",
        of: root,
        allowsEmpty: true,
        limit: PackLimits.compatibleEditionsMax
      )
    else { return [] }
    var editions: [CompatibleEdition] = []
    for (index, json) in list.enumerated() {
      let node = node(
        json,
        at: "\(root.pointer(to: "compatibleWith"))/\(index)",
        required: ["edition", "basis"]
      )
      let other = otherEdition("edition", of: node, than: edition)
      let basis = word("basis", of: node, as: CompatibilityBasis.self)
      guard let node, let other, let basis else { continue }
      if editions.contains(where: { $0.edition == other }) {
        report(node.pointer(to: "edition"), "repeats edition \(other); name it once.")
      }
      editions.append(CompatibleEdition(edition: other, basis: basis))
    }
    return editions
  }
}
