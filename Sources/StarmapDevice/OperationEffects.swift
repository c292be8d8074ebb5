import Casework
import SyncProtocol
import WireFormat

extension Operation {
  /// The fields that the operation sets on the record it names, as the server will; `null` clears.
  ///
  /// Empty for operations that set none.
  var fieldChanges: [String: JSON] {
    guard let kind, let content = data.object else { return [:] }
    switch kind {
    case .goalDelete, .goalRestore, .noteDelete, .noteRestore:
      return kind.deletion.map { [RecordSchema.deletion: $0] } ?? [:]
    case .familyAdd:
      return content.filter { $0.key != "unit" && !$0.value.isNull }
    case .episodeOpen, .goalAdd:
      let given = content.filter { !$0.value.isNull }
      return ["status": "open"].merging(given) { _, given in given }
    case .memberAdd, .noteAdd:
      return content.filter { !$0.value.isNull }
    case .familySet, .memberSet, .episodeSet, .goalSet, .noteSet:
      return content
    case .episodeClose:
      return ["status": "closed", "stepUpOn": .null].merging(content) { _, given in given }
    case .episodeReopen:
      return [
        "status": "open", "reopenReason": content["reason"] ?? .null, "closedOn": .null,
        "closureReason": .null, "stepUpEvent": .null, "stepUpOn": .null,
      ]
    default:
      return [:]
    }
  }

  /// The record that the operation makes, as this device shows it until the server has it.
  ///
  /// - Parameter author: Whose device it is.
  /// - Returns: The record under version 0; `nil` when the operation makes none.
  func newRecord(by author: WorkerID) -> PulledRecord? {
    guard let kind, let body = newBody(kind) else { return nil }
    let type: RecordType = kind == .handover ? .assignment : kind.recordType
    return PulledRecord(
      version: 0,
      typeName: type.rawValue,
      record: record,
      family: family,
      author: author,
      made: at.wall,
      body: body
    )
  }

  private func newBody(_ kind: OperationKind) -> [UInt8]? {
    switch kind {
    case .familyAdd, .memberAdd, .episodeOpen, .goalAdd, .noteAdd:
      RecordState(fields: fieldChanges).body
    case .assignStart, .readingAdd:
      data.canonical
    case .handover:
      (try? Handover(json: data)).map {
        Assignment(worker: $0.to, role: .lead, startedOn: $0.on).json.canonical
      }
    case .consentGive, .consentWithdraw:
      kind.consentEvent.flatMap { try? Consent($0, content: data) }?.json.canonical
    case .readingCorrect, .readingWithdraw:
      (try? ReadingRequest(request: data, isWithdrawal: kind == .readingWithdraw))?
        .json.canonical
    default:
      nil
    }
  }
}
