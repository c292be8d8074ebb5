package import Casework
package import WireFormat

#if Mutations
import Mutations
#endif

/// What an edit does to the fields of a record.
package struct FieldJudgement: Hashable, Sendable {
  /// Fields to set.
  package var applied: [String: JSON] = [:]
  /// Fields that were changed by somebody whom the author had not seen; kept for a person.
  package var setAside: [String: JSON] = [:]
  /// Values that gave way to the edit without its author having seen them; kept for a person.
  package var displaced: [String: DisplacedValue] = [:]

  /// The status that follows from these.
  package var status: OperationStatus {
    if !setAside.isEmpty { return applied.isEmpty ? .proposed : .merged }
    if !displaced.isEmpty { return .merged }
    return applied.isEmpty ? .noop : .applied
  }
}

/// A value that gave way, and who had set it.
package struct DisplacedValue: Hashable, Sendable {
  /// The value; `null` for a field that had been cleared.
  package let value: JSON
  /// Who had set it.
  package let version: FieldVersion

  /// Pairs a value with its version.
  package init(value: JSON, version: FieldVersion) {
    self.value = value
    self.version = version
  }
}

extension RecordState {
  /// Judges an edit field by field: base version first, clocks last (sync design 3.7).
  ///
  /// 1. The author had seen the present version: apply. 2. The value is there already: nothing to do.
  /// 3. The present version is the author's own earlier operation: apply. 4. Otherwise the edit is
  /// genuinely concurrent, and the field's policy decides: with `latest` and `both` the later one stands,
  /// with `protective` the cautious one, and what gives way is kept (for a person, or with `both` as a
  /// record of its own); else the present value stands and the new one is set aside. Of two edits that
  /// come in either order the same one stands.
  ///
  /// - Parameters:
  ///   - operation: The edit.
  ///   - device: The device that saved it.
  ///   - changes: The fields to set; `null` clears.
  ///   - times: When it was made, for each field; one without a time stands before everything.
  ///   - schema: The fields' policies.
  /// - Returns: What to set, and what to keep for a person.
  package func judge(
    _ operation: Operation,
    from device: DeviceID,
    changes: [String: JSON],
    at times: [String: FieldTime],
    schema: RecordSchema?
  ) -> FieldJudgement {
    let origin = OperationOrigin(
      device: device,
      generation: operation.generation,
      number: operation.number
    )
    var judgement = FieldJudgement()
    for (name, value) in changes {
      let present = fields[name] ?? .null
      let time = times[name] ?? FieldTime(milliseconds: 0, isCertain: false)
      guard let version = versions[name] else {
        // Never set by anybody: there is nothing that the author could have missed.
        if present != value { judgement.applied[name] = value }
        continue
      }
      #if Mutations
      let hasSeen =
        !Mutation.nothingSeen.isPlanted
        && (Mutation.baseIgnored.isPlanted || operation.base[name] == version.version
          || follows(operation, device, name, version))
      #else
      let hasSeen =
        operation.base[name] == version.version || follows(operation, device, name, version)
      #endif
      let policy = schema?.field(name)?.policy
      if present == value {
        // Nothing changes but by whose word and since when the value stands, which decides against
        // whoever has not seen it.
        switch policy {
        case .latest where hasSeen || !version.outranks(time, from: origin),
          .both where hasSeen || !version.outranks(time, from: origin):
          judgement.applied[name] = value
        case .protective where hasSeen || value == true:
          judgement.applied[name] = value
        default: break
        }
        continue
      }
      // Caution is given up only by whoever has seen the very version, not by the author's own chain:
      // somebody else may have raised it meanwhile.
      let isLowered = policy == .protective && value != true
      if hasSeen, !isLowered || operation.base[name] == version.version {
        judgement.applied[name] = value
        continue
      }
      let stands =
        switch policy {
        case .latest, .both: !version.outranks(time, from: origin)
        case .protective: value == true
        default: false
        }
      if stands {
        judgement.applied[name] = value
        judgement.displaced[name] = DisplacedValue(value: present, version: version)
      } else {
        judgement.setAside[name] = value
      }
    }
    return judgement
  }

  /// What stands in the fields of which an operation's author had not seen the present version, by its
  /// name; `null` for one that was cleared.
  ///
  /// - Parameters:
  ///   - operation: The operation, whose `base` and `prev` say what was seen.
  ///   - device: The device that saved it.
  /// - Returns: The values, each with its version.
  package func unseen(
    by operation: Operation,
    from device: DeviceID
  ) -> [String: (value: JSON, version: FieldVersion)] {
    var unseen: [String: (value: JSON, version: FieldVersion)] = [:]
    for (name, version) in versions
    where operation.base[name] != version.version && !follows(operation, device, name, version) {
      unseen[name] = (fields[name] ?? .null, version)
    }
    return unseen
  }

  private func follows(
    _ operation: Operation,
    _ device: DeviceID,
    _ name: String,
    _ version: FieldVersion
  ) -> Bool {
    guard let previous = operation.previous[name], let origin = version.origin else {
      return false
    }
    return origin
      == OperationOrigin(
        device: device,
        generation: operation.generation,
        number: previous
      )
  }

  /// Sets fields, each under the version and origin of the operation that changed it.
  package mutating func apply(_ changes: [String: JSON], as version: FieldVersion) {
    for (name, value) in changes {
      if value.isNull {
        fields.removeValue(forKey: name)
      } else {
        fields[name] = value
      }
      versions[name] = version
    }
  }
}
