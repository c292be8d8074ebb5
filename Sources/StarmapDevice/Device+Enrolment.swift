import Casework
import DeviceStore
import SyncProtocol
package import WireFormat

extension Device {
  /// Mints what the device will be known by, stores it, and says what to send to `POST /v1/enrol`.
  ///
  /// The id and the token are stored before anything is sent: after a lost answer the same request
  /// can be made again, and the server knows it.
  ///
  /// - Parameters:
  ///   - server: The server's address, `https://…`; `http` only on this machine.
  ///   - code: The one-time code.
  ///   - title: What the owner calls the device, at most 100 bytes.
  /// - Returns: The body of the request.
  /// - Throws: `Refusal`, `TransportError.invalidServer`, `DeviceStoreError`.
  package func prepareEnrolment(server: String, code: String, title: String) throws -> JSON {
    let address = try ServerAddress(server)
    guard title.utf8.count <= 100, !code.isEmpty, code.utf8.count <= 100 else {
      throw Refusal(
        .invalidRequest,
        "An enrolment needs the one-time code and a title of at most 100 bytes."
      )
    }
    return try store.write { writer in
      guard try Identity(from: writer.reader) == nil else {
        throw Refusal(.alreadyExists, "This profile is enrolled already; use another profile.")
      }
      // A token that was meant for one server is never shown to another.
      let isRepeat = try writer.reader.text(.server) == address.text
      let device = try isRepeat ? writer.reader.text(.device) : nil
      let token = try isRepeat ? writer.reader.text(.token) : nil
      let newDevice = device ?? surroundings.newID(DeviceTag.self).description
      let newToken = token ?? mintToken()
      try writer.set(.server, to: address.text)
      try writer.set(.device, to: newDevice)
      try writer.set(.token, to: newToken)
      return [
        "code": .string(code), "device": .string(newDevice), "title": .string(title),
        "token": .string(newToken),
      ]
    }
  }

  /// Keeps what the server answered to the enrolment; the device is enrolled from here on.
  ///
  /// - Parameter answer: `{"worker":…,"epoch":…,"server_time":…}`.
  /// - Returns: Whose device it is now.
  /// - Throws: `Refusal` when the answer is none, `DeviceStoreError`.
  package func completeEnrolment(_ answer: JSON) throws -> Identity {
    guard let json = answer["worker"], let worker = WorkerRecord(json: json) else {
      throw Refusal(.invalidRequest, "The server's answer to the enrolment cannot be read.")
    }
    return try store.write { writer in
      try writer.set(.worker, to: worker.json.canonicalText)
      try writer.set(.epoch, to: answer["epoch"]?.string)
      if try writer.reader.number(.generation) == 0 {
        try writer.set(.generation, to: 1)
        try writer.set(.nextNumber, to: 1)
      }
      try writer.noteAnswer(at: surroundings.moment())
      guard let identity = try Identity(from: writer.reader) else { throw Refusal.notEnrolled }
      return identity
    }
  }

  private func mintToken() -> String {
    var bytes: [UInt8] = []
    for _ in 0..<4 {
      let word = surroundings.random()
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    return Base64URL.encode(bytes)
  }
}
