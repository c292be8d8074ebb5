import Instruments

extension CrosswalkCheck {
  /// What is wrong with single edges.
  var edgeProblems: [CrosswalkProblem] {
    var seen: Set<[String]> = []
    return crosswalk.edges.flatMap { edge in
      var problems = targetProblems(of: edge)
      let place = "from \(edge.area) to \(edge.outcome)"
      if pack.area(edge.area) == nil {
        problems.append(
          CrosswalkProblem(
            .edgeFromUnknownArea,
            edge.area,
            message: "\(crosswalk.source) has no area \(edge.area); correct the edge \(place)."
          )
        )
      }
      if !seen.insert([edge.area, edge.outcome]).inserted {
        problems.append(
          CrosswalkProblem(
            .duplicateEdge,
            edge.area,
            edge.outcome,
            message: "There are two edges \(place); keep one."
          )
        )
      }
      if edge.rationale.isBlank {
        problems.append(
          CrosswalkProblem(
            .missingRationale,
            edge.area,
            edge.outcome,
            message: "The edge \(place) has no rationale; say why it is there."
          )
        )
      }
      if edge.author.isBlank {
        problems.append(
          CrosswalkProblem(
            .missingAuthor,
            edge.area,
            edge.outcome,
            message: "The edge \(place) has no author; say who drew it."
          )
        )
      }
      return problems
    }
  }

  private func targetProblems(of edge: CrosswalkEdge) -> [CrosswalkProblem] {
    guard let layer = framework.outcome(edge.outcome)?.layer else {
      return [
        CrosswalkProblem(
          .edgeToUnknownOutcome,
          edge.outcome,
          message: "\(framework.key) has no outcome \(edge.outcome); "
            + "correct the edge from \(edge.area)."
        )
      ]
    }
    guard edge.layer == layer.id else {
      return [
        CrosswalkProblem(
          .edgeInWrongLayer,
          edge.area,
          edge.outcome,
          message: "The outcome \(edge.outcome) stands in the layer \(layer.id); "
            + "write that in the edge from \(edge.area)."
        )
      ]
    }
    guard layer.isMappable else {
      return [
        CrosswalkProblem(
          .edgeToUnmappableLayer,
          edge.area,
          edge.outcome,
          message: "Nothing is mapped straight to the layer \(layer.id); "
            + "remove the edge from \(edge.area) to \(edge.outcome)."
        )
      ]
    }
    return []
  }

  /// What is wrong with primary edges.
  var primaryProblems: [CrosswalkProblem] {
    let primaries = crosswalk.edges.filter { $0.role == .primary }
    let related = primaries.filter { !$0.relationship.mayBePrimary }.map { edge in
      CrosswalkProblem(
        .relatedPrimary,
        edge.area,
        edge.outcome,
        message: "The edge from \(edge.area) to \(edge.outcome) is \(edge.relationship.rawValue) "
          + "and may not be primary; make it contributory."
      )
    }
    var counted: [[String]: Int] = [:]
    for edge in primaries { counted[[edge.area, edge.layer], default: 0] += 1 }
    let doubled = counted.filter { $0.value > 1 }.keys.sorted { $0.lexicographicallyPrecedes($1) }
    return related
      + doubled.map { pair in
        CrosswalkProblem(
          .twoPrimaries,
          pair[0],
          pair[1],
          message: "The area \(pair[0]) has several primary edges in the layer \(pair[1]); "
            + "keep one and make the others contributory."
        )
      }
  }
}

extension String {
  /// Whether nothing but space stands in it.
  fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
