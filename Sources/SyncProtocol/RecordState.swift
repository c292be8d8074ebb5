package import Casework
package import WireFormat

/// Who last set a field, and when in the order of commits.
package struct FieldVersion: Hashable, Sendable {
  /// The seq that set the field.
  package let version: Int64
  /// The stamp of the operation that set it.
  package let stamp: Stamp
  /// The worker who set it.
  package let author: WorkerID?
  /// The device, generation and number of the operation, so that a device's own chain is known.
  package let origin: OperationOrigin?
  /// When it was set, for the case that somebody else sets it without having seen this; `nil` for what
  /// the server set by itself.
  package let time: FieldTime?

  /// Makes a field version from its parts.
  package init(
    version: Int64,
    stamp: Stamp,
    author: WorkerID?,
    origin: OperationOrigin?,
    time: FieldTime? = nil
  ) {
    self.version = version
    self.time = time
    self.stamp = stamp
    self.author = author
    self.origin = origin
  }
}

/// Which operation of which device something came from.
package struct OperationOrigin: Hashable, Sendable {
  /// The device.
  package let device: DeviceID
  /// Its generation.
  package let generation: Int
  /// The operation's number.
  package let number: Int

  /// Makes an origin from its parts.
  package init(device: DeviceID, generation: Int, number: Int) {
    self.device = device
    self.generation = generation
    self.number = number
  }
}

/// The content of a mutable record: its fields, and for each the version, stamp and author.
///
/// The body is written once per change and served as stored:
/// `{"f":{name:value},"v":{name:[version,stamp,author,device,generation,number,time,certain,said]}}`.
package struct RecordState: Hashable, Sendable {
  /// The present values; a field that was never set is absent.
  package var fields: [String: JSON]
  /// For each present field, who set it last.
  package var versions: [String: FieldVersion]

  /// Makes a state from its parts.
  package init(fields: [String: JSON] = [:], versions: [String: FieldVersion] = [:]) {
    self.fields = fields
    self.versions = versions
  }

  /// Whether the record was deleted and not brought back.
  package var isDeleted: Bool { fields[RecordSchema.deletion]?.bool == true }

  /// The stored bytes.
  package var body: [UInt8] {
    var versionObject: [String: JSON] = [:]
    for (name, version) in versions {
      var array: [JSON] = [
        .int(version.version), .string(version.stamp.description),
        version.author.map { .string($0.description) } ?? .null,
      ]
      if let origin = version.origin {
        array.append(.string(origin.device.description))
        array.append(.int(Int64(origin.generation)))
        array.append(.int(Int64(origin.number)))
      } else if version.time != nil {
        array += [.null, .null, .null]
      }
      if let time = version.time {
        array.append(.int(time.milliseconds))
        array.append(.bool(time.isCertain))
        array.append(.int(time.said))
      }
      versionObject[name] = .array(array)
    }
    return JSON.object(["f": .object(fields), "v": .object(versionObject)]).canonical
  }

  /// Reads the fields of a ``body`` alone, for figures about many records.
  ///
  /// - Parameter body: The stored bytes.
  /// - Returns: The fields, and the seq of the oldest that still stands, `nil` without any; `nil` when it is
  ///   no such body.
  package static func fields(
    of body: [UInt8]
  ) -> (fields: [String: JSON], oldestVersion: Int64?)? {
    guard let json = try? JSON(strict: body), let fields = json["f"]?.object,
      let versions = json["v"]?.object
    else { return nil }
    var oldest: Int64?
    for entry in versions.values {
      guard let version = entry.array?.first?.int else { return nil }
      oldest = min(oldest ?? version, version)
    }
    return (fields, oldest)
  }

  /// Reads ``body``; `nil` when it is no such body.
  package init?(body: [UInt8]) {
    guard let json = try? JSON(strict: body), let fields = json["f"]?.object,
      let versionObject = json["v"]?.object
    else { return nil }
    self.fields = fields
    versions = [:]
    for (name, value) in versionObject {
      guard let array = value.array, array.count >= 3, let version = array[0].int,
        let stamp = array[1].string.flatMap({ Stamp($0) })
      else { return nil }
      var origin: OperationOrigin?
      if array.count >= 6, let device = array[3].string.flatMap({ DeviceID($0) }),
        let generation = array[4].int.flatMap({ Int(exactly: $0) }),
        let number = array[5].int.flatMap({ Int(exactly: $0) })
      {
        origin = OperationOrigin(device: device, generation: generation, number: number)
      }
      var time: FieldTime?
      if array.count >= 9, let milliseconds = array[6].int, let isCertain = array[7].bool,
        let said = array[8].int
      {
        time = FieldTime(milliseconds: milliseconds, isCertain: isCertain, said: said)
      }
      versions[name] = FieldVersion(
        version: version,
        stamp: stamp,
        author: array[2].string.flatMap { WorkerID($0) },
        origin: origin,
        time: time
      )
    }
  }
}
