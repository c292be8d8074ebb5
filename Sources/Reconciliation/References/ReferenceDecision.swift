package import Casework
package import WireFormat

/// A step in the life of a version of reference data.
package enum ReferenceStep: String, CaseIterable, Sendable {
  /// It is stored as a draft, whatever its file claims.
  case store
  /// It is finished and waits for the authorities.
  case propose
  /// One authority signs it off.
  case approve
  /// It comes into use, and what was in use before is superseded.
  case activate
  /// A later version came into use.
  case supersede
  /// It is taken out of use, with a reason.
  case withdraw
}

/// Who took a step: a named person, for an authority where the step is a sign-off.
package struct ReferenceSigner: Hashable, Sendable {
  /// The worker.
  package let worker: WorkerID
  /// The name by which colleagues know the worker, as it was then.
  package let name: String
  /// The authority for which the worker speaks; `nil` when the step speaks for none.
  package let authority: UnitID?
  /// The authority's title, as it was then.
  package let authorityTitle: String?

  /// Makes a signer from its parts.
  package init(
    worker: WorkerID,
    name: String,
    authority: UnitID? = nil,
    authorityTitle: String? = nil
  ) {
    self.worker = worker
    self.name = name
    self.authority = authority
    self.authorityTitle = authorityTitle
  }
}

/// One step in the life of a version, as it was taken; steps are only ever added.
///
/// It holds the state that it led to, so that whoever reads it later needs no rule of that time.
package struct ReferenceDecision: Hashable, Sendable {
  /// What the step was about.
  package let key: ReferenceKey
  /// The step.
  package let step: ReferenceStep
  /// The state afterwards.
  package let state: ReferenceState
  /// Who took it; `nil` for the server's own console.
  package let signer: ReferenceSigner?
  /// Why, in the person's words; may be empty where no reason is needed.
  package let reason: String
  /// When, milliseconds since 1970.
  package let milliseconds: Int64
  /// Its place among the steps of one commit.
  package let order: Int

  /// Makes a step from its parts.
  package init(
    key: ReferenceKey,
    step: ReferenceStep,
    state: ReferenceState,
    signer: ReferenceSigner?,
    reason: String = "",
    milliseconds: Int64,
    order: Int = 0
  ) {
    self.key = key
    self.step = step
    self.state = state
    self.signer = signer
    self.reason = reason
    self.milliseconds = milliseconds
    self.order = order
  }

  /// The stored object.
  package var json: JSON {
    [
      "kind": .string(key.kind.rawValue), "id": .string(key.id), "version": .string(key.version),
      "step": .string(step.rawValue), "state": .string(state.rawValue),
      "signer": signer.map(\.json) ?? .null, "reason": .string(reason),
      "at": .int(milliseconds), "order": .int(Int64(order)),
    ]
  }

  /// Reads ``json``; `nil` when it is no such step.
  package init?(json: JSON) {
    guard let kind = json["kind"]?.string.flatMap({ ReferenceKind(rawValue: $0) }),
      let id = json["id"]?.string, let version = json["version"]?.string,
      let step = json["step"]?.string.flatMap({ ReferenceStep(rawValue: $0) }),
      let state = json["state"]?.string.flatMap({ ReferenceState(rawValue: $0) }),
      let milliseconds = json["at"]?.int,
      let order = json["order"]?.int.flatMap({ Int(exactly: $0) })
    else { return nil }
    var signer: ReferenceSigner?
    if let json = json["signer"], !json.isNull {
      guard let read = ReferenceSigner(json: json) else { return nil }
      signer = read
    }
    self.init(
      key: ReferenceKey(kind: kind, id: id, version: version),
      step: step,
      state: state,
      signer: signer,
      reason: json["reason"]?.string ?? "",
      milliseconds: milliseconds,
      order: order
    )
  }
}

extension ReferenceSigner {
  /// The stored object.
  package var json: JSON {
    [
      "worker": .string(worker.description), "name": .string(name),
      "authority": authority.map { .string($0.description) } ?? .null,
      "authorityTitle": authorityTitle.map { .string($0) } ?? .null,
    ]
  }

  /// Reads ``json``; `nil` when it is no signer.
  package init?(json: JSON) {
    guard let worker = json["worker"]?.string.flatMap({ WorkerID($0) }),
      let name = json["name"]?.string
    else { return nil }
    self.init(
      worker: worker,
      name: name,
      authority: json["authority"]?.string.flatMap { UnitID($0) },
      authorityTitle: json["authorityTitle"]?.string
    )
  }
}
