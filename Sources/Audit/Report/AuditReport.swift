package import Exports
import Reconciliation
import WireFormat

/// What a committee reads of a comparative audit: tables, plots, a report and a manifest.
///
/// It follows the reporting scheme of the partnership's audit: thirteen tables T1 to T13 and ten
/// plots P1 to P10. The same study gives the same bytes; there is no clock in it.
package struct AuditReport: Sendable {
  /// All files, the manifest among them.
  package let folder: ExportFolder
  /// How many figures are hidden.
  package let hiddenCount: Int

  /// Writes everything.
  ///
  /// - Parameters:
  ///   - study: The records.
  ///   - aggregates: The aggregates of the same study.
  ///   - audience: For whom it is written.
  ///   - generatedBy: The program and its version, for the manifest.
  ///   - later: What became of the reference data after the moment of the figures. It stands in a file
  ///     of its own, in T13, on the page and in the manifest, and leaves every figure as it was.
  package init(
    _ study: Study,
    _ aggregates: Aggregates,
    audience: AuditAudience,
    generatedBy: String,
    later: LaterNotices = LaterNotices([])
  ) {
    let gate = Disclosure(audience: audience, rule: study.reference.library.disclosure.rule)
    let content = AuditContent.protected(AuditContext(study, aggregates, gate, later))
    var files = content.tables.map { $0.file(gate) }
    files += content.plots.flatMap { $0.files(gate) }
    files.append(ExportFile(name: "report.html", bytes: Array(ReportPage(content).markup.utf8)))
    files += later.files
    let manifest = AuditManifest(content.context, generatedBy: generatedBy, files: files)
    files.append(ExportFile(name: "manifest.json", bytes: manifest.bytes))
    folder = ExportFolder(files: files)
    hiddenCount = content.tables.reduce(0) { $0 + $1.hiddenCount }
  }
}

/// The tables and plots of one audit, each made once.
struct AuditContent {
  let context: AuditContext
  /// All tables in their order; T13 is the last.
  let tables: [AuditTable]
  let plots: [AuditPlot]

  /// The content, with counts hidden that tell too much beside others of it.
  ///
  /// What stands in which table is known once all are written, so a release is written twice.
  static func protected(_ context: AuditContext) -> Self {
    let variants = context.variants
    guard context.gate.policy != nil else { return Self(context, variants) }
    let notes = CountNotes()
    var context = context
    context.gate.notes = notes
    _ = Self(context, variants)
    context.gate.notes = nil
    context.gate.withheld = withheld(notes.counts, under: context.gate.rule)
    return Self(context, variants)
  }

  private init(_ context: AuditContext, _ variants: [SensitivityVariant]) {
    let baselines = context.baselines
    let pairs = context.areaPairs
    let bandChanges = context.bandChanges
    let lines = context.comparisonLines
    let scales = context.ratedScales
    let coverage = context.coverageTable
    let change = context.change
    let byBand = context.bandTable(bandChanges)
    let comparison = context.comparisonTable(lines)
    let tables = [
      context.tools, coverage, context.mappers, context.completeness,
      context.baselineTable(baselines), context.baselinePointsTable(baselines),
      context.reliability, change, context.positive, context.areaChange(pairs),
      context.areaAnnex(pairs), byBand, comparison, context.bandComparison,
      context.toolEffectTable, context.toolEffectFigures(lines), context.gates,
      context.concordance, context.conditional, context.invariance,
      context.storedLinkTable,
      context.sensitivity(variants),
    ]
    self.context = context
    self.tables = tables + [context.limits(of: tables)]
    plots = [
      context.coveragePlot(coverage), context.bandPlot, context.directionPlot(change),
      context.firstLastPlot, context.baselinePlot(bandChanges, byBand),
      context.forestPlot(comparison), context.ratersPlot(scales), context.linkPlot,
      context.differencePlot(scales), context.funnelPlot,
    ]
  }

  /// The tables of one number that stand on the page.
  func tables(_ number: Int, isAnnex: Bool = false) -> [AuditTable] {
    tables.filter { $0.number == number && $0.isOnPage && $0.isAnnex == isAnnex }
  }

  func plot(_ number: Int) -> AuditPlot? { plots.first { $0.number == number } }
}
