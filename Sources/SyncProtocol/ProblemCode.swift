package import Instruments
package import WireFormat

/// The stable, public codes of everything that can be refused; never reused, listed in
/// `API/problems.md`.
package enum ProblemCode: String, CaseIterable, Sendable, Error {
  // The request as a whole.
  case invalidJSON = "invalid-json"
  case duplicateKey = "duplicate-key"
  case tooLarge = "too-large"
  case tooSlow = "too-slow"
  case unsupportedMediaType = "unsupported-media-type"
  case unsupportedEncoding = "unsupported-encoding"
  case invalidHost = "invalid-host"
  case invalidRequest = "invalid-request"
  case notFound = "not-found"
  case methodNotAllowed = "method-not-allowed"
  case unauthenticated = "unauthenticated"
  case deviceRevoked = "device-revoked"
  case forbidden = "forbidden"
  case codeInvalid = "enrolment-code-invalid"
  case preconditionRequired = "precondition-required"
  case staleVersion = "stale-version"
  case gap = "gap"
  case deviceForked = "device-forked"
  case logForked = "log-forked"
  case cursorExpired = "cursor-expired"
  case clientTooOld = "client-too-old"
  case storageFull = "storage-full"
  case unavailable = "unavailable"
  case serverFault = "server-fault"

  // One operation or one record.
  case invalidOperation = "invalid-operation"
  case unknownKind = "unknown-kind"
  case invalidField = "invalid-field"
  case missingField = "missing-field"
  case unknownField = "unknown-field"
  case serverField = "server-field"
  case notYours = "not-yours"
  case tooLate = "too-late"
  case alreadyExists = "already-exists"
  case immutable = "immutable"
  case parentRefused = "parent-refused"
  case groupRefused = "group-refused"
  case wrongState = "wrong-state"
  case secondPersonNeeded = "second-person-needed"
  case reasonRequired = "reason-required"
  case idReused = "id-reused"
  case unknownInstrument = "unknown-instrument"
  case unknownEdition = "unknown-edition"
  case instrumentDisabled = "instrument-disabled"
  case unknownArea = "unknown-area"
  case pointNotOnScale = "point-not-on-scale"
  case wrongSubject = "wrong-subject"
  case memberRequired = "member-required"
  case memberNotAllowed = "member-not-allowed"
  case respondentNotAllowed = "respondent-not-allowed"
  case dateInFuture = "date-in-future"
  case dateBeforeEdition = "date-before-edition"
  case duplicateArea = "duplicate-area"
  case missingAreas = "missing-areas"
  case nonScoreNotAllowed = "non-score-not-allowed"
  case noteForUnknownArea = "note-for-unknown-area"
  case textTooLong = "text-too-long"
  case invalidPack = "invalid-pack"
  case invalidReference = "invalid-reference"
  case invalidMapping = "invalid-mapping"
  case invalidImport = "invalid-import"
  case importHeld = "import-held"
  case erased = "erased"

  /// The code for a failed strict parse.
  package init(_ code: JSONProblem.Code) {
    switch code {
    case .duplicateKey: self = .duplicateKey
    case .tooLarge, .tooDeep: self = .tooLarge
    default: self = .invalidJSON
    }
  }
}

/// A refusal of one operation or request: a code and one sentence that names the thing and the
/// remedy, without personal data.
package struct Refusal: Error, Hashable, Sendable {
  /// The stable code.
  package let code: ProblemCode
  /// One sentence or two: what is wrong, and what to do.
  package let detail: String

  /// Makes a refusal from its parts.
  package init(_ code: ProblemCode, _ detail: String) {
    self.code = code
    self.detail = detail
  }
}

extension Refusal {
  /// The refusal of a reading, under its public code.
  package init(_ refusal: ReadingRefusal) {
    self.init(ProblemCode(rawValue: refusal.code) ?? .invalidField, refusal.description)
  }
}
