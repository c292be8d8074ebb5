import Casework
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// How a device is let in and shut out.
struct EnrolmentTests {
  private let world: ServerWorld

  init() throws {
    world = try ServerWorld()
  }

  private func code(hours: Int64 = 72) throws -> String {
    let issued = try world.console([
      "command": "enrolment.issue", "worker": .string(world.people.robin.description),
      "hours": .int(hours),
    ])
    return try #require(issued["code"]?.string)
  }

  private func request(
    _ code: String,
    device: DeviceID,
    token: UInt8 = 1
  ) -> JSON {
    [
      "code": .string(code), "device": .string(device.description), "title": "Invented device",
      "token": .string(Base64URL.encode([UInt8](repeating: token, count: 32))),
    ]
  }

  @discardableResult
  private func enrol(_ request: JSON) throws -> JSON {
    let request = try EnrolmentRequest(json: request)
    return try world.commit { core, writer in try core.enrol(request, into: writer) }
  }

  private func newDevice() -> DeviceID { world.core.surroundings.newID() }

  private func refusal(_ request: JSON) -> Refusal? {
    #expect(throws: Refusal.self) { try enrol(request) }
  }

  private func authenticate(_ token: UInt8 = 1) throws -> Principal {
    let text = Base64URL.encode([UInt8](repeating: token, count: 32))
    return try world.read { try world.core.authenticate(token: text, from: $0) }
  }

  @Test func `a code lets one device in and tells it whose it is`() throws {
    let device = newDevice()

    let answer = try enrol(request(try code(), device: device))

    let worker = answer["worker"].flatMap { WorkerRecord(json: $0) }
    #expect(worker?.id == world.people.robin)
    #expect(answer["epoch"]?.string == (try world.clockState().epoch.description))
    #expect(answer["server_time"]?.int == world.clock.wall)
    #expect(try authenticate() == Principal(worker: world.people.robin, device: device))
  }

  @Test func `a code is read as people write it`() throws {
    let code = try code()
    let written =
      " "
      + code.lowercased().replacing("0", with: "o").replacing("1", with: "l")
      .replacing("-", with: " ")

    try enrol(request(written, device: newDevice()))

    #expect(try authenticate().worker == world.people.robin)
  }

  @Test func `wrong, used and late codes are refused in the same words`() throws {
    let used = try code()
    try enrol(request(used, device: newDevice(), token: 1))
    let late = try code(hours: 1)
    world.clock.pass(3_600_000)

    let refusals = [
      refusal(request("0000-0000-0000-0000-0000-0000-00", device: newDevice(), token: 2)),
      refusal(request("", device: newDevice(), token: 2)),
      refusal(request(used, device: newDevice(), token: 2)),
      refusal(request(used, device: newDevice(), token: 1)),
      refusal(request(late, device: newDevice(), token: 2)),
    ]

    #expect(Set(refusals.map { $0?.code }) == [.codeInvalid])
    #expect(Set(refusals.map { $0?.detail }).count == 1)
  }

  @Test func `a code works until its hour is over`() throws {
    let code = try code(hours: 1)
    world.clock.pass(3_599_999)

    try enrol(request(code, device: newDevice()))

    #expect(try authenticate().worker == world.people.robin)
  }

  @Test func `the same device may ask again after a lost answer, even late`() throws {
    let code = try code(hours: 1)
    let device = newDevice()
    let first = try enrol(request(code, device: device))
    let activity = try world.activity()

    let second = try enrol(request(code, device: device))
    world.clock.pass(7_200_000)
    let third = try enrol(request(code, device: device))

    #expect(second == first)
    #expect(third["worker"] == first["worker"])
    #expect(try world.activity() == activity)
    #expect(try world.read { try $0.devices(of: world.people.robin) }.map(\.id) == [device])
  }

  @Test func `the same device with another token is another device`() throws {
    let code = try code()
    let device = newDevice()
    try enrol(request(code, device: device, token: 1))

    #expect(refusal(request(code, device: device, token: 2))?.code == .codeInvalid)
    #expect(throws: Refusal.self) { try authenticate(2) }
  }

