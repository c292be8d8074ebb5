import HTTPTypes
import SyncProtocol

/// Whether the server still speaks, or already speaks, the versions that a client names.
enum VersionCheck {
  /// Refuses versions that cannot work; a push is taken from clients that are too old as well, since
  /// it is their work.
  ///
  /// - Parameters:
  ///   - fields: The header of the request.
  ///   - route: The route that it names.
  ///   - protocols: The protocol versions that the server answers.
  /// - Throws: `client-too-old`, or `invalid-request` for a version that is none or is still to come.
  static func check(
    _ fields: HTTPFields,
    route: Route,
    protocols: ClosedRange<Int>
  ) throws(Refusal) {
    let newest = Int64(protocols.upperBound)
    if let version = try version(.syncProtocol, fields) {
      guard version <= newest else {
        throw Refusal(
          .invalidRequest,
          "This server speaks version \(newest) of the protocol; use that one until it is upgraded."
        )
      }
      try checkAge(version, route, oldest: Int64(protocols.lowerBound))
    }
    if let version = try version(.syncSchema, fields) { try checkAge(version, route, oldest: 1) }
  }

  private static func checkAge(
    _ version: Int64,
    _ route: Route,
    oldest: Int64
  ) throws(Refusal) {
    guard version >= oldest || route.takes == .lines else {
      throw Refusal(
        .clientTooOld,
        "This server no longer speaks the client's version; upgrade it. Unsent work stays on it."
      )
    }
  }

  private static func version(
    _ name: HTTPField.Name,
    _ fields: HTTPFields
  ) throws(Refusal) -> Int64? {
    let values = fields[values: name]
    guard let text = values.first else { return nil }
    guard values.count == 1, let version = Int64(text), version >= 0 else {
      throw Refusal(.invalidRequest, "The header `\(name.rawName)` must be one whole number.")
    }
    return version
  }
}
