import ArgumentParser
import StarmapDevice
import WireFormat

/// Sends what waits and receives what is new.
struct SyncCommand: StarmapCommand {
  static let words = "sync"
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Send what waits and receive what is new; 0 only if nothing is unsent or newly held."
  )

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Compare everything held here with the server's, too; done by itself once a week.")
  var verify = false

  @Flag(
    help: "Go on: sync when the server has something new, every 15 minutes, and when it is back."
  )
  var watch = false

  func perform(in context: CommandContext) async throws -> Report {
    let device = try context.device()
    guard let identity = try device.identity() else { return Report() }
    if watch { return try await goOn(device, identity, context) }
    let lock = try SyncLock(directory: context.home)
    defer { lock.release() }
    let transport = try HTTPTransport(server: identity.server)
    let outcome: SyncOutcome
    do {
      outcome = try await device.sync(over: transport, mustVerify: verify)
      try await transport.shutdown()
    } catch {
      try? await transport.shutdown()
      throw error
    }
    return try Self.report(outcome)
  }

  private func goOn(
    _ device: Device,
    _ identity: Identity,
    _ context: CommandContext
  ) async throws -> Report {
    let transport = try HTTPTransport(server: identity.server)
    let watch = SyncWatch(
      context: context,
      device: device,
      identity: identity,
      transport: transport,
      isJSON: global.json
    )
    do {
      try await watch.run()
      try await transport.shutdown()
    } catch {
      try? await transport.shutdown()
      throw error
    }
    return Report()
  }

  /// What an outcome says to people and scripts.
  static func report(_ outcome: SyncOutcome) throws -> Report {
    if let failure = Failure(outcome) { throw failure }
    var lines: [String] = []
    if outcome.sent > 0 {
      lines.append(
        "Sent \(outcome.sent): accepted \(outcome.accepted), held \(outcome.held)."
      )
    }
    if outcome.late > 0 {
      lines.append("\(outcome.late) arrived after a handover; the new worker was told.")
    }
    if outcome.erased > 0 {
      lines.append(
        "\(outcome.erased) were about a family that was erased by law; nothing of them is kept."
      )
    }
    if outcome.proposed > 0 {
      lines.append(
        "\(outcome.proposed) met another person's edit of the same field; what gave way is kept: "
          + "starmap review list"
      )
    }
    var received = "Received \(outcome.received) changes"
    if outcome.entered > 0 { received += ", \(outcome.entered) families joined" }
    if outcome.left > 0 { received += ", \(outcome.left) left" }
    lines.append(received + ".")
    if outcome.differing > 0 {
      lines.append(
        "\(outcome.differing) families were not what the server holds and were read again. Please "
          + "report this to whoever looks after the server; nothing saved here was touched."
      )
    }
    if outcome.held > 0 {
      lines.append("Something needs a person. Nothing is lost.  → starmap review list")
    } else if outcome.unsent > 0 {
      lines.append("\(outcome.unsent) still to send. They are safe here.  → starmap sync")
    } else {
      lines.append("Everything is sent and received.")
    }
    return Report(
      data: [
        "sent": .int(Int64(outcome.sent)), "accepted": .int(Int64(outcome.accepted)),
        "held": .int(Int64(outcome.held)), "late": .int(Int64(outcome.late)),
        "proposed": .int(Int64(outcome.proposed)), "erased": .int(Int64(outcome.erased)),
        "received": .int(Int64(outcome.received)),
        "entered": .int(Int64(outcome.entered)), "left": .int(Int64(outcome.left)),
        "unsent": .int(Int64(outcome.unsent)), "differing": .int(Int64(outcome.differing)),
      ],
      lines: lines,
      exit: outcome.held > 0 || outcome.unsent > 0 ? .partly : .done
    )
  }
}
