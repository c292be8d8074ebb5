package import Casework
import DeviceStore
package import Instruments
package import SyncProtocol
import WireFormat

extension Device {
  /// The units of the partnership, by level and title.
  package func units() throws -> [UnitRecord] {
    let order = UnitKind.allCases
    return try bodies(of: .unit).compactMap { UnitRecord(json: $0) }.sorted {
      (order.firstIndex(of: $0.kind) ?? 0, $0.title) < (
        order.firstIndex(of: $1.kind) ?? 0, $1.title
      )
    }
  }

  /// The workers of the partnership, by name.
  package func workers() throws -> [WorkerRecord] {
    try bodies(of: .worker).compactMap { WorkerRecord(json: $0) }
      .sorted { ($0.name, $0.id) < ($1.name, $1.id) }
  }

  /// A worker's name, or the first characters of the id when the register here lacks it.
  package func workerName(_ worker: WorkerID) throws -> String {
    if let identity = try identity(), identity.worker == worker { return identity.workerName }
    return try workers().first { $0.id == worker }?.name
      ?? String(worker.description.prefix(13))
  }

  /// The worker with an id, or the only one with a name, in either case.
  ///
  /// - Parameter name: The id or the name.
  /// - Returns: The worker.
  /// - Throws: `Refusal` with `not-found` when none fits or several do.
  package func worker(named name: String) throws -> WorkerID {
    let workers = try workers()
    let found = workers.filter {
      $0.id.description == name.lowercased() || $0.name.lowercased() == name.lowercased()
    }
    if let only = found.first, found.count == 1 { return only.id }
    throw Refusal(
      .notFound,
      found.isEmpty
        ? "The register on this device has no such worker; list the workers, or sync first."
        : "\(found.count) workers have that name; use the id instead."
    )
  }

  /// The instruments that readings can be taken with.
  package func catalogue() throws -> InstrumentCatalogue {
    try store.read { try $0.catalogue() }
  }

  /// The pack of an instrument, enabled for capture.
  ///
  /// - Parameters:
  ///   - id: The instrument's id.
  ///   - edition: The edition; the one to offer today when `nil`.
  /// - Returns: The pack.
  /// - Throws: `Refusal` that lists what there is.
  package func pack(_ id: String, edition: String? = nil) throws -> InstrumentPack {
    let catalogue = try catalogue()
    let editions = catalogue.editions(of: id)
    guard let newest = editions.last else {
      throw Refusal(.unknownInstrument(id, known: catalogue.ids))
    }
    guard let edition else {
      let today = CalendarDay(milliseconds: surroundings.now())
      if let offered = catalogue.edition(of: id, on: today) { return offered }
      throw Refusal(.instrumentDisabled(newest.key, publisher: newest.publisher))
    }
    let key = InstrumentKey(id: id, edition: edition)
    if let pack = catalogue.pack(key) { return pack }
    throw Refusal(.unknownEdition(key, known: editions.map(\.key.edition)))
  }

  private func bodies(of type: RecordType) throws -> [JSON] {
    try store.read { reader in
      try reader.records(ofType: type.rawValue).compactMap { try? JSON(strict: $0.body) }
    }
  }
}

extension StoreReader {
  /// The packs that were served, and which of them may be used.
  func catalogue() throws -> InstrumentCatalogue {
    var packs: [InstrumentPack] = []
    var licensed: Set<InstrumentKey> = []
    for record in try records(ofType: RecordType.instrument.rawValue) {
      // A pack that this version cannot read stays stored, for a version that can.
      guard
        let instrument = (try? JSON(strict: record.body)).flatMap({ InstrumentRecord(json: $0) }),
        let pack = try? InstrumentPack(bytes: instrument.pack.canonical)
      else { continue }
      packs.append(pack)
      if instrument.licenceReference != nil { licensed.insert(pack.key) }
    }
    return InstrumentCatalogue(packs: packs, licensed: licensed)
  }
}
