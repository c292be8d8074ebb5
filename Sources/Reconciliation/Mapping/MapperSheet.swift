package import Instruments
package import WireFormat

/// What is mapped to what: the areas of one edition to the outcomes of one framework.
package struct MappingTask: Hashable, Sendable {
  /// The instrument and the edition.
  package let source: InstrumentKey
  /// The framework.
  package let target: FrameworkKey

  /// Makes a task from its ends.
  package init(source: InstrumentKey, target: FrameworkKey) {
    self.source = source
    self.target = target
  }

  /// Both ends, as a sentence uses them.
  package var name: String { "\(source) to \(target)" }

  /// Every pair that a mapper judges: each area with each outcome of the mappable layers, in order.
  package func pairs(pack: InstrumentPack, framework: Framework) -> [MappedPair] {
    pack.areas.flatMap { area in
      framework.mappableLayers.flatMap(\.outcomes).map {
        MappedPair(area: area.id, outcome: $0.id)
      }
    }
  }
}

/// An area and an outcome.
package struct MappedPair: Hashable, Sendable {
  /// The area's id.
  package let area: String
  /// The outcome's id.
  package let outcome: String

  /// Makes a pair.
  package init(area: String, outcome: String) {
    self.area = area
    self.outcome = outcome
  }
}

/// Everything that one mapper voted in one round, or that the adjudicator decided after it.
///
/// Mappers work by themselves: a sheet is whole when it is handed in, and never changes.
package struct MapperSheet: Hashable, Sendable {
  /// Who speaks in a sheet.
  package enum Voice: String, CaseIterable, Sendable {
    /// One mapper.
    case mapper
    /// The publisher's own mapping, handed in by somebody, as one mapper more.
    case publisher
    /// A third person who settles what the mappers disagreed on.
    case adjudicator
  }

  /// What is mapped.
  package let task: MappingTask
  /// The round, 1 or 2.
  package let round: Int
  /// Who speaks.
  package let voice: Voice
  /// Who handed it in.
  package let signer: ReferenceSigner
  /// One of the five codes for each pair.
  package let votes: [MappedPair: EdgeRelationship]

  /// Makes a sheet from all its parts.
  package init(
    task: MappingTask,
    round: Int,
    voice: Voice,
    signer: ReferenceSigner,
    votes: [MappedPair: EdgeRelationship]
  ) {
    self.task = task
    self.round = round
    self.voice = voice
    self.signer = signer
    self.votes = votes
  }

  /// The stored object; votes sorted by area and outcome.
  package var json: JSON {
    [
      "source": ["instrument": .string(task.source.id), "version": .string(task.source.edition)],
      "target": ["framework": .string(task.target.id), "version": .string(task.target.version)],
      "round": .int(Int64(round)), "voice": .string(voice.rawValue), "signer": signer.json,
      "votes": .array(
        votes.sorted { ($0.key.area, $0.key.outcome) < ($1.key.area, $1.key.outcome) }.map {
          [
            "area": .string($0.key.area), "outcome": .string($0.key.outcome),
            "relationship": .string($0.value.rawValue),
          ]
        }
      ),
    ]
  }

  /// Reads ``json``; `nil` when it is no stored sheet.
  package init?(json: JSON) {
    guard let signer = json["signer"].flatMap({ ReferenceSigner(json: $0) }),
      let sheet = try? MapperSheet(file: json, signer: signer)
    else { return nil }
    self = sheet
  }

  /// Reads a sheet as it is handed in.
  ///
  /// - Parameters:
  ///   - file: `source`, `target`, `round`, `voice` and `votes`.
  ///   - signer: Who hands it in.
  /// - Throws: ``ReferenceProblem`` with everything that is wrong.
  package init(file: JSON, signer: ReferenceSigner) throws(ReferenceProblem) {
    var fields = ReferenceFields()
    let sheet = Self.read(file, signer, &fields)
    guard let sheet, fields.faults.isEmpty else {
      throw ReferenceProblem(faults: fields.faults)
    }
    self = sheet
  }

  private static func read(
    _ json: JSON,
    _ signer: ReferenceSigner,
    _ fields: inout ReferenceFields
  ) -> MapperSheet? {
    let root = fields.node(
      json,
      at: "",
      required: ["source", "target", "round", "votes"],
      optional: ["voice", "signer"]
    )
    let source = fields.key("source", id: "instrument", of: root)
    let target = fields.key("target", id: "framework", of: root)
    let round = fields.integer("round", of: root, in: 1...MapperRounds.roundsMax)
    let voice = fields.word("voice", of: root, as: Voice.self)
    var votes: [MappedPair: EdgeRelationship] = [:]
    for (vote, pointer) in fields.list("votes", of: root, limit: ReferenceLimits.edgesMax) {
      let node = fields.node(vote, at: pointer, required: ["area", "outcome", "relationship"])
      let area = fields.id("area", of: node)
      let outcome = fields.id("outcome", of: node)
      let relationship = fields.word("relationship", of: node, as: EdgeRelationship.self)
      guard let area, let outcome, let relationship else { continue }
      let pair = MappedPair(area: area, outcome: outcome)
      if votes.updateValue(relationship, forKey: pair) != nil {
        fields.report(pointer, "votes on \(area) and \(outcome) a second time; keep one vote.")
      }
    }
    guard let source, let target, let round else { return nil }
    return MapperSheet(
      task: MappingTask(
        source: InstrumentKey(id: source.id, edition: source.version),
        target: FrameworkKey(id: target.id, version: target.version)
      ),
      round: round,
      voice: voice ?? .mapper,
      signer: signer,
      votes: votes
    )
  }
}
