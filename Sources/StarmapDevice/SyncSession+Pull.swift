import DeviceStore
import SyncProtocol

#if Mutations
import Mutations
#endif

extension SyncSession {
  /// Puts the next pull together.
  mutating func preparePull() throws {
    if let free = store.freeByteCount, free < Limits.headRoomBytes {
      // What is left is for saving and sending.
      return stop(.deviceFull)
    }
    let place = try store.read { try PullPlace($0) }
    let newest = try store.read { try $0.knownPlace() }
    let known = newest == place.cursor ? nil : newest
    let parts = [("cursor", place.cursor), ("known", known)].compactMap { name, value in
      value.map { "\(name)=\($0)" }
    }
    let query = parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    var headers = headers
    // After a push the cursor must pass what was answered, also where nothing else is new.
    if place.cursor != nil, known == nil, !place.isReplacing {
      let backupSeq = try store.read { try $0.number(.backupSeq) }
      headers["If-None-Match"] = PullEnd.tag(backupSeq: backupSeq)
    }
    awaited = .pull(
      place,
      SyncRequest(method: "GET", path: "/v1/pull\(query)", headers: headers)
    )
  }

  /// Takes the answer to a pull.
  mutating func takePull(_ answer: SyncAnswer, _ place: PullPlace) throws {
    switch (answer.status, answer.refusal?.code) {
    case (200, _):
      guard let page = PullPage(body: answer.body),
        !page.end.isMore || page.end.cursor != place.cursor
      else {
        outcome.isReachable = false
        stop(.unreadable)
        return
      }
      try apply(page, from: place)
    case (304, _):
      try store.write { try $0.noteAnswer(at: surroundings.moment()) }
      try finishUpToDate()
    case (410, .cursorExpired):
      try readAgain(answer)
    case (409, .logForked):
      findAncestor(answer)
    default:
      stop(SyncProblem(answer))
    }
  }

  /// Begins to read everything again; the old rows stay until the new ones are complete.
  private mutating func readAgain(_ answer: SyncAnswer) throws {
    recoveriesLeft -= 1
    guard recoveriesLeft > 0 else { return stop(SyncProblem(answer)) }
    try store.write { writer in
      try writer.beginReplacement()
      try writer.noteAnswer(at: surroundings.moment())
    }
  }

  private mutating func apply(_ page: PullPage, from place: PullPlace) throws {
    #if Mutations
    if Mutation.cursorBeforeRows.isPlanted, !place.isReplacing {
      try store.write { try $0.set(.cursor, to: page.end.cursor) }
      try surroundings.reach(.pullBeforeCommit)
      outcome.received += try store.write { try $0.apply(page) }
      if !page.end.isMore { try finishUpToDate() }
      return
    }
    #endif
    let count: Int? = try store.write { writer in
      // Another sync of this profile may have moved on meanwhile; then this page is of no use.
      guard try PullPlace(writer.reader) == place else { return nil }
      let count = try place.isReplacing ? writer.stage(page) : writer.apply(page)
      try writer.noteAnswer(at: surroundings.moment())
      try surroundings.reach(.pullBeforeCommit)
      return count
    }
    guard let count else { return }
    outcome.received += count
    try surroundings.reach(.pullAfterCommit)
    // A pull that an earlier sync began ends where the server stood then: what it has had since this sync
    // began is pulled too, before anybody is told that everything was received.
    let due = headToReach ?? page.end.head
    headToReach = due
    let isBehind = page.end.seq < due && due <= page.end.head
    if !page.end.isMore, !isBehind { try finishUpToDate() }
  }
}

/// Where the next pull goes on.
struct PullPlace: Hashable, Sendable {
  /// Whether everything is being read again beside the old rows.
  let isReplacing: Bool
  /// The cursor; `nil` when nothing was read yet.
  let cursor: String?

  init(_ reader: StoreReader) throws {
    isReplacing = try reader.text(.replacing) != nil
    cursor = try reader.text(isReplacing ? .stagingCursor : .cursor)
  }
}
