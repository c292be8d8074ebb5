import SyncProtocol
import WireFormat

extension SyncRequest {
  /// The request that lets a device in.
  init(enrolling body: JSON) {
    self.init(
      method: "POST",
      path: "/v1/enrol",
      headers: ["Accept": "application/json", "Content-Type": "application/json"],
      body: body.canonical
    )
  }
}

extension SyncAnswer {
  /// What the server answered to an enrolment.
  var enrolment: JSON {
    get throws {
      guard status == 200, let json = try? JSON(strict: body) else { throw refusal ?? unnamed }
      return json
    }
  }
}

extension HTTPTransport {
  /// The answer to a request, or why there is none.
  func answer(to request: SyncRequest) async -> Result<SyncAnswer, any Error> {
    do {
      return .success(try await send(request))
    } catch {
      return .failure(error)
    }
  }
}
