import Casework
import Foundation
import SyncProtocol
import WireFormat

/// An enrolled device that knows how to write pushes.
final class LoadDevice {
  let id: DeviceID
  let token: String
  /// The number of its newest operation.
  private(set) var number = 0
  private let surroundings: Surroundings
  /// The seq that its operations name as seen.
  var seen: Int64 = 0

  /// Mints a device.
  init(surroundings: Surroundings) {
    self.surroundings = surroundings
    id = surroundings.newID()
    let words = (0..<4).map { _ in surroundings.random() }
    token = Base64URL.encode(words.flatMap { word in withUnsafeBytes(of: word) { Array($0) } })
  }

  /// The request that enrols it with a code.
  func enrolment(code: String) -> [UInt8] {
    let body = JSON.object([
      "code": .string(code), "device": .string(id.description), "title": "A measured device",
      "token": .string(token),
    ]).canonical
    return LoadRequest.post("/v1/enrol", type: "application/json", body: body)
  }

  /// A push of operations, numbered on from the last.
  ///
  /// - Parameters:
  ///   - contents: For each operation its kind, record, family and content.
  ///   - isZipped: Whether the body is compressed with gzip, as the product's devices do.
  /// - Returns: The request.
  /// - Throws: `GzipProblem`.
  func push(
    _ contents: [(kind: OperationKind, record: RecordID, family: FamilyID, data: JSON)],
    isZipped: Bool = true
  ) throws -> [UInt8] {
    let lines = contents.map { content -> ArraySlice<UInt8> in
      number += 1
      let operation = Operation(
        generation: 1,
        number: number,
        id: content.kind.isCreation ? content.record.retagged() : surroundings.newID(),
        kind: content.kind,
        record: content.record,
        family: content.family,
        seen: seen,
        at: surroundings.moment(),
        stamp: Stamp(milliseconds: surroundings.now(), counter: 0),
        data: content.data
      )
      return operation.line[...]
    }
    let envelope = PushEnvelope(device: id, generation: 1, sent: surroundings.moment())
    let body = PushRequest(envelope: envelope, lines: lines).body
    return LoadRequest.post(
      "/v1/push",
      token: token,
      type: "application/x-ndjson",
      isZipped: isZipped,
      body: isZipped ? try Gzip.compress(body) : body
    )
  }

  /// A pull from a cursor.
  ///
  /// - Parameters:
  ///   - cursor: The cursor; `nil` for everything.
  ///   - tag: The entity tag of an answer that would bring nothing new.
  /// - Returns: The request.
  func pull(cursor: String?, tag: String? = nil) -> [UInt8] {
    LoadRequest.get(
      "/v1/pull" + (cursor.map { "?cursor=\($0)" } ?? ""),
      token: token,
      fields: tag.map { ["If-None-Match": $0] } ?? [:]
    )
  }
}

/// Requests as bytes, with the fewest headers that the protocol asks for.
enum LoadRequest {
  /// A GET.
  static func get(_ path: String, token: String, fields: [String: String] = [:]) -> [UInt8] {
    var head = "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer \(token)\r\n"
    head += "Sync-Protocol: 1\r\nSync-Schema: 1\r\n"
    for (name, value) in fields { head += "\(name): \(value)\r\n" }
    return Array((head + "\r\n").utf8)
  }

  /// A POST.
  static func post(
    _ path: String,
    token: String? = nil,
    type: String,
    isZipped: Bool = false,
    body: [UInt8]
  ) -> [UInt8] {
    var head = "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    if let token { head += "Authorization: Bearer \(token)\r\n" }
    head += "Sync-Protocol: 1\r\nSync-Schema: 1\r\nContent-Type: \(type)\r\n"
    if isZipped { head += "Content-Encoding: gzip\r\n" }
    return Array((head + "Content-Length: \(body.count)\r\n\r\n").utf8) + body
  }
}
