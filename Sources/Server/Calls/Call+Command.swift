import Casework
import Storage
import SyncProtocol
import SyncServer
import WireFormat

extension Call {
  /// Makes a record of the family that the path names.
  ///
  /// - Parameters:
  ///   - kind: What is done.
  ///   - principal: Who asks.
  ///   - data: The operation's content, which may need the instruments.
  /// - Returns: The new record.
  /// - Throws: `Refusal`, and then nothing was stored.
  func create(
    _ kind: OperationKind,
    by principal: Principal,
    data: @escaping @Sendable (ServerCore) throws -> JSON
  ) async throws -> Answer {
    let family: FamilyID = try id()
    let key = try idempotencyKey
    let record = try await gate.commit { core, writer in
      _ = try writer.visible(family.retagged(), type: .family, to: principal)
      let command = OnlineCommand(kind: kind, id: key, family: family, data: try data(core))
      guard let record = try core.command(command, from: principal, into: writer).record else {
        throw Refusal(.alreadyExists, "It is so already; nothing was stored.")
      }
      return record
    }
    return try .created(record)
  }

  /// Makes a record of the family that the path names, with the body as its content.
  func create(_ kind: OperationKind, by principal: Principal) async throws -> Answer {
    let json = json
    return try await create(kind, by: principal) { _ in json }
  }

  /// Changes the record that the path names, with the body as the content.
  ///
  /// - Parameters:
  ///   - kind: What is done.
  ///   - type: The type that the record must have.
  ///   - principal: Who asks.
  /// - Returns: The record as it is afterwards.
  /// - Throws: `Refusal`, and then nothing was stored.
  func change(
    _ kind: OperationKind,
    _ type: RecordType,
    by principal: Principal
  ) async throws -> Answer {
    let id: RecordID = try id()
    let key = try idempotencyKey
    let ifMatch = try ifMatch
    let json = kind.deletion == nil ? json : [:]
    let record = try await gate.commit { core, writer in
      let present =
        kind.deletion == nil
        ? try writer.visible(id, type: type, to: principal)
        : try writer.visibleOrDeleted(id, type: type, to: principal)
      let command = OnlineCommand(
        kind: kind,
        id: key,
        record: id,
        family: present.family,
        ifMatch: ifMatch,
        data: json
      )
      return try core.command(command, from: principal, into: writer).record ?? present
    }
    return try .record(record)
  }
}
