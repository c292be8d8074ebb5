import Casework
import HTTPTypes
import Instruments
import Storage
import SyncProtocol
import SyncServer
import WireFormat

extension Route {
  /// Readings, and what was asked or decided about them since.
  static let readings: [Route] = [
    .get("/v1/families/{id}/readings", query: page) {
      try await $0.listOfFamily(.reading, to: $1)
    },
    .post("/v1/families/{id}/readings") { call, principal in
      let json = call.json
      return try await call.create(.readingAdd, by: principal) { core in
        try Reading(named: json, catalogue: core.catalogue).json
      }
    },
    .get("/v1/readings/{id}") { try await $0.showReading(to: $1) },
    .post("/v1/readings/{id}/correct") {
      try await $0.request(.readingCorrect, by: $1)
    },
    .post("/v1/readings/{id}/withdraw") {
      try await $0.request(.readingWithdraw, by: $1)
    },
    .get("/v1/readings/{id}/corrections") { try await $0.listCorrections(to: $1) },
  ]
}

extension Call {
  /// Shows a reading as it was saved, and under `effective` as its corrections leave it.
  fileprivate func showReading(to principal: Principal) async throws -> Answer {
    let id: RecordID = try id()
    let (record, effective) = try await gate.read { _, reader in
      let record = try reader.visible(id, type: .reading, to: principal)
      let requests = try reader.corrections(of: record, to: principal)
      let amendments = try requests.compactMap { stored in
        ReadingRequest(json: try stored.content)?.amendment(id: stored.id)
      }
      return (record, effectiveReading(try record.reading, amendments: amendments))
    }
    var object = try record.json.object ?? [:]
    object["effective"] = effective.reading.named
    object["corrected"] = .bool(effective.isCorrected)
    object["withdrawn"] = .bool(effective.isWithdrawn)
    var answer = Answer.json(.object(object))
    answer.fields[.eTag] = record.eTag
    return answer
  }

  /// Asks for a correction or a withdrawal of the reading that the path names.
  fileprivate func request(
    _ kind: OperationKind,
    by principal: Principal
  ) async throws -> Answer {
    let id: RecordID = try id()
    let key = try idempotencyKey
    guard var object = json.object, object["reading"] == nil else {
      throw Refusal(.unknownField, "The path names the reading; leave the field `reading` out.")
    }
    object["reading"] = .string(id.description)
    let data = JSON.object(object)
    let record = try await gate.commit { core, writer in
      let reading = try writer.visible(id, type: .reading, to: principal)
      let command = OnlineCommand(kind: kind, id: key, family: reading.family, data: data)
      guard let record = try core.command(command, from: principal, into: writer).record else {
        throw Call.notFound
      }
      return record
    }
    return try .created(record, at: "/v1/readings/\(id)/corrections")
  }

  fileprivate func listCorrections(to principal: Principal) async throws -> Answer {
    let id: RecordID = try id()
    let records = try await gate.read { _, reader in
      let reading = try reader.visible(id, type: .reading, to: principal)
      return try reader.corrections(of: reading, to: principal)
    }
    return .json(["items": .array(try records.map { try $0.json }), "next": .null])
  }
}

extension LedgerReader {
  /// The requests about a reading, oldest first.
  func corrections(
    of reading: StoredRecord,
    to principal: Principal
  ) throws -> [StoredRecord] {
    try records(
      of: .correction,
      family: reading.family,
      after: nil,
      limit: .max,
      in: try scope(of: principal)
    ).filter { try $0.content["reading"]?.string == reading.id.description }
  }
}
