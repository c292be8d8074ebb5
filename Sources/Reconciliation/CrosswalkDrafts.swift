package import Instruments
package import WireFormat

/// Frameworks and crosswalks as authors hand them round: many in one file, in a form that is easy
/// to write by hand.
///
/// Three forms are read: `{"frameworks": […], "crosswalks": […]}` with either of the two, a single
/// crosswalk, and a single framework. A draft's `weight` of 1 is a `weightPercent` of 100, its
/// `reason` a rationale, and its outcomes may be pairs of an id and a label.
package struct CrosswalkDrafts: Sendable {
  /// The frameworks.
  package let frameworks: [Framework]
  /// The crosswalks, readable or not.
  package let crosswalks: [CrosswalkDraft]

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - json: The file's content.
  ///   - bands: The band maps of an instrument's scales, for a crosswalk that brings none.
  /// - Throws: ``DraftProblem`` when the file is none of the three forms, or a framework or the
  ///   names of a crosswalk cannot be read. What is wrong inside a crosswalk is said of it alone.
  package init(json: JSON, bands: (String) -> [BandMap]) throws(DraftProblem) {
    var fields = DraftFields()
    let single = json["edges"] != nil || json["layers"] != nil
    let frameworkList = json["layers"] != nil ? [json] : json["frameworks"]?.array ?? []
    let crosswalkList = json["edges"] != nil ? [json] : json["crosswalks"]?.array ?? []
    guard !frameworkList.isEmpty || !crosswalkList.isEmpty else {
      throw DraftProblem(faults: [
        "holds neither a framework nor a crosswalk; give it `frameworks` or `crosswalks`."
      ])
    }
    frameworks = frameworkList.enumerated().compactMap { index, json in
      fields.framework(json, at: single ? "" : "/frameworks/\(index)")
    }
    crosswalks = crosswalkList.enumerated().compactMap { index, json in
      fields.crosswalk(json, at: single ? "" : "/crosswalks/\(index)", bands)
    }
    guard fields.faults.isEmpty else { throw DraftProblem(faults: fields.faults) }
  }
}

/// One crosswalk of a draft: what it maps, and either the crosswalk or what is wrong with it.
package struct CrosswalkDraft: Hashable, Sendable {
  /// The id.
  package let id: String
  /// The version.
  package let version: String
  /// How far it has come.
  package let state: ReferenceState
  /// The instrument and the edition whose areas it maps.
  package let source: InstrumentKey
  /// The framework that it maps to.
  package let target: FrameworkKey
  /// The crosswalk; `nil` when there are problems.
  package let crosswalk: Crosswalk?
  /// Words and weights that no crosswalk can have, in the order of the file.
  package let problems: [CrosswalkProblem]
}

extension CrosswalkDraft {
  /// The draft of a crosswalk that is whole.
  package init(_ crosswalk: Crosswalk) {
    self.init(
      id: crosswalk.id,
      version: crosswalk.version,
      state: crosswalk.state,
      source: crosswalk.source,
      target: crosswalk.target,
      crosswalk: crosswalk,
      problems: []
    )
  }
}

/// Everything that is wrong with a file of frameworks and crosswalks.
package struct DraftProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// One sentence each, to be read after the file's name, or with the place as a JSON pointer
  /// (RFC 6901); never empty.
  package let faults: [String]

  /// All of them, one after the other.
  package var description: String { faults.joined(separator: " ") }
}

extension Crosswalk {
  /// The same table for another edition of its instrument.
  package func lent(to edition: String) -> Crosswalk {
    Crosswalk(
      id: id,
      version: version,
      state: state,
      needs: needs,
      source: InstrumentKey(id: source.id, edition: edition),
      target: target,
      edges: edges,
      noMap: noMap,
      bandMaps: bandMaps,
      json: json,
      contentHash: contentHash
    )
  }
}

extension BandMap {
  /// The bands of a scale as a file holds them, `{"1": [1, 1], …}` or `{"1": {"lo": 1, "hi": 1}, …}`.
  ///
  /// Points whose bands are not two whole numbers are left out; the check of a crosswalk then says
  /// that they are missing.
  package init(scale: String, json: JSON) {
    self.scale = scale
    points = (json.object ?? [:]).compactMapValues { ends in
      let pair = ends.array ?? [ends["lo"], ends["hi"]].compactMap(\.self)
      guard pair.count == 2, let lo = pair[0].int, let hi = pair[1].int else { return nil }
      return BandInterval(lo: Int(clamping: lo), hi: Int(clamping: hi))
    }
  }
}
