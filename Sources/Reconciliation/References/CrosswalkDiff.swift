import Instruments
package import WireFormat

/// One difference between two versions of a crosswalk.
package struct CrosswalkChange: Hashable, Sendable {
  /// How much it can matter.
  package let step: VersionStep
  /// What kind of difference, such as `weight` or `edge-added`.
  package let what: String
  /// What it is about: an area and an outcome, an area and a layer, a scale and a point.
  package let subjects: [String]
  /// What the earlier version says; `nil` when it says nothing.
  package let before: String?
  /// What the later version says; `nil` when it says nothing.
  package let after: String?

  /// The difference as REST shows it.
  package var json: JSON {
    [
      "step": .string(step.title), "what": .string(what),
      "subjects": .array(subjects.map { .string($0) }),
      "before": before.map { .string($0) } ?? .null, "after": after.map { .string($0) } ?? .null,
    ]
  }

  /// One line for a person.
  package var line: String {
    let place = subjects.joined(separator: " → ")
    return "\(step.title)  \(what)  \(place)  \(before ?? "–") → \(after ?? "–")"
  }
}

/// Everything in which two versions of a crosswalk differ, and how large a step of the version number
/// it demands.
///
/// *Major* is what can change a result of an area that was mapped before: an edge added or removed,
/// its relationship, role, weight or layer, a band, the target. *Minor* is another source area, scale
/// or edition. *Patch* is wording.
package struct CrosswalkDiff: Hashable, Sendable {
  /// The earlier version.
  package let before: Crosswalk
  /// The later version.
  package let after: Crosswalk
  /// The differences: by size, the largest first, then by what they are about.
  package let changes: [CrosswalkChange]

  /// Compares two versions.
  package init(from before: Crosswalk, to after: Crosswalk) {
    self.before = before
    self.after = after
    var comparison = CrosswalkComparison(before: before, after: after)
    comparison.compare()
    changes = comparison.changes.sorted { left, right in
      if left.step != right.step { return left.step > right.step }
      let (mine, theirs) = ([left.what] + left.subjects, [right.what] + right.subjects)
      return mine.lexicographicallyPrecedes(theirs)
    }
  }

  /// The step that the version number must take, at least.
  package var demands: VersionStep { changes.map(\.step).max() ?? .patch }

  /// What is wrong with the later version's number, in one sentence; `nil` when it is large enough.
  package var versionProblem: String? {
    guard let later = SemanticVersion(after.version) else {
      return "The version \(after.version) is not of the form 1.2.3 or 1.2.3-draft.4; "
        + "write one that is."
    }
    guard let earlier = SemanticVersion(before.version) else { return nil }
    guard !later.mayFollow(earlier, after: demands) else { return nil }
    let reasons = changes.filter { $0.step == demands }
    let named = reasons.prefix(3).map { ([$0.what] + $0.subjects).joined(separator: " ") }
      .joined(separator: "; ")
    let more = reasons.count > 3 ? " and \(reasons.count - 3) more" : ""
    let next = earlier.next(after: demands).map { "; write \($0) or higher" } ?? ""
    return "\(after.id)@\(after.version) follows \(before.version) with a \(demands.title) change"
      + (named.isEmpty ? "" : " (\(named)\(more))") + next + "."
  }
}

/// Collects the differences.
private struct CrosswalkComparison {
  let before: Crosswalk
  let after: Crosswalk
  private(set) var changes: [CrosswalkChange] = []

  init(before: Crosswalk, after: Crosswalk) {
    self.before = before
    self.after = after
  }

  mutating func compare() {
    compareEnds()
    compareEdges()
    compareLeftOut()
    compareBands()
    if before.needs != after.needs {
      note(.patch, "needs", [], before.needs ?? "", after.needs ?? "")
    }
    if before.json["note"] != after.json["note"] {
      note(.patch, "note", [], before.json["note"]?.string, after.json["note"]?.string)
    }
  }

