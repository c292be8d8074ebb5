import Casework
import Instruments
import StarmapDevice
import SyncProtocol
import WireFormat

extension Device {
  /// A reading in a command's JSON, with named fields and what was corrected since.
  func shownReading(_ record: RecordView) throws -> JSON {
    let seen = try effectiveReading(record)
    return [
      "id": .string(record.id.description), "type": "reading",
      "family": .string(record.family.description), "version": .int(record.version),
      "pending": .bool(record.isPending), "corrected": .bool(seen.isCorrected),
      "withdrawn": .bool(seen.isWithdrawn),
      "author": record.author.map { .string($0.description) } ?? .null,
      "fields": seen.reading.shown,
    ]
  }

  /// Asks the server something online.
  ///
  /// - Throws: ``Failure`` when it refuses; `TransportError` when it cannot be reached.
  func request(_ method: String, _ path: String, json: JSON?) async throws -> JSON {
    guard let identity = try identity() else { return .null }
    let transport = try HTTPTransport(server: identity.server)
    let answer: SyncAnswer
    do {
      answer = try await transport.call(
        method: method,
        path: path,
        token: identity.token,
        json: json
      )
      try await transport.shutdown()
    } catch {
      try? await transport.shutdown()
      throw error
    }
    guard (200..<300).contains(answer.status) else { throw Failure(refusedBy: answer) }
    guard !answer.body.isEmpty else { return .null }
    return try JSON(strict: answer.body)
  }
}

extension Reading {
  /// The content in a command's JSON, with a name for everything.
  var shown: JSON {
    let codes = Dictionary(scores.map { ($0.area, JSON.string($0.code)) }) { first, _ in first }
    return [
      "instrument": .string(instrument), "edition": .string(edition),
      "subject": .string(subject.rawValue),
      "member": member.map { .string($0.description) } ?? .null,
      "episode": episode.map { .string($0.description) } ?? .null,
      "date": .string(date.description), "respondent": .string(respondent.rawValue),
      "timing": .string(timing.rawValue),
      "setting": setting.map { .string($0.rawValue) } ?? .null,
      "captured_offline": .bool(capturedOffline), "scores": .object(codes),
      "notes": .object(notes.mapValues { .string($0) }),
      "own_words": ownWords.map { .string($0) } ?? .null,
      "imported": imported?.json ?? .null,
    ]
  }
}
