/// How many servers may run at once: each test blocks threads while it waits for answers, and the system's
/// pool of threads is shared with the servers that have to give them.
actor Slots {
  static let servers = Slots(3)

  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(_ count: Int) {
    free = count
  }

  /// Waits for a place.
  func take() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  /// Gives a place to whoever has waited longest.
  func giveBack() {
    if waiting.isEmpty {
      free += 1
    } else {
      waiting.removeFirst().resume()
    }
  }
}
