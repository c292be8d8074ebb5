import Casework
import Instruments
import StarmapDevice
import SyncProtocol
import WireFormat

extension Device {
  /// A reading in a command's JSON, with named fields and what was corrected since.
  func shownReading(_ record: RecordView) throws -> JSON {
    let seen = try effectiveReading(record)
    let reading = seen.reading
    let scores = Dictionary(reading.scores.map { ($0.area, JSON.string($0.code)) }) { first, _ in
      first
    }
    let fields: JSON = [
      "instrument": .string(reading.instrument), "edition": .string(reading.edition),
      "subject": .string(reading.subject.rawValue),
      "member": reading.member.map { .string($0.description) } ?? .null,
      "episode": reading.episode.map { .string($0.description) } ?? .null,
      "date": .string(reading.date.description),
      "respondent": .string(reading.respondent.rawValue),
      "timing": .string(reading.timing.rawValue),
      "setting": reading.setting.map { .string($0.rawValue) } ?? .null,
      "captured_offline": .bool(reading.capturedOffline),
      "scores": .object(scores),
      "notes": .object(reading.notes.mapValues { .string($0) }),
      "own_words": reading.ownWords.map { .string($0) } ?? .null,
      "imported": reading.imported?.json ?? .null,
    ]
    return [
      "id": .string(record.id.description), "type": "reading",
      "family": .string(record.family.description), "version": .int(record.version),
      "pending": .bool(record.isPending), "corrected": .bool(seen.isCorrected),
      "withdrawn": .bool(seen.isWithdrawn),
      "author": record.author.map { .string($0.description) } ?? .null, "fields": fields,
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