  private mutating func note(
    _ step: VersionStep,
    _ what: String,
    _ subjects: [String],
    _ old: String?,
    _ new: String?
  ) {
    guard old != new else { return }
    changes.append(
      CrosswalkChange(step: step, what: what, subjects: subjects, before: old, after: new)
    )
  }

  private mutating func compareEnds() {
    note(.major, "target", [], before.target.description, after.target.description)
    if before.source.id != after.source.id {
      note(.major, "instrument", [], before.source.id, after.source.id)
    }
    note(.minor, "edition", [], before.source.edition, after.source.edition)
  }

  /// The areas that the earlier version maps or leaves out.
  private var knownAreas: Set<String> {
    Set(before.edges.map(\.area)).union(before.noMap.map(\.area))
  }

  private mutating func compareEdges() {
    let old = Dictionary(before.edges.map { ([$0.area, $0.outcome], $0) }) { first, _ in first }
    let new = Dictionary(after.edges.map { ([$0.area, $0.outcome], $0) }) { first, _ in first }
    let known = knownAreas
    for (key, edge) in new where old[key] == nil {
      note(known.contains(edge.area) ? .major : .minor, "edge-added", key, nil, edge.summary)
    }
    for (key, edge) in old {
      guard let later = new[key] else {
        note(.major, "edge-removed", key, edge.summary, nil)
        continue
      }
      note(.major, "relationship", key, edge.relationship.rawValue, later.relationship.rawValue)
      note(.major, "role", key, edge.role.rawValue, later.role.rawValue)
      note(.major, "weight", key, "\(edge.weightPercent)", "\(later.weightPercent)")
      note(.major, "layer", key, edge.layer, later.layer)
      note(.patch, "rationale", key, edge.rationale, later.rationale)
      note(.patch, "confidence", key, edge.confidence?.rawValue, later.confidence?.rawValue)
      note(.patch, "confidence-of", key, edge.confidenceOf, later.confidenceOf)
      note(
        .patch,
        "justification",
        key,
        edge.justification?.rawValue,
        later.justification?.rawValue
      )
      note(.patch, "author", key, edge.author, later.author)
      note(.patch, "status", key, edge.status, later.status)
    }
  }

  private mutating func compareLeftOut() {
    let old = Dictionary(before.noMap.map { ([$0.area, $0.layer], $0) }) { first, _ in first }
    let new = Dictionary(after.noMap.map { ([$0.area, $0.layer], $0) }) { first, _ in first }
    let known = knownAreas
    for (key, entry) in new where old[key] == nil {
      note(
        known.contains(entry.area) ? .major : .minor,
        "left-out-added",
        key,
        nil,
        entry.rationale
      )
    }
    for (key, entry) in old {
      guard let later = new[key] else {
        note(.major, "left-out-removed", key, entry.rationale, nil)
        continue
      }
      note(.patch, "left-out-rationale", key, entry.rationale, later.rationale)
    }
  }

  private mutating func compareBands() {
    let old = Dictionary(before.bandMaps.map { ($0.scale, $0.points) }) { first, _ in first }
    let new = Dictionary(after.bandMaps.map { ($0.scale, $0.points) }) { first, _ in first }
    for scale in Set(old.keys).union(new.keys) {
      // A scale that was not there before changes nothing of what was mapped before.
      let step: VersionStep = old[scale] == nil ? .minor : .major
      let (points, laterPoints) = (old[scale] ?? [:], new[scale] ?? [:])
      for code in Set(points.keys).union(laterPoints.keys) {
        note(step, "bands", [scale, code], points[code]?.summary, laterPoints[code]?.summary)
      }
    }
  }
}

extension CrosswalkEdge {
  fileprivate var summary: String {
    "\(relationship.rawValue) \(role.rawValue) \(weightPercent)%"
  }
}

extension BandInterval {
  /// `2-3`, or `2` when both ends are the same.
  package var summary: String { lo == hi ? "\(lo)" : "\(lo)-\(hi)" }
}
