import Casework
import HTTPTypes
import SyncProtocol
import WireFormat

/// A request on its way through a route: everything about it has been checked for form.
struct Call: Sendable {
  /// The names in the path, as they were sent.
  let path: [String: String]
  /// The query's members.
  let query: [String: String]
  /// The header.
  let fields: HTTPFields
  /// The JSON object of a route that takes one; otherwise empty.
  let json: JSON
  /// The bytes of a route that takes lines; otherwise none.
  let bytes: [UInt8]
  /// The way to the ledger.
  let gate: LedgerGate
  /// What exports name as their maker.
  let version: String
  /// The protocol versions that the server answers.
  let protocols: ClosedRange<Int>
  /// How the version that the client names differs; `nil` where it does not.
  let dialect: ProtocolDialect?

  /// What is answered for everything that does not exist or is not visible, in the same words.
  static let notFound = Refusal(.notFound, "There is no such record among what you may see.")

  /// The id that the path holds under a name; anything but an id names nothing.
  func id<Kind>(_ name: String = "id", _ kind: Kind.Type = Kind.self) throws -> Identifier<Kind> {
    guard let id = Identifier<Kind>(path[name] ?? "") else { throw Self.notFound }
    return id
  }

  /// The version in `If-Match`, when there is one.
  var ifMatch: Int64? {
    get throws {
      let values = fields[values: .ifMatch]
      guard let text = values.first else { return nil }
      guard values.count == 1, text.hasPrefix("\""), text.hasSuffix("\""),
        let version = Int64(text.dropFirst().dropLast())
      else {
        throw Refusal(
          .invalidRequest,
          "`If-Match` must be one version in quotes, as `ETag` gave it."
        )
      }
      return version
    }
  }

  /// The id in `Idempotency-Key`, when there is one; quotes around it do not matter.
  var idempotencyKey: OperationID? {
    get throws {
      let values = fields[values: .idempotencyKey]
      guard let text = values.first else { return nil }
      let isQuoted = text.count > 1 && text.hasPrefix("\"") && text.hasSuffix("\"")
      guard values.count == 1,
        let id = OperationID(isQuoted ? text.dropFirst().dropLast() : text[...])
      else {
        throw Refusal(.invalidRequest, "`Idempotency-Key` must be one UUID of 36 characters.")
      }
      return id
    }
  }

  /// The part of a list that is asked for.
  var page: Page {
    get throws {
      var after: RecordID?
      if let cursor = query["cursor"] {
        guard let id = RecordID(cursor) else {
          throw Refusal(.invalidRequest, "The `cursor` must be the `next` of the page before.")
        }
        after = id
      }
      guard let text = query["limit"] else { return Page(after: after, limit: 100) }
      guard let limit = Int(text), (1...Page.limitMax).contains(limit) else {
        throw Refusal(.invalidRequest, "The `limit` must lie between 1 and \(Page.limitMax).")
      }
      return Page(after: after, limit: limit)
    }
  }
}

/// A part of a list.
struct Page: Hashable, Sendable {
  /// The most items of one page.
  static let limitMax = 200

  /// The record after which it begins; `nil` for the beginning.
  let after: RecordID?
  /// The most items.
  let limit: Int
}
