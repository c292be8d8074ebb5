package import SyncProtocol
import WireFormat

extension SyncAnswer {
  /// The problem that the body names; `nil` when it names none that this version knows.
  package var refusal: Refusal? {
    guard let json = problemBody,
      let code = json["code"]?.string.flatMap({ ProblemCode(rawValue: $0) })
    else { return nil }
    return Refusal(code, json["detail"]?.string ?? unnamed.detail)
  }

  /// The number that the server expects, when it says so.
  var expectedNumber: Int? {
    problemBody?["expected"]?.int.flatMap { Int(exactly: $0) }
  }

  var unnamed: Refusal {
    Refusal(
      .unavailable,
      "The server answered with status \(status). Everything that was saved is safe on this "
        + "device; try again later."
    )
  }

  private var problemBody: JSON? {
    guard status >= 400, body.count <= Limits.restBytesMax else { return nil }
    return try? JSON(strict: body)
  }
}
