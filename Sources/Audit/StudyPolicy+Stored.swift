import Casework
import Intake
import Reconciliation
import WireFormat

extension StudyPolicy {
  /// The policy of records that a server holds, with the limits that a study has by default.
  init(
    stored progress: ProgressPolicy,
    period: (from: CalendarDay, to: CalendarDay),
    asOf: CalendarDay,
    _ reference: StudyReference,
    mains: [String],
    _ evidence: StoredEvidence
  ) {
    let layers = reference.framework?.mappableLayers ?? []
    let measured = layers.flatMap(\.outcomes).map(\.id).filter { outcome in
      mains.allSatisfy { main in
        reference.crosswalks[main]?.usable?.primaryAreas(of: outcome).isEmpty == false
      }
    }
    let outcome = measured.first ?? layers.first?.outcomes.first?.id ?? ""
    self.init(
      asOf: asOf,
      extractDate: asOf,
      from: period.from,
      to: period.to,
      progress: progress,
      reopenDays: ["6m": 183, "12m": 365],
      noiseFloorMinN: NoiseFloor.familiesMin,
      toolEffectMinN: ToolEffect.familiesMin,
      dualMaxDays: 14,
      framework: progress.framework.id,
      headlineLayer: layers.first?.id ?? "",
      comparisonOutcome: outcome,
      bootstrapSeed: evidence.links.seed,
      bootstrapReplicates: evidence.links.replicates,
      linkPairs: evidence.links.pairs(
        under: reference,
        of: evidence.rows.first { $0.kind == .dual }?.pair ?? []
      ),
      dataLabel: "held by the server",
      json: progress.json
    )
  }
}