  @Test func `an enrolled device is not enrolled over by another code`() throws {
    let device = newDevice()
    try enrol(request(try code(), device: device, token: 1))

    #expect(refusal(request(try code(), device: device, token: 2))?.code == .codeInvalid)
    #expect(try authenticate(1).device == device)
  }

  @Test func `a token that another device has lets nobody in and leaves the code as it was`() throws
  {
    let first = newDevice()
    try enrol(request(try code(), device: first, token: 1))
    let second = newDevice()
    let code = try code()

    #expect(refusal(request(code, device: second, token: 1))?.code == .codeInvalid)
    try enrol(request(code, device: second, token: 2))

    #expect(try authenticate(1).device == first)
    #expect(try authenticate(2).device == second)
  }

  @Test func `an enrolment that is not whole is refused as it is`() throws {
    let whole = request(try code(), device: newDevice()).object ?? [:]
    for name in whole.keys {
      var part = whole
      part.removeValue(forKey: name)
      #expect(refusal(.object(part))?.code == .invalidRequest, "\(name)")
    }
    for token in ["", "AAAA", "???", Base64URL.encode([UInt8](repeating: 1, count: 31))] {
      var wrong = whole
      wrong["token"] = .string(token)
      #expect(refusal(.object(wrong))?.code == .invalidRequest)
    }
    var long = whole
    long["title"] = .string(String(repeating: "t", count: 101))
    #expect(refusal(.object(long))?.code == .invalidRequest)
    try enrol(.object(whole))
  }

  @Test func `a revoked device is told so, whatever it asks`() throws {
    let robin = try world.device(of: world.people.robin, "robin")
    let family = try robin.addFamily()
    try robin.pull()
    let note = robin.operation(.noteAdd, family: family, InventedWork.note)
    try world.console([
      "command": "device.revoke", "device": .string(robin.principal.device.description),
    ])

    let refusals = [
      #expect(throws: Refusal.self) { try robin.push([note]) },
      #expect(throws: Refusal.self) { try robin.page(from: robin.cursor) },
      #expect(throws: Refusal.self) {
        try robin.command(OnlineCommand(kind: .noteAdd, family: family, data: InventedWork.note))
      },
    ]

