package import Instruments
import Intake
package import Reconciliation
import WireFormat

/// The instruments, the framework and the crosswalks of a study.
package struct StudyReference: Sendable {
  /// The name of the file of instruments in a study's folder.
  package static let fileName = "instruments.json"

  /// The instruments.
  package let definitions: InstrumentDefinitions
  /// The instruments, looked up by edition.
  package let catalogue: InstrumentCatalogue
  /// The common framework; `nil` when no file brings it.
  package let framework: Framework?
  /// What becomes of each instrument's crosswalk to the framework, by the instrument's id.
  package let crosswalks: [String: StudyCrosswalk]
  /// What the rules of progress rest on.
  package var library: ReconciliationLibrary

  /// Takes reference data that is stored and was checked when it was proposed.
  ///
  /// - Parameters:
  ///   - library: The frameworks, crosswalks and the policy.
  ///   - catalogue: The installed packs.
  ///   - instruments: The ids of the instruments to tell of.
  init(library: ReconciliationLibrary, catalogue: InstrumentCatalogue, instruments: Set<String>) {
    let packs = catalogue.all.filter { instruments.contains($0.key.id) }
    definitions = InstrumentDefinitions(installed: packs)
    self.catalogue = catalogue
    framework = library.framework
    self.library = library
    var chosen: [String: StudyCrosswalk] = [:]
    for pack in packs {
      let found = library.crosswalk(
        for: pack.key,
        framework: library.policy.framework,
        catalogue: catalogue
      )
      guard let found else { continue }
      chosen[pack.key.id] = StudyCrosswalk(
        CrosswalkDraft(found.crosswalk),
        catalogue: catalogue,
        framework: library.framework
      )
    }
    crosswalks = chosen
  }

  /// Reads everything.
  ///
  /// - Parameters:
  ///   - instruments: The file of instruments.
  ///   - crosswalks: Files of frameworks and crosswalks, in any order.
  ///   - policy: The study's policies.
  /// - Throws: ``StudyProblem`` when a file cannot be read. A crosswalk that fails its check is no
  ///   such problem: it is refused whole, and its instrument is reported without outcomes.
  package init(
    instruments: StudyFile,
    crosswalks: [StudyFile],
    policy: StudyPolicy
  ) throws(StudyProblem) {
    let definitions: InstrumentDefinitions
    do {
      definitions = try InstrumentDefinitions(json: try instruments.json())
    } catch let problem as DefinitionsProblem {
      throw .unreadable(instruments.path, problem.description)
    } catch let problem as StudyProblem {
      throw problem
    } catch {
      throw .unreadable(instruments.path, "\(error)")
    }
    let drafts = try Self.drafts(crosswalks, definitions)
    let catalogue = definitions.catalogue
    let drawn = drafts.crosswalks.filter { $0.target.id == policy.framework }
    // A version that nothing is mapped to is of no use.
    let versions = drafts.frameworks.filter { $0.id == policy.framework }
    let targets = Set(drawn.map(\.target))
    let framework =
      versions.filter { targets.contains($0.key) }
      .max { isOlderVersion($0.version, than: $1.version) }
      ?? versions.max { isOlderVersion($0.version, than: $1.version) }
    var library = ReconciliationLibrary(
      frameworks: drafts.frameworks,
      crosswalks: [],
      policy: policy.progress
    )
    library.policy.framework =
      framework?.key ?? FrameworkKey(id: policy.framework, version: "")
    var chosen: [String: StudyCrosswalk] = [:]
    for draft in drawn {
      let crosswalk = StudyCrosswalk(draft, catalogue: catalogue, framework: framework)
      let id = draft.source.id
      if let other = chosen[id], !other.isLessFit(than: crosswalk) { continue }
      chosen[id] = crosswalk
    }
    for crosswalk in chosen.values.compactMap(\.usable).sorted(by: { $0.name < $1.name }) {
      // The areas are those of the instrument, whatever its edition, so one table serves them all.
      library.crosswalks += catalogue.editions(of: crosswalk.source.id)
        .map { crosswalk.lent(to: $0.key.edition) }
    }
    self.definitions = definitions
    self.catalogue = catalogue
    self.framework = framework
    self.crosswalks = chosen
    self.library = library
    try check(policy)
  }

  /// What is left to say when names in the profile lead nowhere.
  private func check(_ policy: StudyPolicy) throws(StudyProblem) {
    for (authority, id) in policy.progress.mainInstrument.sorted(by: { $0.key < $1.key })
    where !definitions.ids.contains(id) {
      throw .unreadable(
        StudyProfile.fileName,
        "/policy/mainInstrument gives \(authority) the instrument `\(id)`, which is not in "
          + "\(Self.fileName) (\(definitions.ids.joined(separator: ", ")))."
      )
    }
    guard let framework else { return }
    guard framework.mappableLayers.contains(where: { $0.id == policy.headlineLayer }) else {
      throw .unreadable(
        StudyProfile.fileName,
        "/policy/headlineLayer is no layer of \(framework.key) to which areas are mapped ("
          + framework.mappableLayers.map(\.id).joined(separator: ", ") + ")."
      )
    }
    guard framework.outcome(policy.comparisonOutcome)?.layer.isMappable ?? false else {
      throw .unreadable(
        StudyProfile.fileName,
        "/policy/comparisonOutcome is no outcome of \(framework.key) to which areas are mapped."
      )
    }
  }

  /// Checks that the areas to link are those of the study of families scored with both instruments.
  func check(_ profile: StudyProfile) throws(StudyProblem) {
    let source = profile.mapping.sources.first { $0.kind == .dual }
    guard let source, source.pair.count == 2 else { return }
    for pair in profile.policy.linkPairs {
      for (instrument, area) in [(source.pair[0], pair.source), (source.pair[1], pair.target)]
      where catalogue.editions(of: instrument).allSatisfy({ $0.area(area) == nil }) {
        throw .unreadable(
          StudyProfile.fileName,
          "/policy/linkPairs links the area `\(area)`, which \(instrument) does not have; the first "
            + "of two areas is one of \(source.pair[0]), the second one of \(source.pair[1])."
        )
      }
    }
  }

  private static func drafts(
    _ files: [StudyFile],
    _ definitions: InstrumentDefinitions
  ) throws(StudyProblem) -> (frameworks: [Framework], crosswalks: [CrosswalkDraft]) {
    var frameworks: [Framework] = []
    var crosswalks: [CrosswalkDraft] = []
    for file in files {
      let json = try file.json()
      do {
        let read = try CrosswalkDrafts(json: json) { instrument in
          let scales = definitions.catalogue.editions(of: instrument).flatMap(\.scales).map(\.id)
          return Set(scales).sorted().compactMap { scale in
            definitions.bands[scale].map { BandMap(scale: scale, json: $0) }
          }
        }
        frameworks += read.frameworks.filter { read in
          !frameworks.contains { $0.key == read.key }
        }
        crosswalks += read.crosswalks
      } catch {
        throw .unreadable(file.path, error.description)
      }
    }
    return (frameworks, crosswalks)
  }

  /// The crosswalks that are refused, sorted by name, each with what is wrong in sentences.
  package var refusals: [(name: String, problems: [String])] {
    crosswalks.values.filter { !$0.problems.isEmpty }
      .map { crosswalk in
        let name = "\(crosswalk.draft.id)@\(crosswalk.draft.version)"
        return (name, crosswalk.problems.map(\.message))
      }
      .sorted { $0.0 < $1.0 }
  }

  /// What every output says that used an instrument whose definition is assumed; `nil` when none
  /// was.
  package var assumptionNotice: String? {
    var names: [String] = []
    for pack in definitions.packs where pack.definitionStatus == .assumed {
      let name = pack.title.replacing(" (definition assumed)", with: "")
      if !names.contains(name) { names.append(name) }
    }
    return names.isEmpty ? nil : "\(names.joined(separator: ", ")) definition assumed"
  }
}
