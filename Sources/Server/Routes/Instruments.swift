import Casework
import Instruments
import SyncProtocol
import SyncServer
import WireFormat

extension Route {
  /// Instruments, as their packs define them.
  static let instruments: [Route] = [
    .get("/v1/instruments") { call, _ in
      let catalogue = await call.gate.core.catalogue
      let items = catalogue.all.map { $0.summary(isEnabled: catalogue.isEnabled($0.key)) }
      return .json(["items": .array(items), "next": .null])
    },
    .get("/v1/instruments/{id}/{edition}") { call, _ in
      let key = InstrumentKey(id: call.path["id"] ?? "", edition: call.path["edition"] ?? "")
      let catalogue = await call.gate.core.catalogue
      guard let pack = catalogue.pack(key) else { throw Call.notFound }
      var object = pack.summary(isEnabled: catalogue.isEnabled(key)).object ?? [:]
      object["pack"] = pack.source
      return .json(.object(object))
    },
  ]
}

extension InstrumentPack {
  fileprivate func summary(isEnabled: Bool) -> JSON {
    [
      "id": .string(key.id), "edition": .string(key.edition), "title": .string(title),
      "publisher": .string(publisher), "subject": .string(subject.rawValue),
      "definition": .string(definitionStatus.rawValue), "notice": .string(licence.notice),
      "enabled": .bool(isEnabled), "content_hash": .string(contentHash),
    ]
  }
}
