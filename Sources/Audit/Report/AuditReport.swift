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
  package init(
    _ study: Study,
    _ aggregates: Aggregates,
    audience: AuditAudience,
    generatedBy: String
  ) {
    let gate = Disclosure(audience: audience)
    let content = AuditContent(AuditContext(study, aggregates, gate))
    var files = content.tables.map { $0.file(gate) }
    files += content.plots.flatMap { $0.files(gate) }
    files.append(ExportFile(name: "report.html", bytes: Array(ReportPage(content).markup.utf8)))
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

  init(_ context: AuditContext) {
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
      context.sensitivity(context.variants),
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
