package import Casework
import Storage
package import SyncProtocol
package import SyncServer
package import WireFormat

/// A device that does exactly what a test says: it counts, stamps and builds operations as a real
/// one does, and talks to the server in the bytes of the wire.
///
/// It keeps no outbox: what a test does not send again is not sent again.
package final class ScriptedDevice {
  /// Who it is to the server.
  package let principal: Principal
  /// Its clocks.
  package let clock: TestClock
  /// Its clocks and its randomness.
  package let surroundings: Surroundings
  /// Its token.
  package let token: String
  /// Its generation.
  package var generation = 1
  /// The number of its newest operation in that generation.
  package var number = 0
  /// The seq that its rows have reached, which its operations carry as `seen`.
  package var seen: Int64 = 0
  /// What it holds.
  package internal(set) var rows = PulledRows()
  /// Where its next pull goes on; `nil` before the first.
  package var cursor: String?

  let world: ServerWorld
  private var stamp = Stamp(milliseconds: 0, counter: 0)

  init(world: ServerWorld, worker: WorkerID, clock: TestClock, surroundings: Surroundings) {
    self.world = world
    self.clock = clock
    self.surroundings = surroundings
    principal = Principal(worker: worker, device: surroundings.newID())
    let words = (0..<4).map { _ in surroundings.random() }
    token = Base64URL.encode(
      words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) } }
    )
  }

  /// Asks to be let in.
  ///
  /// - Parameter code: A one-time code.
  /// - Returns: What the server answers.
  /// - Throws: ``Refusal``.
  @discardableResult
  package func enrol(code: String) throws -> JSON {
    let request = try EnrolmentRequest(json: [
      "code": .string(code), "device": .string(principal.device.description),
      "title": "Invented device", "token": .string(token),
    ])
    return try world.commit { core, writer in try core.enrol(request, into: writer) }
  }

  /// Mints an id of any kind.
  package func id<Kind>(_ kind: Kind.Type = Kind.self) -> Identifier<Kind> {
    surroundings.newID()
  }

  /// Builds the next operation.
  ///
  /// - Parameters:
  ///   - kind: What it does.
  ///   - record: The record; a new id when `nil`.
  ///   - family: The family.
  ///   - group: The group, when it has one.
  ///   - base: The versions that the author had seen.
  ///   - previous: The numbers of the device's own operations that it follows.
  ///   - data: The content.
  /// - Returns: The operation, not sent yet.
  package func operation(
    _ kind: OperationKind,
    _ record: RecordID? = nil,
    family: FamilyID,
    group: OperationID? = nil,
    base: [String: Int64] = [:],
    previous: [String: Int] = [:],
    _ data: JSON
  ) -> Operation {
    number += 1
    stamp = stamp.next(at: surroundings.now())
    return Operation(
      generation: generation,
      number: number,
      id: surroundings.newID(),
      kind: kind,
      record: record ?? surroundings.newID(),
      family: family,
      seen: seen,
      at: surroundings.moment(),
      stamp: stamp,
      group: group,
      base: base,
      previous: previous,
      data: data
    )
  }

  /// Sends operations and reads the answer.
  @discardableResult
  package func push(_ operations: [Operation]) throws -> PushResponse {
    try push(lines: operations.map(\.line))
  }

  /// Sends lines as they are and reads the answer.
  ///
  /// - Parameter lines: The lines, without newlines.
  /// - Returns: The answer, read from its bytes.
  /// - Throws: ``Refusal`` or `GapRefusal` for the request as a whole; ``CutAnswer``.
  @discardableResult
  package func push(lines: [[UInt8]]) throws -> PushResponse {
    let envelope = PushEnvelope(
      device: principal.device,
      generation: generation,
      sent: surroundings.moment()
    )
    let body = PushRequest(envelope: envelope, lines: lines.map { $0[...] }).body
    let token = token
    let answer = try world.commit { core, writer in
      let principal = try core.authenticate(token: token, forPush: true, from: writer)
      return try core.push(try PushRequest(body: body), from: principal, into: writer).body
    }
    guard let response = PushResponse(body: answer) else { throw CutAnswer() }
    return response
  }

  /// Builds one operation, sends it and returns its result.
  @discardableResult
  package func send(
    _ kind: OperationKind,
    _ record: RecordID? = nil,
    family: FamilyID,
    base: [String: Int64] = [:],
    previous: [String: Int] = [:],
    _ data: JSON
  ) throws -> OperationResult {
    let next = operation(kind, record, family: family, base: base, previous: previous, data)
    guard let result = try push([next]).results.first else { throw CutAnswer() }
    return result
  }

  /// Reads one page from a cursor, through its bytes; what the device holds stays as it is.
  ///
  /// - Parameters:
  ///   - cursor: The cursor; `nil` to begin.
  ///   - pageChangesMax: The soft limit of a page.
  /// - Returns: The page.
  /// - Throws: ``Refusal``; ``CutAnswer``.
  package func page(from cursor: String?, pageChangesMax: Int = 2) throws -> PullPage {
    let body = try world.read { reader in
      let principal = try world.core.authenticate(token: token, from: reader)
      return try world.core.pull(
        cursor: cursor,
        for: principal,
        from: reader,
        pageChangesMax: pageChangesMax
      ).body
    }
    guard let page = PullPage(body: body) else { throw CutAnswer() }
    return page
  }

  /// Reads and applies all pages.
  ///
  /// - Parameter pageChangesMax: The soft limit of a page, tiny so that there are several.
  /// - Returns: The pages.
  /// - Throws: ``Refusal``; ``CutAnswer``.
  @discardableResult
  package func pull(pageChangesMax: Int = 2) throws -> [PullPage] {
    var pages: [PullPage] = []
    repeat {
      let page = try page(from: cursor, pageChangesMax: pageChangesMax)
      rows.apply(page)
      cursor = page.end.cursor
      seen = page.end.seq
      pages.append(page)
    } while pages.last?.end.isMore == true && pages.count < 100_000
    return pages
  }

  /// Carries out a change online, as the REST routes do.
  @discardableResult
  package func command(_ command: OnlineCommand) throws -> CommandAnswer {
    let token = token
    return try world.commit { core, writer in
      let principal = try core.authenticate(token: token, from: writer)
      return try core.command(command, from: principal, into: writer)
    }
  }
}

/// An answer that was not whole.
package struct CutAnswer: Error {}
