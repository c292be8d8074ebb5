import Instruments

extension CrosswalkCheck {
  /// Which areas have neither an edge nor a reason, and what is wrong with the reasons.
  var coverageProblems: [CrosswalkProblem] {
    noMapProblems + framework.mappableLayers.flatMap { layer in unmapped(in: layer) }
  }

  private func unmapped(in layer: Layer) -> [CrosswalkProblem] {
    let mapped = Set(
      crosswalk.edges.filter { $0.layer == layer.id }.map(\.area)
        + crosswalk.noMap.filter { $0.layer == layer.id }.map(\.area)
    )
    return pack.areas.map(\.id).filter { !mapped.contains($0) }.map { area in
      CrosswalkProblem(
        .unmappedArea,
        area,
        layer.id,
        message: "The area \(area) has no edge in the layer \(layer.id); "
          + "draw one or say in noMap why there is none."
      )
    }
  }

  private var noMapProblems: [CrosswalkProblem] {
    let layers = Set(framework.mappableLayers.map(\.id))
    let edges = Set(crosswalk.edges.map { [$0.area, $0.layer] })
    return crosswalk.noMap.flatMap { entry in
      var problems: [CrosswalkProblem] = []
      if pack.area(entry.area) == nil {
        problems.append(
          CrosswalkProblem(
            .noMapOfUnknownArea,
            entry.area,
            message: "\(crosswalk.source) has no area \(entry.area); correct noMap."
          )
        )
      }
      if !layers.contains(entry.layer) {
        problems.append(
          CrosswalkProblem(
            .noMapInUnknownLayer,
            entry.area,
            entry.layer,
            message: "\(framework.key) maps nothing to a layer \(entry.layer); correct noMap."
          )
        )
      }
      if edges.contains([entry.area, entry.layer]) {
        problems.append(
          CrosswalkProblem(
            .noMapOfMappedArea,
            entry.area,
            entry.layer,
            message: "The area \(entry.area) has an edge in the layer \(entry.layer) "
              + "and stands in noMap; keep one of them."
          )
        )
      }
      if entry.rationale.allSatisfy(\.isWhitespace) {
        problems.append(
          CrosswalkProblem(
            .missingRationale,
            entry.area,
            entry.layer,
            message: "noMap leaves out \(entry.area) in \(entry.layer) without a rationale; "
              + "say why."
          )
        )
      }
      return problems
    }
  }
}
