package import Casework
import Crypto
package import Storage
package import SyncProtocol
package import WireFormat

/// A request to let a device in.
package struct EnrolmentRequest: Sendable {
  /// The one-time code as typed.
  package let code: String
  /// The id that the device minted for itself.
  package let device: DeviceID
  /// What its owner calls it.
  package let title: String
  /// The token that the device minted for itself, 256 bits as base64url.
  package let token: String

  /// Reads the body of `POST /v1/enrol`.
  package init(json: JSON) throws(Refusal) {
    guard let code = json["code"]?.string, let token = json["token"]?.string,
      let device = json["device"]?.string.flatMap({ DeviceID($0) }),
      let title = json["title"]?.string, title.utf8.count <= 100
    else {
      throw Refusal(
        .invalidRequest,
        "An enrolment needs `code`, `device`, `title` (at most 100 bytes) and `token`."
      )
    }
    guard Base64URL.decode(token)?.count == 32 else {
      throw Refusal(.invalidRequest, "The `token` must be 32 random bytes as base64url.")
    }
    self.code = code
    self.device = device
    self.title = title
    self.token = token
  }
}

extension ServerCore {
  /// Who a bearer token belongs to.
  ///
  /// - Parameters:
  ///   - token: The token.
  ///   - isPush: Whether it comes with a push, which the device of somebody who has left may make for a while.
  ///   - reader: One snapshot.
  /// - Returns: Who it is.
  /// - Throws: ``Refusal`` with `unauthenticated` or `device-revoked`; `StorageError`.
  package func authenticate(
    token: String,
    forPush isPush: Bool = false,
    from reader: any LedgerReader
  ) throws -> Principal {
    guard let device = try reader.device(tokenHash: secretHash(token)) else {
      throw Refusal(.unauthenticated, "The token is not known; enrol this device again.")
    }
    let mayHandIn = device.handsInUntil.map { surroundings.now() <= $0 } ?? false
    if mayHandIn, !isPush {
      throw Refusal(
        .deviceRevoked,
        "This device was revoked: what it still sends waits for a supervisor, and it receives nothing any more."
      )
    }
    if !mayHandIn { try checkActive(device) }
    return Principal(worker: device.worker, device: device.id)
  }

  private func checkActive(_ device: StoredDevice) throws(Refusal) {
    guard device.status == .active else {
      throw Refusal(
        .deviceRevoked,
        "This device was revoked; its unsent work stays on it. Ask your supervisor."
      )
    }
  }

  /// Lets a device in, once per code; the same device may ask again after a lost answer.
  package func enrol(
    _ request: EnrolmentRequest,
    into writer: any LedgerWriter
  ) throws -> JSON {
    let now = surroundings.now()
    let refused = Refusal(
      .codeInvalid,
      "The code is wrong, used or out of date; ask for a new one."
    )
    guard var enrolment = try writer.enrolment(codeHash: secretHash(normalised(request.code)))
    else { throw refused }
    let tokenHash = secretHash(request.token)
    if let usedBy = enrolment.usedBy {
      guard usedBy == request.device, let device = try writer.device(usedBy),
        device.tokenHash == tokenHash
      else { throw refused }
      try checkActive(device)
    } else {
      // A token that another device has would make two devices one.
      guard now < enrolment.expires, try writer.device(request.device) == nil,
        try writer.device(tokenHash: tokenHash) == nil
      else { throw refused }
      enrolment.usedBy = request.device
      try writer.save(
        StoredDevice(
          id: request.device,
          worker: enrolment.worker,
          title: request.title,
          tokenHash: tokenHash,
          enrolled: now
        )
      )
      try writer.save(enrolment)
      try writer.log(
        ActivityEntry(
          time: now,
          seq: try writer.clock().head,
          worker: enrolment.worker,
          device: request.device,
          action: "device.enrol",
          family: nil,
          record: nil
        )
      )
    }
    guard let worker = try writer.reference(enrolment.worker.retagged(), type: .worker) else {
      throw refused
    }
    return [
      "worker": (try? JSON(strict: worker.body)) ?? .null,
      "epoch": .string(try writer.clock().epoch.description),
      "server_time": .int(now),
    ]
  }

