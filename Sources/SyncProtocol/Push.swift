package import Casework
import WireFormat

/// The first line of a push: who sends, and what its clocks say now.
package struct PushEnvelope: Hashable, Sendable {
  /// The device, which must be the one that the token belongs to.
  package let device: DeviceID
  /// The device's generation.
  package let generation: Int
  /// The device's clocks at the moment of sending.
  package let sent: Moment
  /// The newest place in the server's history that the device has heard of, as the server named it.
  package let known: String?

  /// Makes an envelope from its parts.
  package init(device: DeviceID, generation: Int, sent: Moment, known: String? = nil) {
    self.device = device
    self.generation = generation
    self.sent = sent
    self.known = known
  }

  /// The line, without its newline.
  package var line: [UInt8] {
    var object: [String: JSON] = [
      "dev": .string(device.description), "gen": .int(Int64(generation)),
      "boot": .string(sent.boot), "wall": .int(sent.wall), "mono": .int(sent.monotonic),
    ]
    if let known { object["known"] = .string(known) }
    return JSON.object(object).canonical
  }
}

/// A push as received: its envelope and its raw lines, none of them judged yet.
package struct PushRequest: Sendable {
  /// The first line.
  package let envelope: PushEnvelope
  /// The operations' lines, in order, without newlines.
  package let lines: [ArraySlice<UInt8>]

  /// Makes a request from its parts.
  package init(envelope: PushEnvelope, lines: [ArraySlice<UInt8>]) {
    self.envelope = envelope
    self.lines = lines
  }

  /// The body: newline-delimited, every line ended.
  package var body: [UInt8] {
    var bytes = envelope.line
    bytes.append(UInt8(ascii: "\n"))
    for line in lines {
      bytes.append(contentsOf: line)
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  /// Splits a body into lines and reads the envelope.
  ///
  /// A body whose last line is not ended was cut on its way, and nothing of it is used. What an
  /// operation's line holds is judged later, one by one.
  package init(body: [UInt8]) throws(Refusal) {
    guard body.last == UInt8(ascii: "\n") else {
      throw Refusal(
        .invalidRequest,
        "The push was cut short: its last line has no newline. Nothing was stored; send it again."
      )
    }
    var lines = body.dropLast().split(
      separator: UInt8(ascii: "\n"),
      omittingEmptySubsequences: false
    )
    let first = lines.removeFirst()
    guard lines.count <= Limits.pushOperationsMax else {
      throw Refusal(
        .tooLarge,
        "A push holds at most \(Limits.pushOperationsMax) operations; send fewer at a time."
      )
    }
    let json: JSON
    do {
      json = try JSON(strict: first)
    } catch {
      throw Refusal(ProblemCode(error.code), "The push's first line: \(error.description)")
    }
    guard let device = json["dev"]?.string.flatMap({ DeviceID($0) }),
      let generation = json["gen"]?.int.flatMap({ Int(exactly: $0) }), generation >= 1,
      let boot = json["boot"]?.string, boot.utf8.count <= 64,
      let wall = json["wall"]?.int, let monotonic = json["mono"]?.int
    else {
      throw Refusal(
        .invalidRequest,
        "The push's first line must hold `dev`, `gen`, `boot`, `wall` and `mono`."
      )
    }
    let known = json["known"]?.string
    // Taken for none, it would leave out the check whether the histories are the same.
    guard known != nil || json["known"]?.isNull ?? true else {
      throw Refusal(.invalidRequest, "The push's `known` must be a text, or be left out.")
    }
    envelope = PushEnvelope(
      device: device,
      generation: generation,
      sent: Moment(wall: wall, monotonic: monotonic, boot: boot),
      known: known
    )
    self.lines = lines
  }
}

/// The answer to a push: one result per operation, in order.
package struct PushResponse: Hashable, Sendable {
  /// The server's epoch, as hexadecimal text.
  package let epoch: String
  /// The server's newest seq.
  package let head: Int64
  /// Everything up to this seq is in a verified backup.
  package let backupSeq: Int64
  /// The place of ``head`` in this history, as a cursor's text: what a device shows as `known`.
  package let point: String
  /// One result per operation that was processed, in order.
  package let results: [OperationResult]

  /// Makes a response from its parts.
  package init(
    epoch: String,
    head: Int64,
    backupSeq: Int64,
    point: String = "",
    results: [OperationResult]
  ) {
    self.epoch = epoch
    self.head = head
    self.backupSeq = backupSeq
    self.point = point
    self.results = results
  }

  /// The body.
  package var body: [UInt8] {
    var bytes = JSON.object([
      "epoch": .string(epoch), "head": .int(head), "backup_seq": .int(backupSeq),
      "point": .string(point), "results": .array([]),
    ]).canonical
    // The results are the last member and are written one by one, in the place of `]}`.
    bytes.removeLast(2)
    bytes.reserveCapacity(bytes.count + results.count * 112)
    for (index, result) in results.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      result.appendCanonical(to: &bytes)
    }
    bytes.append(contentsOf: "]}".utf8)
    return bytes
  }

  /// Reads ``body``; `nil` when it is cut or not such an answer.
  package init?(body: [UInt8]) {
    guard let json = try? JSON(strict: body), let epoch = json["epoch"]?.string,
      let head = json["head"]?.int, let backupSeq = json["backup_seq"]?.int,
      let array = json["results"]?.array
    else { return nil }
    var results: [OperationResult] = []
    for element in array {
      guard let result = OperationResult(json: element) else { return nil }
      results.append(result)
    }
    self.init(
      epoch: epoch,
      head: head,
      backupSeq: backupSeq,
      point: json["point"]?.string ?? "",
      results: results
    )
  }
}
