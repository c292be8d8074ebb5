import StarmapDevice
import SyncProtocol

/// The way between the devices and the server: it loses, cuts, doubles and delays what it carries.
final class SimulatedNetwork {
  /// What may go wrong; nothing does once the network has healed.
  var isFaulty = true
  private let server: SimulatedServer
  private let watch: (SyncRequest, SyncAnswer, SimulatedDevice) throws -> Void
  private var dice: Dice
  /// Requests that were lost for their sender and arrive later all the same.
  private var late: [SyncRequest] = []

  /// - Parameters:
  ///   - server: Who answers.
  ///   - watch: Is shown every exchange that reached its end, and throws when a promise is broken.
  init(
    server: SimulatedServer,
    watch: @escaping (SyncRequest, SyncAnswer, SimulatedDevice) throws -> Void
  ) {
    self.server = server
    dice = Dice(seed: 0)
    self.watch = watch
  }

  /// Takes other dice, for the next step.
  func roll(_ seed: UInt64) {
    dice = Dice(seed: seed)
  }

  /// Carries a request and its answer; `nil` when one of them was lost.
  func exchange(_ request: SyncRequest, of device: SimulatedDevice) throws -> SyncAnswer? {
    server.machine.pass(50)
    guard isFaulty else { return try delivered(request, device) }
    switch dice.roll(24) {
    case 0, 1: return nil
    case 2:
      late.append(request)
      return nil
    case 3:
      return try delivered(cut(request), device)
    case 4:
      _ = server.answer(request)
      return try delivered(request, device)
    case 5, 6:
      _ = server.answer(request)
      return nil
    case 7:
      return cut(server.answer(request))
    default:
      return try delivered(request, device)
    }
  }

  /// Carries pushes that arrive while the server is busy, so that one transaction takes all of them; `nil`
  /// for one that was lost, or whose answer was.
  func exchange(
    together entries: [(request: SyncRequest, device: SimulatedDevice)]
  ) throws -> [SyncAnswer?] {
    server.machine.pass(50)
    let fates = entries.map { _ in isFaulty ? dice.roll(10) : 9 }
    let arrived = entries.indices.filter { fates[$0] != 0 }
    var answers = server.answer(together: arrived.map { entries[$0].request })[...]
    return try entries.indices.map { index in
      guard fates[index] != 0, let answer = answers.popFirst(), fates[index] != 1 else {
        return nil
      }
      try watch(entries[index].request, answer, entries[index].device)
      return answer
    }
  }

  /// Lets a request arrive that was thought lost.
  func deliverLate() {
    guard !late.isEmpty else { return }
    _ = server.answer(late.remove(at: dice.roll(late.count)))
  }

  /// Lets everything arrive that is still on its way; afterwards nothing goes wrong any more.
  func heal() {
    while !late.isEmpty { deliverLate() }
    isFaulty = false
  }

  private func delivered(_ request: SyncRequest, _ device: SimulatedDevice) throws -> SyncAnswer {
    let answer = server.answer(request)
    try watch(request, answer, device)
    return answer
  }

  private func cut(_ request: SyncRequest) -> SyncRequest {
    SyncRequest(
      method: request.method,
      path: request.path,
      headers: request.headers,
      body: Array(request.body.prefix(dice.roll(request.body.count + 1)))
    )
  }

  private func cut(_ answer: SyncAnswer) -> SyncAnswer {
    SyncAnswer(
      status: answer.status,
      headers: answer.headers,
      body: Array(answer.body.prefix(dice.roll(answer.body.count + 1)))
    )
  }
}
