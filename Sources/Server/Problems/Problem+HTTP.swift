import HTTPTypes
import SyncProtocol

/// How every problem code looks over HTTP; the only place where statuses are chosen.
extension ProblemCode {
  /// The address that names the kind of problem; it need not lead anywhere.
  var typeURI: String { "https://starmap.example/problems/\(rawValue)" }

  /// The code in words.
  var title: String {
    let words = rawValue.split(separator: "-").map { Self.spelling[String($0)] ?? String($0) }
    let text = words.joined(separator: " ")
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  private static let spelling = ["json": "JSON", "id": "ID"]

  /// After how many seconds it is worth trying again; `nil` when time alone does not help.
  var retryAfterSeconds: Int? {
    switch self {
    case .unavailable: 5
    case .storageFull: 60
    default: nil
    }
  }

  /// The status of a request that is refused with this code.
  var status: HTTPResponse.Status {
    switch self {
    case .invalidJSON, .duplicateKey, .invalidHost, .invalidRequest: .badRequest
    case .unauthenticated: .unauthorized
    case .deviceRevoked, .forbidden, .codeInvalid, .secondPersonNeeded, .tooLate: .forbidden
    case .notFound, .notYours: .notFound
    case .methodNotAllowed: .methodNotAllowed
    case .tooSlow: .requestTimeout
    case .gap, .deviceForked, .logForked, .alreadyExists, .immutable, .wrongState, .idReused:
      .conflict
    case .cursorExpired, .erased: .gone
    case .staleVersion: .preconditionFailed
    case .tooLarge: .contentTooLarge
    case .unsupportedMediaType, .unsupportedEncoding: .unsupportedMediaType
    case .clientTooOld: .upgradeRequired
    case .preconditionRequired: .preconditionRequired
    case .serverFault: .internalServerError
    case .unavailable: .serviceUnavailable
    case .storageFull: HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
    case .invalidOperation, .unknownKind, .invalidField, .missingField, .unknownField,
      .serverField, .parentRefused, .groupRefused, .reasonRequired, .unknownInstrument,
      .unknownEdition, .instrumentDisabled, .unknownArea, .pointNotOnScale, .wrongSubject,
      .memberRequired, .memberNotAllowed, .respondentNotAllowed, .dateInFuture,
      .dateBeforeEdition, .duplicateArea, .missingAreas, .nonScoreNotAllowed,
      .noteForUnknownArea, .textTooLong, .invalidPack, .invalidReference, .invalidMapping,
      .invalidImport, .importHeld:
      .unprocessableContent
    }
  }
}
