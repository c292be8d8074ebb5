import Casework
import Storage
import SyncProtocol
import WireFormat

#if Mutations
import Mutations
#endif

/// The id under which an operation that is due is answered.
struct OperationPlace {
  let id: OperationID
  /// What was answered under the id before; it is repeated.
  let earlier: StoredResult?
  /// Whether the operation shows an id that is another's, so that this one is made from its bytes.
  let isReused: Bool
}

extension PushBatch {
  /// The answer to a line that names no number, when it was given before; such a line is known by its
  /// bytes and leaves the numbers alone.
  func answeredUnreadable(
    _ line: PushLine,
    _ id: OperationID
  ) throws -> OperationResult? {
    guard line.isUnnumbered else { return nil }
    for known in [id] + ownIDs(of: line) {
      guard let stored = try segment.writer.result(of: known), stored.device == device.id,
        stored.kindName == line.kindName
      else { continue }
      return try repeated(stored, stored.number)
    }
    return nil
  }

  /// The answer to an operation whose number has been answered before.
  ///
  /// - Parameters:
  ///   - line: The operation.
  ///   - number: Its number.
  ///   - id: The id that it shows.
  /// - Returns: The first answer.
  /// - Throws: ``Refusal`` of the whole push when the number was another operation's; `StorageError`.
  func answered(
    _ line: PushLine,
    _ number: Int,
    _ id: OperationID
  ) throws -> OperationResult {
    let stored = try segment.writer.result(
      device: device.id,
      generation: envelope.generation,
      number: number
    )
    if let stored {
      if stored.operation == id || ownIDs(of: line).contains(stored.operation) {
        return try repeated(stored, number)
      }
      #if Mutations
      if Mutation.forkTakenForRepeat.isPlanted {
        return OperationResult(number: number, id: id, status: .noop, seq: stored.seq).repeated
      }
      #endif
    } else {
      // What was repeated under a number of this generation is stored under its first number alone.
      if let first = try segment.writer.result(of: id), try isRepeat(line, of: first) {
        return try repeated(first, number)
      }
      for known in ownIDs(of: line) {
        guard let first = try segment.writer.result(of: known), first.device == device.id else {
          continue
        }
        return try repeated(first, number)
      }
    }
    throw Refusal(
      .deviceForked,
      "Number \(number) of this device was another operation; begin a new generation."
    )
  }

  /// Finds the id under which an operation that is due is answered.
  ///
  /// The first operation under an id keeps it; another one that shows it is held under an id of its own bytes.
  ///
  /// - Parameters:
  ///   - line: The operation.
  ///   - number: Its number.
  ///   - id: The id that it shows.
  ///   - group: The ids of the operations that are judged together with it, before it.
  /// - Returns: The id, and what was answered under it.
  /// - Throws: ``Refusal`` when no id is left; `StorageError`.
  func place(
    for line: PushLine,
    _ number: Int,
    _ id: OperationID,
    in group: [OperationID]
  ) throws -> OperationPlace {
    let earlier = try segment.writer.result(of: id)
    if !group.contains(id) {
      guard let earlier else { return OperationPlace(id: id, earlier: nil, isReused: false) }
      if group.isEmpty, try isRepeat(line, of: earlier) {
        return OperationPlace(id: id, earlier: earlier, isReused: false)
      }
    }
    for own in ownIDs(of: line) where !group.contains(own) {
      let held = try segment.writer.result(of: own)
      let isOwn = group.isEmpty && held?.device == device.id
      guard held == nil || isOwn else { continue }
      // A line that shows no id has not taken anybody's.
      return OperationPlace(id: own, earlier: held, isReused: id != line.bytesID)
    }
    throw Refusal(.idReused, "The id of operation \(number) is another operation's.")
  }

  /// Whether an operation is the one that was answered under its id, as far as the server keeps what that was.
  ///
  /// Ids are chosen by clients: what somebody else was told under the same id tells nobody whether this was
  /// stored, and may be about a family that this author does not see.
  private func isRepeat(_ line: PushLine, of stored: StoredResult) throws -> Bool {
    guard stored.kindName == line.kindName, stored.record == line.record(under: stored.operation)
    else { return false }
    guard stored.device == device.id else {
      return try segment.writer.device(stored.device)?.worker == device.worker
    }
    return stored.generation != envelope.generation
  }

  /// The ids under which a line may be held that shows another's id: of its bytes alone, and where that is
  /// taken, of the device too.
  private func ownIDs(of line: PushLine) -> [OperationID] {
    [line.bytesID] + (0..<3).map { line.bytesID(of: "\(device.id) \($0)") }
  }

  /// The first answer, wrapped as a repeat.
  func repeated(_ stored: StoredResult, _ number: Int) throws -> OperationResult {
    guard let result = OperationResult(stored: stored, number: number) else {
      throw StorageError(.corrupt, "A stored answer cannot be read; check the store.")
    }
    return result.repeated
  }
}

extension OperationResult {
  /// The answer as stored, under the number by which it was asked for again.
  init?(stored: StoredResult, number: Int) {
    guard let json = try? JSON(strict: stored.answer), let result = OperationResult(json: json)
    else { return nil }
    self.init(
      number: number,
      id: result.id,
      status: result.status,
      seq: result.seq,
      reviews: result.reviews,
      problem: result.problem
    )
  }
}
