import WireFormat

/// The areas of a pack.
extension PackFields {
  /// Reads the areas; `scales` is `nil` when they could not be read, and then nothing is said
  /// about the scales that the areas name.
  mutating func areas(of root: FieldNode?, scales: [Scale]?) -> [Area]? {
    guard let root, let list = list("areas", of: root, limit: PackLimits.areasMax) else {
      return nil
    }
    var areas: [Area] = []
    for (index, json) in list.enumerated() {
      let node = node(
        json,
        at: "\(root.pointer(to: "areas"))/\(index)",
        required: ["id", "title", "scale"]
      )
      let id = id("id", of: node)
      let title = text("title", of: node, limit: PackLimits.titleBytesMax)
      let scale = scaleName(of: node, among: scales)
      guard let node, let id, let title, let scale else { continue }
      if areas.contains(where: { $0.id == id }) {
        report(node.pointer(to: "id"), "repeats the area \(id); give each area its own id.")
      }
      areas.append(Area(id: id, title: title, scale: scale))
    }
    return areas
  }

  private mutating func scaleName(of node: FieldNode?, among scales: [Scale]?) -> String? {
    guard let node, let name = id("scale", of: node) else { return nil }
    guard let scales, !scales.contains(where: { $0.id == name }) else { return name }
    let known = scales.map(\.id).joined(separator: ", ")
    report(
      node.pointer(to: "scale"),
      "names the scale \(name), which /scales does not define; define it or use one of: \(known)."
    )
    return name
  }
}