  /// Issues a one-time code for a worker's next device; it is shown once and stored hashed.
  ///
  /// - Parameters:
  ///   - worker: Whose device it will be.
  ///   - validMilliseconds: How long it works.
  ///   - principal: Who asks; `nil` for the server's own console.
  ///   - writer: The commit.
  /// - Returns: 26 characters in groups, 130 random bits.
  /// - Throws: ``Refusal`` when there is no such worker or the role does not allow it.
  package func issueEnrolment(
    for worker: WorkerID,
    validMilliseconds: Int64,
    by principal: Principal?,
    into writer: any LedgerWriter
  ) throws -> String {
    guard let stored = try writer.reference(worker.retagged(), type: .worker),
      let record = (try? JSON(strict: stored.body)).flatMap({ WorkerRecord(json: $0) })
    else {
      throw Refusal(.notFound, "The register has no such worker; list the workers.")
    }
    try checkMayInvite(record, principal, writer)
    let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    var characters: [Character] = []
    for _ in 0..<3 {
      let word = surroundings.random()
      for index in 0..<9 where characters.count < 26 {
        characters.append(alphabet[Int(word >> UInt64(5 * index) & 31)])
      }
    }
    let plain = String(characters)
    let now = surroundings.now()
    try writer.save(
      StoredEnrolment(
        codeHash: secretHash(plain),
        worker: worker,
        expires: now + validMilliseconds
      )
    )
    try writer.log(
      ActivityEntry(
        time: now,
        seq: try writer.clock().head,
        worker: principal?.worker,
        device: principal?.device,
        action: "enrolment.issue",
        family: nil,
        record: worker.retagged()
      )
    )
    return grouped(characters)
  }

  /// Ends a device's rights at once.
  ///
  /// - Parameters:
  ///   - id: The device.
  ///   - isLeaver: Whether its owner has left and still has it: what is unsent may then be pushed for a while,
  ///     all of it to wait for a supervisor. Otherwise nothing is taken from it any more.
  ///   - principal: Who ends them; `nil` for the operator.
  ///   - writer: The commit.
  /// - Throws: ``Refusal`` with `not-found` or `forbidden`; `StorageError`.
  package func revoke(
    _ id: DeviceID,
    isLeaver: Bool = false,
    by principal: Principal?,
    into writer: any LedgerWriter
  ) throws {
    guard var device = try writer.device(id),
      let stored = try writer.reference(device.worker.retagged(), type: .worker),
      let worker = (try? JSON(strict: stored.body)).flatMap({ WorkerRecord(json: $0) })
    else { throw Refusal(.notFound, "There is no such device.") }
    if principal?.worker != device.worker { try checkMayInvite(worker, principal, writer) }
    device.status = .revoked
    device.handsInUntil =
      isLeaver ? surroundings.now() + Int64(Limits.handInDaysMax) * 86_400_000 : nil
    try writer.save(device)
    try writer.log(
      ActivityEntry(
        time: surroundings.now(),
        seq: try writer.clock().head,
        worker: principal?.worker,
        device: principal?.device,
        action: "device.revoke",
        family: nil,
        record: id.retagged()
      )
    )
  }

  private func checkMayInvite(
    _ worker: WorkerRecord,
    _ principal: Principal?,
    _ writer: any LedgerWriter
  ) throws {
    guard let principal else { return }
    let scope = try writer.scope(of: principal, at: try writer.clock().head)
    switch scope.reach(for: .managePeople) {
    case .partnership: return
    case .subtree where worker.places.contains(where: { scope.units.contains($0.unit) }): return
    default:
      throw Refusal(.forbidden, "Your role does not manage this worker's devices.")
    }
  }

  private func normalised(_ code: String) -> String {
    String(
      code.uppercased().compactMap { character -> Character? in
        switch character {
        case "O": "0"
        case "I", "L": "1"
        case "-", " ": nil
        default: character
        }
      }
    )
  }

  private func grouped(_ characters: [Character]) -> String {
    stride(from: 0, to: characters.count, by: 4)
      .map { String(characters[$0..<min($0 + 4, characters.count)]) }
      .joined(separator: "-")
  }
}

/// Lower-case hexadecimal SHA-256 of a secret with at least 128 random bits, which needs no salt.
private func secretHash(_ secret: String) -> String {
  Hex.encode(SHA256.hash(data: Array(secret.utf8)))
}
