import Casework
package import WireFormat

/// Instruments of a study: many in one file, with the scales that they share.
///
/// A study of past records brings its own instruments, `{"scales": {…}, "instruments": […]}`, and
/// nobody captures with them. So an id may be any line of text and a code any number, where a pack
/// for capture is strict; what a reading means is read as strictly as there.
package struct InstrumentDefinitions: Sendable {
  /// One pack for each edition of each instrument, in the order of the file.
  package let packs: [InstrumentPack]
  /// The ids of the instruments, in the order of the file.
  package let ids: [String]
  /// Whom each instrument's readings are about, in the file's own word, by the instrument's id.
  package let perspectives: [String: String]
  /// The bands of each scale as the file holds them, by the scale's id; for the crosswalks that
  /// bring none.
  package let bands: [String: JSON]
  /// The instruments that say what *no issue* counts as, and so know that answer.
  package let withNoIssue: Set<String>

  /// Reads a file.
  ///
  /// - Parameter json: The file's content.
  /// - Throws: ``DefinitionsProblem`` with everything that is wrong, not only the first.
  package init(json: JSON) throws(DefinitionsProblem) {
    var fields = DefinitionFields()
    let scales = fields.scales(json["scales"])
    var packs: [InstrumentPack] = []
    var ids: [String] = []
    var perspectives: [String: String] = [:]
    var withNoIssue: Set<String> = []
    let list = json["instruments"]?.array ?? []
    if list.isEmpty { fields.report("/instruments", "is missing or empty; define an instrument.") }
    for (index, instrument) in list.enumerated() {
      let pointer = "/instruments/\(index)"
      guard let read = fields.instrument(instrument, at: pointer, scales) else { continue }
      if ids.contains(read.id) {
        fields.report("\(pointer)/id", "repeats an instrument; give each its own id.")
      }
      ids.append(read.id)
      perspectives[read.id] = read.perspective
      if read.knowsNoIssue { withNoIssue.insert(read.id) }
      packs += read.packs
    }
    guard fields.faults.isEmpty else { throw DefinitionsProblem(faults: fields.faults) }
    self.packs = packs
    self.ids = ids
    self.perspectives = perspectives
    self.withNoIssue = withNoIssue
    bands = (json["scales"]?.object ?? [:]).compactMapValues { $0["bands"] }
  }

  /// Takes packs that are installed; they bring no bands of their own.
  ///
  /// - Parameter packs: The packs, one for each edition, in their order.
  package init(installed packs: [InstrumentPack]) {
    self.packs = packs
    var ids: [String] = []
    for pack in packs where !ids.contains(pack.key.id) { ids.append(pack.key.id) }
    self.ids = ids
    perspectives = Dictionary(packs.map { ($0.key.id, $0.subject.rawValue) }) { first, _ in first }
    withNoIssue = Set(
      packs.filter { $0.scales.contains { $0.nonScores.contains(.noIssue) } }.map(\.key.id)
    )
    bands = [:]
  }

  /// The packs as a catalogue; none of them needs a licence to be analysed.
  package var catalogue: InstrumentCatalogue { InstrumentCatalogue(packs: packs) }
}

/// Everything that is wrong with a file of instrument definitions.
package struct DefinitionsProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// One sentence each, with the place as a JSON pointer (RFC 6901); never empty.
  package let faults: [String]

  /// All of them, one after the other.
  package var description: String { faults.joined(separator: " ") }
}
