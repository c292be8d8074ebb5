package import Instruments
package import SyncProtocol

/// The rules of the server, without input or output: everything it needs is handed in.
///
/// `push`, the REST commands and the administrator's commands all end in the same handler
/// (`Segment+Apply.swift`), inside a commit of a `Ledger`.
package struct ServerCore: Sendable {
  /// Time, randomness and failpoints.
  package let surroundings: Surroundings
  /// The instruments that readings are checked against.
  package let catalogue: InstrumentCatalogue

  /// Makes a core.
  ///
  /// - Parameters:
  ///   - surroundings: Time, randomness and failpoints.
  ///   - catalogue: The present instruments; make a new core when they change.
  package init(surroundings: Surroundings, catalogue: InstrumentCatalogue) {
    self.surroundings = surroundings
    self.catalogue = catalogue
  }
}
