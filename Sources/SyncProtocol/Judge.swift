package import Casework
package import WireFormat

/// What an edit does to the fields of a record.
package struct FieldJudgement: Hashable, Sendable {
  /// Fields to set.
  package var applied: [String: JSON] = [:]
  /// Fields that were changed by somebody whom the author had not seen; kept for a person.
  package var setAside: [String: JSON] = [:]

  /// The status that follows from the two.
  package var status: OperationStatus {
    if !setAside.isEmpty { return applied.isEmpty ? .proposed : .merged }
    return applied.isEmpty ? .noop : .applied
  }
}

extension RecordState {
  /// Judges an edit field by field: base version first, clocks never (sync design 3.7).
  ///
  /// 1. The author had seen the present version: apply. 2. The value is there already: nothing to do.
  /// 3. The present version is the author's own earlier operation: apply. 4. Otherwise the edit is
  /// genuinely concurrent, and its value is set aside.
  ///
  /// - Parameters:
  ///   - operation: The edit.
  ///   - device: The device that saved it.
  ///   - changes: The fields to set; `null` clears.
  /// - Returns: What to set, and what to keep for a person.
  package func judge(
    _ operation: Operation,
    from device: DeviceID,
    changes: [String: JSON]
  ) -> FieldJudgement {
    var judgement = FieldJudgement()
    for (name, value) in changes {
      let present = fields[name] ?? .null
      guard let version = versions[name] else {
        // Never set by anybody: there is nothing that the author could have missed.
        if present != value { judgement.applied[name] = value }
        continue
      }
      if present == value { continue }
      if operation.base[name] == version.version || follows(operation, device, name, version) {
        judgement.applied[name] = value
      } else {
        judgement.setAside[name] = value
      }
    }
    return judgement
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