    #expect(refusals.map { $0?.code } == [.deviceRevoked, .deviceRevoked, .deviceRevoked])
    #expect(try world.record(note.record) == nil)
  }

  @Test func `the device of somebody who has left hands in its work for thirty days`() throws {
    let robin = try world.device(of: world.people.robin, "robin")
    let sam = try world.device(of: world.people.sam, "sam")
    let family = try robin.addFamily()
    try robin.pull()
    let group: OperationID = robin.id()
    let operations = [
      robin.operation(.noteAdd, family: family, InventedWork.note),
      robin.operation(.noteAdd, family: family, group: group, InventedWork.note),
      robin.operation(.goalAdd, family: family, group: group, InventedWork.goal),
    ]
    let revocation: JSON = [
      "command": "device.revoke", "device": .string(robin.principal.device.description),
      "leaver": true,
    ]
    try world.console(revocation)

    let results = try robin.push(operations).results

    #expect(results.map(\.status) == [.rejected, .rejected, .blocked])
    #expect(results[0].code == .deviceRevoked)
    for (operation, result) in zip(operations, results) {
      #expect(try world.record(operation.record) == nil)
      let review = try #require(result.reviews.first)
      #expect(try world.quarantined(review) == operation.line)
    }
    #expect(try robin.push(operations).results.map(\.isRepeat) == [true, true, true])
    let refusal = #expect(throws: Refusal.self) { try robin.page(from: robin.cursor) }
    #expect(refusal?.code == .deviceRevoked)

    // A supervisor carries out what was handed in.
    try sam.pull()
    let review = try #require(results[0].reviews.first)
    let taken = try sam.send(.reviewResolve, review, family: family, ["choice": "take"])
    #expect(taken.status == .applied)
    #expect(try world.record(operations[0].record)?.author == world.people.robin)

    world.clock.pass(31 * 86_400_000)
    let late = robin.operation(.noteAdd, family: family, InventedWork.note)
    #expect(throws: Refusal.self) { try robin.push([late]) }
  }

  @Test func `a device that is lost after all hands in nothing more`() throws {
    let robin = try world.device(of: world.people.robin, "robin")
    let family = try robin.addFamily()
    let device: JSON = .string(robin.principal.device.description)
    try world.console(["command": "device.revoke", "device": device, "leaver": true])
    try world.console(["command": "device.revoke", "device": device])
    let note = robin.operation(.noteAdd, family: family, InventedWork.note)

    let refusal = #expect(throws: Refusal.self) { try robin.push([note]) }

    #expect(refusal?.code == .deviceRevoked)
  }

  @Test func `a revoked device is not let in again by its old code`() throws {
    let code = try code()
    let device = newDevice()
    try enrol(request(code, device: device))
    try world.console(["command": "device.revoke", "device": .string(device.description)])

    #expect(refusal(request(code, device: device))?.code == .deviceRevoked)
  }

  @Test func `an unknown token is nobody`() throws {
    let refusal = #expect(throws: Refusal.self) { try authenticate(9) }

    #expect(refusal?.code == .unauthenticated)
  }

  @Test func `neither token nor code is stored as it is`() throws {
    let code = try code()
    let device = newDevice()
    try enrol(request(code, device: device))
    let token = Base64URL.encode([UInt8](repeating: 1, count: 32))
    let plainCode = code.replacing("-", with: "")

    let stored = try world.read { try $0.device(device) }
    let found = try world.commit { _, writer in
      [
        try writer.device(tokenHash: token)?.title, try writer.enrolment(codeHash: code)?.codeHash,
        try writer.enrolment(codeHash: plainCode)?.codeHash,
      ]
    }

    #expect(stored?.tokenHash.utf8.count == 64)
    #expect(stored?.tokenHash.contains(token) == false)
    #expect(found == [nil, nil, nil])
    let log = try world.activity().map { String(describing: $0) }.joined()
    #expect(!log.contains(token) && !log.contains(code) && !log.contains(plainCode))
  }

  @Test func `codes have 130 random bits and differ`() throws {
    let codes = try (0..<50).map { _ in try code() }

    #expect(Set(codes).count == 50)
    #expect(Set(codes.map { $0.replacing("-", with: "").count }) == [26])
    let alphabet = Set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-")
    #expect(codes.allSatisfy { $0.allSatisfy(alphabet.contains) })
  }

  @Test func `a supervisor invites and revokes in the own subtree, a practitioner nobody`() throws {
    let people = world.people
    func invite(_ worker: WorkerID, by author: WorkerID) throws -> ProblemCode? {
      let principal = Principal(worker: author, device: newDevice())
      do {
        _ = try world.commit { core, writer in
          try core.issueEnrolment(
            for: worker,
            validMilliseconds: 1000,
            by: principal,
            into: writer
          )
        }
        return nil
      } catch let refusal as Refusal {
        return refusal.code
      }
    }

    #expect(try invite(people.robin, by: people.priya) == nil)
    #expect(try invite(people.wren, by: people.priya) == .forbidden)
    #expect(try invite(people.wren, by: people.sam) == nil)
    #expect(try invite(people.wren, by: people.administrator) == nil)
    #expect(try invite(people.wren, by: people.robin) == .forbidden)
    #expect(try invite(people.robin, by: people.robin) == .forbidden)
    #expect(try invite(people.robin, by: people.auditor) == .forbidden)
    #expect(try invite(people.robin.retagged(), by: people.administrator) == nil)
    #expect(try invite(world.core.surroundings.newID(), by: people.administrator) == .notFound)
  }

  @Test func `everyone may revoke an own device and nobody else's without the right`() throws {
    let own = try world.device(of: world.people.robin, "own")
    let other = try world.device(of: world.people.wren, "other")
    let robin = own.principal
    let wren = other.principal.device

    let refusal = #expect(throws: Refusal.self) {
      try world.commit { core, writer in
        try core.revoke(wren, by: robin, into: writer)
      }
    }
    try world.commit { core, writer in try core.revoke(robin.device, by: robin, into: writer) }

    #expect(refusal?.code == .forbidden)
    #expect(try world.read { try $0.device(robin.device) }?.status == .revoked)
    #expect(try world.read { try $0.device(wren) }?.status == .active)
  }
}
