import Casework
import DeviceStore
import SyncProtocol
import WireFormat

extension SyncSession {
  /// How long the rows go without being compared with the server's, in milliseconds: a week.
  static let verifyEvery: Int64 = 7 * 86_400_000

  /// Turns to the question where the histories part, since the server says that they do.
  ///
  /// The server may have been restored, and then it needs again what it had answered since.
  mutating func findAncestor(_ answer: SyncAnswer) {
    recoveriesLeft -= 1
    guard recoveriesLeft > 0 else { return stop(SyncProblem(answer)) }
    phase = .ancestor
    headToReach = nil
  }

  /// Puts the question for the newest common commit together.
  mutating func prepareAncestor() throws {
    let places = try store.read { try $0.places() }
    let request = AncestorRequest(points: Array(places.prefix(AncestorRequest.pointsMax)))
    awaited = .ancestor(post("/v1/ancestor", request.json))
  }

  /// Mends the outbox by the answer, and begins to read everything again beside the old rows.
  mutating func takeAncestor(_ answer: SyncAnswer) throws {
    let ancestor: AncestorAnswer?
    switch answer.status {
    case 200:
      ancestor = (try? JSON(strict: answer.body)).flatMap { AncestorAnswer(json: $0) }
    case 404:
      // A server that does not know the question: everything that is kept is offered again.
      ancestor = AncestorAnswer(seq: 0, head: 0, epoch: "")
    default:
      return stop(SyncProblem(answer))
    }
    guard let ancestor else { return stop(.unreadable) }
    try store.write { writer in
      try writer.heal(after: ancestor.seq)
      try writer.beginReplacement()
      try writer.noteAnswer(at: surroundings.moment())
    }
    phase = .push
  }

  /// Whether the rows should be compared with the server's before the sync ends.
  func isVerifyDue() throws -> Bool {
    guard !hasVerified else { return false }
    let last = try store.read { try $0.text(.lastVerify).flatMap { Int64($0) } }
    guard !mustVerify else { return true }
    guard let last else { return false }
    let age = surroundings.now() - last
    return age >= Self.verifyEvery || age < 0
  }

  /// Puts the comparison together.
  mutating func prepareVerify() throws {
    hasVerified = true
    questions = try store.read { reader in
      try reader.text(.cursor).map {
        VerifyRequest.parts(
          cursor: $0,
          families: try reader.digests(),
          size: familiesPerQuestion
        )
      } ?? []
    }
    askToVerify()
  }

  /// Asks the next part of the comparison.
  private mutating func askToVerify() {
    guard !questions.isEmpty else {
      phase = .finished
      return
    }
    awaited = .verify(post("/v1/verify", questions.removeFirst().json))
  }

  /// Takes the result of a comparison: what differs is a fault, is told, and is read again.
  mutating func takeVerify(_ answer: SyncAnswer) throws {
    phase = .finished
    let result = (try? JSON(strict: answer.body)).flatMap { VerifyAnswer(json: $0) }
    guard answer.status == 200, let result else {
      // A server that cannot tell changes nothing about what was received; the next sync asks again.
      if answer.status == 404 { try noteVerified() }
      return
    }
    outcome.differing += result.differing.count
    guard questions.isEmpty else { return askToVerify() }
    try noteVerified()
    guard outcome.differing > 0 else { return }
    try store.write { try $0.beginReplacement() }
    phase = .pull
  }

  private func noteVerified() throws {
    try store.write { writer in
      try writer.set(.lastVerify, to: surroundings.now())
      try writer.noteAnswer(at: surroundings.moment())
    }
  }

  private func post(_ path: String, _ json: JSON) -> SyncRequest {
    var headers = headers
    headers["Content-Type"] = "application/json"
    return SyncRequest(method: "POST", path: path, headers: headers, body: json.canonical)
  }
}
