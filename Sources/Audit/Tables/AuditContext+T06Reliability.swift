import Instruments
import Reconciliation

extension AuditContext {
  /// T6: how alike two people score the same family at the same time.
  var reliability: AuditTable {
    var rows: [AuditRow] = []
    var gaps: [AuditGap] = []
    for instrument in instruments {
      let pairs = ratedPairs[instrument] ?? []
      let name = title(ofInstrument: instrument)
      guard !pairs.isEmpty, let pack = pack(instrument) else {
        gaps.append(
          AuditGap(
            table: "T6",
            code: "no_double_rated",
            subject: name,
            sentence: "How far two people agree, and how often the rule calls a change that is "
              + "none, is unknown. It needs at least \(study.profile.policy.noiseFloorMinN) families "
              + "scored twice, independently, within \(study.profile.policy.dualMaxDays) days."
          )
        )
        continue
      }
      if pairs.count < study.profile.policy.noiseFloorMinN {
        gaps.append(
          AuditGap(
            table: "T6",
            code: "noise_floor_refused",
            subject: name,
            sentence: "Too few families were scored twice for a noise floor; it needs at least "
              + "\(study.profile.policy.noiseFloorMinN)."
          )
        )
      }
      rows += pack.areas.map { reliabilityRow(instrument, $0.id, pairs) }
    }
    return AuditTable(
      number: 6,
      name: "T06-reliability",
      title: "How alike two people score the same family",
      introduction:
        "The noise floor is how often the rule calls a family improved when nothing has "
        + "changed but the person who scores. A result no larger than that says nothing.",
      columns: [
        AuditColumn("tool", "Tool"), AuditColumn("area", "Area"),
        AuditColumn("n", "Families", .count), AuditColumn("exact", "Same point", .percent),
        AuditColumn("within_one", "Within one point", .percent),
        AuditColumn("kappa_linear", nil, .figureWithLimits(3)),
        AuditColumn("kappa_quadratic", "Kappa, quadratic weights", .figureWithLimits(2)),
        AuditColumn("ac2_quadratic", "AC2, quadratic weights", .figureWithLimits(2)),
        AuditColumn("alpha_ordinal", "Alpha, ordinal", .figure(2)),
        AuditColumn("icc_2_1", "ICC(2,1), descriptive", .figureWithLimits(2)),
        AuditColumn("noise_floor", "Noise floor", .percent),
      ],
      rows: rows,
      notes: [
        "No limits below 10 families, and no statistics below 5.",
        "Kappa falls when nearly all families stand on one point, even if raters agree; AC2 does not.",
      ],
      gaps: gaps
    )
  }

  private func reliabilityRow(
    _ instrument: String,
    _ area: String,
    _ pairs: [RatedPair]
  ) -> AuditRow {
    let scale = LinkScale(instrument, area, study)
    let places =
      scale.map { scale in pairs.compactMap { $0.places(scale, instrument, area) } } ?? []
    let n = places.count
    var cells: [AuditCell] = [
      .text(title(ofInstrument: instrument)), .text(title(ofArea: area, in: instrument)),
      .count(n, gate),
    ]
    if let scale, n >= 5 {
      cells += statistics(scale, places, n)
    } else {
      cells += Array(repeating: .none(n == 0 ? .noData : .tooFew), count: 7)
    }
    let floor = noise[instrument]?.areas.first { $0.area == area }
    cells.append(
      floor.map { floor in
        floor.n >= study.profile.policy.noiseFloorMinN && floor.n > 0
          ? gate.halfShare(floor.discordant, of: floor.n)
          : .none(.tooFew)
      } ?? .none(.noData)
    )
    return AuditRow(cells: cells, labels: labels(instrument, level: "B", reconciled: false))
  }

  private func statistics(_ scale: LinkScale, _ places: [(Int, Int)], _ n: Int) -> [AuditCell] {
    let points = scale.codes.count
    let counts = JointCounts(sourcePoints: points, targetPoints: points, pairs: places)
    let within = { (steps: Int) -> AuditCell in
      let close = places.count { abs($0.0 - $0.1) <= steps }
      let shown = self.gate.row([close, n - close])
      return self.gate.share(shown.cells[0], of: shown.total)
    }
    let kappa = { (weights: AgreementWeights) -> AuditCell in
      do throws(UndefinedReason) {
        let kappa = try WeightedKappa(counts, weights: weights)
        return self.limited(kappa.kappa, kappa.low, kappa.high, n)
      } catch {
        return .none(error)
      }
    }
    let table = places.map { [$0.0, $0.1] }
    return [within(0), within(1), kappa(.linear), kappa(.quadratic)] + [
      agreement(table, points, n), alpha(table, points, n), correlation(places, scale, n),
    ]
  }

  private func agreement(_ table: [[Int]], _ points: Int, _ n: Int) -> AuditCell {
    do throws(UndefinedReason) {
      let agreement = try GwetAgreement(table, points: points, weights: .quadratic)
      return limited(agreement.coefficient, agreement.low, agreement.high, n)
    } catch {
      return .none(error)
    }
  }

  private func alpha(_ table: [[Int]], _ points: Int, _ n: Int) -> AuditCell {
    do throws(UndefinedReason) {
      let alpha = try KrippendorffAlpha.alpha(
        table,
        values: (0..<points).map(Double.init),
        metric: .ordinal
      )
      return gate.statistic(alpha, n: n)
    } catch {
      return .none(error)
    }
  }

  private func correlation(_ places: [(Int, Int)], _ scale: LinkScale, _ n: Int) -> AuditCell {
    do throws(UndefinedReason) {
      let icc = try IntraclassCorrelation(places.map { [Double($0.0), Double($0.1)] })
      guard let value = icc.twoWayRandom else { return .none(.noVariation) }
      return limited(value, icc.twoWayRandomLimits?.low, icc.twoWayRandomLimits?.high, n)
    } catch {
      return .none(error)
    }
  }

  private func limited(_ value: Double, _ low: Double?, _ high: Double?, _ n: Int) -> AuditCell {
    n < 10 ? gate.statistic(value, n: n) : gate.statistic(value, low: low, high: high, n: n)
  }
}
