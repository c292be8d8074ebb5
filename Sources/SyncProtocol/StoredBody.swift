package import Casework
import WireFormat

/// What stands in the body of a record, looked at without a need for it.
package enum StoredBody {
  /// Whether a body can be read as that of a record of a type.
  ///
  /// - Parameters:
  ///   - body: The stored bytes.
  ///   - type: The type.
  /// - Returns: Whether every reader of this type finds what it looks for; of types whose content belongs to
  ///   others, whether it is JSON.
  package static func isReadable(_ body: [UInt8], as type: RecordType) -> Bool {
    let limits = JSONLimits(depthMax: 128, bytesMax: .max)
    guard let json = try? JSON(strict: body, limits: limits) else { return false }
    return switch type {
    case .family, .member, .episode, .goal, .note: RecordState(body: body) != nil
    case .assignment: (try? Assignment(json: json)) != nil
    case .reading: (try? Reading(json: json)) != nil
    case .correction: ReadingRequest(json: json) != nil
    case .review: ReviewItem(json: json) != nil
    case .consent: (try? Consent(json: json)) != nil
    case .unit: UnitRecord(json: json) != nil
    case .worker: WorkerRecord(json: json) != nil
    case .instrument: InstrumentRecord(json: json) != nil
    case .framework, .crosswalk, .policy, .study, .importRun, .changeRule, .compatibility,
      .linkTable, .disclosure, .decision, .mapping, .release:
      true
    }
  }

  /// Whether the line of a held operation can be read, as far as it ever could.
  ///
  /// - Parameters:
  ///   - line: The line as the device sent it.
  ///   - problem: Why it is held; some are held because nobody could read them.
  /// - Returns: `false` for a line that was JSON when it was judged and is none now.
  package static func isReadable(heldLine line: [UInt8], problem: ProblemCode?) -> Bool {
    switch problem {
    case .invalidJSON, .duplicateKey, .tooLarge, .serverFault, .groupRefused: true
    default: (try? JSON(strict: line)) != nil
    }
  }
}
