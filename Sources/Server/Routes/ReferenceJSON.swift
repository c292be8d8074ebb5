import Casework
import Reconciliation
import SyncServer
import WireFormat

extension StoredReference {
  /// Where the version is found.
  var path: String { "/v1/references/\(key.kind.rawValue)/\(key.id)/\(key.version)" }

  /// The version without what it says.
  var summary: JSON {
    var members: [String: JSON] = [
      "kind": .string(key.kind.rawValue), "id": .string(key.id), "version": .string(key.version),
      "state": .string(life.state.rawValue),
      "label": .string(
        life.state == .withdrawn
          ? "WITHDRAWN" : life.state.isSignedOff ? life.state.rawValue : "PROPOSED"
      ),
      "content_hash": .string(document.contentHash), "seq": .int(seq),
      "proposed_by": life.proposer.map { .string($0.name) } ?? .null,
      "approvals": .array(
        life.approvals.map { step in
          [
            "authority": step.signer?.authorityTitle.map { .string($0) } ?? .null,
            "by": step.signer.map { .string($0.name) } ?? .null,
            "at": .string(timestamp(milliseconds: step.milliseconds)),
          ]
        }
      ),
      "withdrawn": life.withdrawal.map { step in
        [
          "at": .string(timestamp(milliseconds: step.milliseconds)),
          "by": step.signer.map { .string($0.name) } ?? .null, "reason": .string(step.reason),
        ]
      } ?? .null,
    ]
    if case .crosswalk(let crosswalk) = document {
      members["source"] = .string("\(crosswalk.source)")
      members["target"] = .string(crosswalk.target.description)
    }
    return .object(members)
  }

  /// The version with what it says and every step of its life.
  var whole: JSON {
    var members = summary.object ?? [:]
    members["content"] = document.content
    members["steps"] = .array(
      life.decisions.map { step in
        [
          "step": .string(step.step.rawValue), "state": .string(step.state.rawValue),
          "by": step.signer.map { .string($0.name) } ?? .null,
          "authority": step.signer?.authorityTitle.map { .string($0) } ?? .null,
          "reason": .string(step.reason),
          "at": .string(timestamp(milliseconds: step.milliseconds)),
        ]
      }
    )
    return .object(members)
  }
}
