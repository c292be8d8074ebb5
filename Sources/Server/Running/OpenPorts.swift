/// Collects the ports of the listeners as they open, and says when all are.
actor OpenPorts {
  private var main: Int?
  private var health: Int?
  private var isConsoleOpen = false
  private var notice: (@Sendable (_ main: Int, _ health: Int) async -> Void)?

  /// Sets what is called once, when all are open.
  func whenAllOpen(_ notice: @escaping @Sendable (_ main: Int, _ health: Int) async -> Void) {
    self.notice = notice
  }

  /// Notes that the main listener is open.
  func openedMain(_ port: Int) async {
    main = port
    await check()
  }

  /// Notes that the health listener is open.
  func openedHealth(_ port: Int) async {
    health = port
    await check()
  }

  /// Notes that the operator's socket is open.
  func openedConsole() async {
    isConsoleOpen = true
    await check()
  }

  private func check() async {
    guard let main, let health, isConsoleOpen, let notice else { return }
    self.notice = nil
    await notice(main, health)
  }
}
