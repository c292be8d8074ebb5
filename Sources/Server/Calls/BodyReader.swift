import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import SyncProtocol
import WireFormat

#if Mutations
import Mutations
#endif

/// Reads the body of a request, within its limits and strictly.
struct BodyReader {
  /// What the route takes.
  let takes: Route.Takes

  /// What was read.
  struct Content {
    var json: JSON = [:]
    var bytes: [UInt8] = []
  }

  func read(_ request: Request) async throws -> Content {
    switch takes {
    case .nothing:
      guard request.headers[.transferEncoding] == nil,
        (request.headers[.contentLength] ?? "0") == "0"
      else { throw Refusal(.invalidRequest, "This path takes no body.") }
      return Content()
    case .json: return Content(json: try await object(request, upTo: Limits.restBytesMax))
    case .console: return Content(json: try await object(request, upTo: Limits.pushBytesMax))
    case .files:
      try checkType(request, "application/octet-stream")
      try checkEncoding(request, allowed: [])
      return Content(bytes: try await collect(request, upTo: Limits.importBytesMax))
    case .lines:
      try checkType(request, "application/x-ndjson")
      let encoding = try checkEncoding(request, allowed: ["gzip"])
      let bytes = try await collect(request, upTo: Limits.pushWireBytesMax)
      return Content(bytes: encoding == nil ? bytes : try unzipped(bytes))
    }
  }

  private func object(_ request: Request, upTo limit: Int) async throws -> JSON {
    try checkType(request, "application/json")
    try checkEncoding(request, allowed: [])
    let bytes = try await collect(request, upTo: limit)
    let json = try JSON(strict: bytes, limits: JSONLimits(bytesMax: limit))
    guard json.object != nil else {
      throw Refusal(.invalidRequest, "The body must be a JSON object.")
    }
    return json
  }

  private func checkType(_ request: Request, _ expected: String) throws(Refusal) {
    let values = request.headers[values: .contentType]
    let type = values.first?.split(separator: ";", omittingEmptySubsequences: false).first
    guard values.count == 1,
      type?.filter({ $0 != " " && $0 != "\t" }).lowercased() == expected
    else {
      throw Refusal(.unsupportedMediaType, "The `Content-Type` must be \(expected).")
    }
  }

  @discardableResult
  private func checkEncoding(
    _ request: Request,
    allowed: Set<String>
  ) throws(Refusal) -> String? {
    let values = request.headers[values: .contentEncoding].map { $0.lowercased() }
    guard let encoding = values.first, values != ["identity"] else { return nil }
    guard values.count == 1, allowed.contains(encoding) else {
      throw Refusal(
        .unsupportedEncoding,
        allowed.isEmpty
          ? "This path takes no `Content-Encoding`."
          : "The `Content-Encoding` must be gzip, or be left out."
      )
    }
    return encoding
  }

  private func collect(_ request: Request, upTo limit: Int) async throws -> [UInt8] {
    let tooLarge = Refusal(
      .tooLarge,
      "The body has more than \(limit) bytes; send less at a time."
    )
    let named = request.headers[.contentLength].flatMap { Int($0) }
    if let named, named > limit { throw tooLarge }
    var bytes: [UInt8] = []
    do {
      for try await chunk in request.body {
        guard bytes.count + chunk.readableBytes <= limit else { throw tooLarge }
        bytes.append(contentsOf: chunk.readableBytesView)
      }
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      throw cut
    }
    // The framework takes the end of the connection for the end of the body.
    if let named, named != bytes.count { throw cut }
    return bytes
  }

  private var cut: Refusal {
    Refusal(.invalidRequest, "The body was cut short; nothing was stored. Send it again.")
  }

  private func unzipped(_ bytes: [UInt8]) throws(Refusal) -> [UInt8] {
    do {
      #if Mutations
      if Mutation.gzipUncapped.isPlanted { return try Gzip.decompress(bytes, limit: 1 << 30) }
      #endif
      return try Gzip.decompress(bytes, limit: Limits.pushBytesMax)
    } catch {
      switch error {
      case .overLimit: throw Refusal(.tooLarge, error.description)
      case .corrupt, .truncated: throw Refusal(.unsupportedEncoding, error.description)
      case .failed: throw Refusal(.unavailable, error.description)
      }
    }
  }
}
