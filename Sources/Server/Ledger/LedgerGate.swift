import Casework
import Dispatch
import Instruments
package import Storage
package import SyncProtocol
package import SyncServer

/// The way from asynchronous routes to the ledger, which blocks.
///
/// Commits run on one thread of their own: whatever waits when the last one is done goes into the
/// next transaction together, and everybody is answered once it is durable. Reads run on others, a few at a
/// time. Swift's own threads never wait for a disk. What waits is bounded; beyond that the answer
/// is that the server is busy.
package actor LedgerGate {
  private let ledger: any Ledger
  private let surroundings: Surroundings
  private let limits: ServerLimits
  private let readiness: Readiness
  private let writer = DispatchQueue(label: "starmap.ledger.writer")
  private var catalogue: InstrumentCatalogue
  private var waiting: [Waiting] = []
  private var isCommitting = false
  /// One thread a reader: a concurrent queue would share those of the whole process, and wait with them.
  private var freeReaders: [DispatchQueue]
  private var waitingReaders: [CheckedContinuation<DispatchQueue, Never>] = []
  /// The devices that wait for hints.
  let nudges: NudgeBoard
  private var isTelling = false

  /// A unit that waits for the next transaction, and who waits for it.
  private struct Waiting {
    let unit: @Sendable (ServerCore, any LedgerWriter) throws -> any Sendable
    let changesInstruments: Bool
    let byteCount: Int
    let answer: @Sendable (LedgerUnitResult) -> Void
  }

  /// Makes a gate before an open ledger, and reads its instruments.
  ///
  /// - Parameters:
  ///   - ledger: The ledger; nothing else may commit to it while the gate is used.
  ///   - surroundings: Time, randomness and failpoints.
  ///   - limits: How much may wait.
  ///   - readiness: Is told when the store fails and when it works again.
  /// - Throws: `StorageError` when the instruments cannot be read.
  package init(
    ledger: any Ledger,
    surroundings: Surroundings,
    limits: ServerLimits = ServerLimits(),
    readiness: Readiness = Readiness()
  ) throws {
    self.ledger = ledger
    self.surroundings = surroundings
    self.limits = limits
    self.readiness = readiness
    nudges = NudgeBoard(limits: limits)
    freeReaders = (0..<max(limits.readersMax, 1)).map {
      DispatchQueue(label: "starmap.ledger.reader.\($0)")
    }
    catalogue = try ledger.read { try ServerCore.catalogue(from: $0) }
  }

  /// The server's rules with the instruments of now.
  package var core: ServerCore {
    ServerCore(surroundings: surroundings, catalogue: catalogue)
  }

  /// How many units wait for the next transaction.
  var waitingCount: Int { waiting.count }

  /// Refuses more work when as much as may wait is waiting; to be asked before a body is read.
  package func admit() throws {
    guard waiting.count < limits.waitingMax else {
      throw Problem(.unavailable, "The server has more to store than it can; try again later.")
    }
  }

  /// Runs a unit in the next durable transaction.
  ///
  /// - Parameters:
  ///   - changesInstruments: Whether the instruments may be others afterwards.
  ///   - byteCount: How much the unit stores, about; transactions are bounded by it.
  ///   - unit: The work; its core holds the instruments as they are when it runs.
  /// - Returns: What the unit returned, once that is durable.
  /// - Throws: What the unit threw, or a `StorageError`, and then nothing of it was kept.
  package func commit<Value: Sendable>(
    changesInstruments: Bool = false,
    byteCount: Int = 0,
    _ unit: @escaping @Sendable (ServerCore, any LedgerWriter) throws -> Value
  ) async throws -> Value {
    try admit()
    return try await withCheckedThrowingContinuation { continuation in
      waiting.append(
        Waiting(
          unit: unit,
          changesInstruments: changesInstruments,
          byteCount: byteCount,
          answer: { result in
            continuation.resume(
              with: result.flatMap { value in
                (value as? Value).map { .success($0) } ?? .failure(UnexpectedValue())
              }
            )
          }
        )
      )
      guard !isCommitting else { return }
      isCommitting = true
      Task { await self.drain() }
    }
  }

  /// Reads from one snapshot.
  ///
  /// - Parameter body: The work; its core holds the instruments of now.
  /// - Returns: What the work returned.
  /// - Throws: What the work or the ledger threw.
  package func read<Value: Sendable>(
    _ body: @escaping @Sendable (ServerCore, any LedgerReader) throws -> Value
  ) async throws -> Value {
    let reader = try await takeReader()
    let ledger = ledger
    let core = core
    let result = await reader.result { try ledger.read { try body(core, $0) } }
    giveBack(reader)
    return try result.get()
  }

  /// Copies the store into a file, while commits go on.
  ///
  /// - Parameter path: The file.
  /// - Throws: `StorageError`.
  package func backUp(to path: String) async throws {
    let reader = try await takeReader()
    let ledger = ledger
    let result = await reader.result { try ledger.backUp(to: path) }
    giveBack(reader)
    try result.get()
  }

  private func takeReader() async throws -> DispatchQueue {
    if let free = freeReaders.popLast() { return free }
    guard waitingReaders.count < limits.waitingMax else {
      throw Problem(.unavailable, "The server has more to read than it can; try again later.")
    }
    return await withCheckedContinuation { waitingReaders.append($0) }
  }

  private func giveBack(_ reader: DispatchQueue) {
    guard !waitingReaders.isEmpty else { return freeReaders.append(reader) }
    waitingReaders.removeFirst().resume(returning: reader)
  }

  private func drain() async {
    while !waiting.isEmpty {
      let batch = takeBatch()
      let core = core
      let units = batch.map { entry -> LedgerUnit in { try entry.unit(core, $0) } }
      let ledger = ledger
      let surroundings = surroundings
      let result = await writer.result {
        try surroundings.reach(.serverBeforeCommit)
        let results = try ledger.commit(units)
        try surroundings.reach(.serverAfterCommit)
        return results
      }
      await note(result)
      if batch.contains(where: \.changesInstruments) { await refreshCatalogue() }
      switch result {
      case .success(let results):
        for (entry, result) in zip(batch, results) { entry.answer(result) }
        tellLater()
      case .failure(let error):
        for entry in batch { entry.answer(.failure(error)) }
      }
    }
    isCommitting = false
  }

  /// Hints about a burst of commits are one hint.
  private func tellLater() {
    guard !isTelling else { return }
    isTelling = true
    Task {
      try? await Task.sleep(for: .milliseconds(limits.nudgeMilliseconds))
      isTelling = false
      await tellListeners()
    }
  }

  /// What goes into one transaction, within its limits so that nobody waits long for a neighbour; after a
  /// change of instruments a new one begins, so that every unit meets the instruments of its turn.
  private func takeBatch() -> [Waiting] {
    var count = 0
    var byteCount = 0
    for entry in waiting.prefix(max(limits.commitUnitsMax, 1)) {
      byteCount += entry.byteCount
      if count > 0, byteCount > limits.commitBytesMax { break }
      count += 1
      if entry.changesInstruments { break }
    }
    let batch = Array(waiting.prefix(count))
    waiting.removeFirst(count)
    return batch
  }

  private func note(_ result: Result<[LedgerUnitResult], any Error>) async {
    switch result {
    case .success: await readiness.storageWorks()
    case .failure(let error as StorageError): await readiness.storageFailed(error.code)
    case .failure: break
    }
  }

  private func refreshCatalogue() async {
    let ledger = ledger
    let result = await writer.result {
      try ledger.read { try ServerCore.catalogue(from: $0) }
    }
    // A catalogue that cannot be read stays as it was; the next reading says so by failing.
    if case .success(let fresh) = result { catalogue = fresh }
  }
}

/// A unit gave back something else than it was made for.
private struct UnexpectedValue: Error {}

extension DispatchQueue {
  /// Runs work that blocks on this queue, while the caller waits without a thread.
  fileprivate func result<Value: Sendable>(
    _ work: @escaping @Sendable () throws -> Value
  ) async -> Result<Value, any Error> {
    await withCheckedContinuation { continuation in
      async { continuation.resume(returning: Result { try work() }) }
    }
  }
}

extension LedgerGate {
  /// Mints an id that a client left to the server.
  nonisolated func newID<Kind>(_ kind: Kind.Type = Kind.self) -> Identifier<Kind> {
    surroundings.newID(kind)
  }
}
