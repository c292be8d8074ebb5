import Casework
import Storage
import SyncProtocol
import WireFormat

extension Route {
  /// What a family consents to: events that are only added to.
  static let consents: [Route] = [
    .get("/v1/families/{id}/consents", query: page) { try await $0.listConsents(to: $1) },
    .post("/v1/families/{id}/consents/give") { try await $0.create(.consentGive, by: $1) },
    .post("/v1/families/{id}/consents/withdraw") { try await $0.create(.consentWithdraw, by: $1) },
    .get("/v1/consents/{id}") { try await $0.show(.consent, to: $1) },
  ]
}

extension Call {
  /// Lists the events of the family that the path names, a page at a time, and on every page how the consents
  /// stand by all of them.
  fileprivate func listConsents(to principal: Principal) async throws -> Answer {
    let family: FamilyID = try id()
    let page = try page
    let records = try await gate.read { _, reader in
      _ = try reader.visible(family.retagged(), type: .family, to: principal)
      return try reader.records(
        of: .consent,
        family: family,
        after: nil,
        limit: .max,
        in: try reader.scope(of: principal)
      )
    }
    let following = records.drop { record in page.after.map { record.id <= $0 } ?? false }
    let shown = following.prefix(page.limit)
    let states = consentStates(
      of: try records.map { (record: $0.id, consent: try $0.consent) }
    )
    return .json([
      "items": .array(try shown.map { try $0.json }),
      "next": following.count > page.limit
        ? shown.last.map { .string($0.id.description) } ?? .null : .null,
      "consent_states": .array(states.map(\.json)),
    ])
  }
}

extension StoredRecord {
  /// The content of a consent.
  fileprivate var consent: Consent {
    get throws {
      do {
        return try Consent(json: try content)
      } catch is Refusal {
        throw StorageError(.corrupt, "A stored consent cannot be read; check the store.")
      }
    }
  }
}
