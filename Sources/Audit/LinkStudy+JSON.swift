import Reconciliation
import WireFormat

extension LinkStudy {
  /// Everything that was reckoned, with places as numbers of the scales.
  func members(from source: LinkScale, to target: LinkScale) -> [String: JSON] {
    [
      "sourceCounts": .array(counts.sourceCounts.map { .count($0) }),
      "targetCounts": .array(counts.targetCounts.map { .count($0) }),
      "spearman": .figure(spearman),
      "unsmoothedForward": target.json(unsmoothedForward),
      "unsmoothedBackward": source.json(unsmoothedBackward),
      "smoothing": .object(
        Dictionary(
          smoothed.map { table in
            let members: JSON = [
              "deviance": .figure(table.deviance), "parameters": .count(table.parameters),
              "bic": .figure(table.bic), "forward": target.json(table.forward),
              "backward": source.json(table.backward),
            ]
            return (table.model.name, members)
          }
        ) { first, _ in first }
      ),
      "selected": .text(selected?.model.name),
      "conditionalTargetGivenSource": .array(
        (selected?.conditionalTarget ?? []).map { .array($0.map { .figure($0) }) }
      ),
      "cluster": [
        "unit": "rater", "clusters": .count(clusters.clusters),
        "meanSizeWeighted": .figure(clusters.meanSizeWeighted),
        "icc": .figure(clusters.intraclassCorrelation), "deff": .figure(clusters.designEffect),
        "nEff": .figure(clusters.effectiveSize),
      ],
      "rows": .array(rows.map { $0.json(from: source, to: target) }),
      "maxBootstrapSE": .figure(evidence.largestStandardError.map { $0 * target.step }),
      "invariance": .object(
        Dictionary(invariance.map { ($0.grouping, $0.json(to: target)) }) { first, _ in first }
      ),
      "crossValidatedQWK": .figure(crossValidatedKappa),
      "sameRaterShare": .figure(sameRaterShare),
      "smallestSubgroup": evidence.smallestGroup.map { .count($0) } ?? .null,
      "maxRmsd": .figure(evidence.largestDifference.map { $0 * target.step }),
    ]
  }
}

extension LinkScale {
  /// Places as numbers of the scale.
  fileprivate func json(_ places: [Double?]) -> JSON {
    .array(axis.values(at: places).map { .figure($0) })
  }

  fileprivate func json(_ place: Double?) -> JSON { .figure(place.map { axis.value(at: $0) }) }
}

extension LinkRow {
  fileprivate func json(from source: LinkScale, to target: LinkScale) -> JSON {
    [
      "point": .figure(source.axis.value(at: Double(point))),
      "code": .text(source.codes.indices.contains(point) ? source.codes[point] : nil),
      "supportN": .count(support), "status": .string(status.rawValue),
      "value": target.json(value), "clipped": target.json(clipped),
      "se": .figure(standardError.map { $0 * target.step }), "low": target.json(low),
      "high": target.json(high),
      "band": points.flatMap { target.bands($0) }.map { [.count($0.lo), .count($0.hi)] } ?? .null,
    ]
  }
}

extension LinkInvariance {
  fileprivate func json(to target: LinkScale) -> JSON {
    [
      "groups": .object(
        Dictionary(groups.map { ($0.name, .count($0.families)) }) { first, _ in first }
      ),
      "rmsd": .array((comparison?.rmsd ?? []).map { .figure($0.map { $0 * target.step }) }),
      "remsd": .figure(comparison?.remsd.map { $0 * target.step }),
      "maxRmsdSupported": .figure(largestSupported.map { $0 * target.step }),
    ]
  }
}
