import Casework
import Storage
import SyncProtocol
import SyncServer
import WireFormat

extension LedgerReader {
  /// What a principal may see now.
  func scope(of principal: Principal) throws -> AccessScope {
    try scope(of: principal, at: try clock().head)
  }

  /// A record of a type that a principal may see; everything else does not exist.
  func visible(
    _ id: RecordID,
    type: RecordType,
    to principal: Principal
  ) throws -> StoredRecord {
    guard let record = try record(id, in: try scope(of: principal)), record.type == type else {
      throw Call.notFound
    }
    return record
  }

  /// A record of a type that a principal may see, also one that was deleted.
  func visibleOrDeleted(
    _ id: RecordID,
    type: RecordType,
    to principal: Principal
  ) throws -> StoredRecord {
    guard let record = try recordOrDeleted(id, in: try scope(of: principal)), record.type == type
    else { throw Call.notFound }
    return record
  }
}

extension Call {
  /// Shows the record that the path names.
  func show(_ type: RecordType, to principal: Principal) async throws -> Answer {
    let id: RecordID = try id()
    let record = try await gate.read { _, reader in
      try reader.visible(id, type: type, to: principal)
    }
    return try .record(record)
  }

  /// Lists the visible records of a type, or those of one family.
  ///
  /// - Parameters:
  ///   - type: The type.
  ///   - family: The family; `nil` for all.
  ///   - principal: Who asks.
  ///   - includes: Which records to list; a page then may be short although another follows.
  /// - Returns: The page.
  /// - Throws: `Refusal` when the family does not exist for the principal.
  func list(
    _ type: RecordType,
    of family: FamilyID? = nil,
    to principal: Principal,
    where includes: @escaping @Sendable (StoredRecord) throws -> Bool = { _ in true }
  ) async throws -> Answer {
    let page = try page
    let records = try await gate.read { _, reader in
      let scope = try reader.scope(of: principal)
      if let family, !type.isReference {
        _ = try reader.visible(family.retagged(), type: .family, to: principal)
      }
      return try reader.records(
        of: type,
        family: family,
        after: page.after,
        limit: page.limit + 1,
        in: scope
      )
    }
    let shown = records.prefix(page.limit)
    let next = records.count > page.limit ? shown.last?.id : nil
    return .json([
      "items": .array(try shown.filter(includes).map { try $0.json }),
      "next": next.map { .string($0.description) } ?? .null,
    ])
  }

  /// Lists what was deleted of the family that the path names.
  func listDeleted(to principal: Principal) async throws -> Answer {
    let family: FamilyID = try id()
    let records = try await gate.read { _, reader in
      _ = try reader.visible(family.retagged(), type: .family, to: principal)
      return try reader.deletedRecords(of: family, in: try reader.scope(of: principal))
    }
    return .json(["items": .array(try records.map { try $0.json })])
  }

  /// Lists the records of a type of the family that the path names.
  func listOfFamily(_ type: RecordType, to principal: Principal) async throws -> Answer {
    try await list(type, of: try id(), to: principal)
  }
}
