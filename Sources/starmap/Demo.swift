import ArgumentParser
import Foundation
import WireFormat

/// The main job, from an empty folder to a supervisor's export, with a real server.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Show the whole way of a reading with a real server and three invented workers.",
    discussion: "With --directory everything is kept for a look; every person in it is invented."
  )

  @Option(help: "An empty folder to work in and keep; a temporary one if left out.")
  var directory: String?

  @Option(help: "The server's program; found beside this one if left out.")
  var server: String?

  @Option(help: "The Seeds folder; found near this program if left out.")
  var seeds: String?

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false

  @Flag(help: "Tell the story on standard error and end with one JSON envelope.")
  var json = false

  func run() async throws {
    let stage: DemoStage
    do {
      stage = try DemoStage(
        directory: directory,
        server: server,
        seeds: seeds,
        ascii: ascii,
        tellsOnErrors: json
      )
    } catch {
      let failure = Failure(explaining: error)
      Output.show(failure, command: "demo", asJSON: json)
      throw ArgumentParser.ExitCode(failure.exit.rawValue)
    }
    do {
      try await DemoScript(stage: stage).play()
      stage.finish()
      if json {
        let export: JSON = ["export": .string(stage.directory + "/export")]
        Output.show(Report(data: export), command: "demo", asJSON: true)
      }
    } catch {
      stage.finish()
      let cause = Failure(explaining: error)
      let failure = Failure(
        .failed,
        code: "demo-step-failed",
        "The step “\(stage.stepName)” failed: \(cause.message)"
      )
      Output.show(failure, command: "demo", asJSON: json)
      if let log = stage.serverLogPath { Output.tell("  The server's log: \(log)") }
      throw ArgumentParser.ExitCode(Exit.failed.rawValue)
    }
  }
}

/// What happens, in order; every step checks what it claims.
struct DemoScript {
  let stage: DemoStage

  func play() async throws {
    try await begin()
    let families = try await enrol()
    try await workOffline(families)
    try await meetAgain(families)
    try await close(families)
    try await export(families)
  }

  private func begin() async throws {
    stage.step(
      "start the server",
      "A real server starts as its own process on a free port of this machine, with an empty "
        + "database."
    )
    try await stage.startServer()
    stage.say("It answers at \(stage.address).")
  }

  /// Loads the seeds and lets three devices in.
  private func enrol() async throws -> [String: String] {
    stage.step(
      "load the seeds",
      "Instruments and an invented caseload are loaded; every worker gets a one-time code."
    )
    let seeded = try await stage.admin(["admin", "seed", "--demo", stage.seeds, "--json"])
    var codes: [String: String] = [:]
    for worker in seeded["workers"]?.array ?? [] {
      codes[worker["key"]?.string ?? ""] = worker["code"]?.string
    }
    var families: [String: String] = [:]
    for family in seeded["families"]?.array ?? [] {
      families[family["key"]?.string ?? ""] = family["code"]?.string
    }
    try stage.check(families.count == 3 && codes.count >= 3, "the caseload was not loaded")

    stage.step(
      "enrol three devices",
      "A supervisor and two practitioners enrol, each in a profile of their own, and receive "
        + "their families."
    )
    for who in DemoStage.people {
      guard let code = codes[who.key] else { continue }
      try await stage.run(who, ["enrol", "--server", stage.address, "--code", code])
      try await stage.run(who, ["sync"])
    }
    return families
  }

  /// Captures readings with no server there.
  private func workOffline(_ families: [String: String]) async throws {
    stage.step(
      "stop the server",
      "The server stops. From here nobody has a signal."
    )
    try stage.stopServer()

    stage.step(
      "capture readings offline",
      "Priya scores a Star in Peterborough, Jo scores MAP in Cambridgeshire, and both score the "
        + "family they share on the same day."
    )
    let star = try stage.known(families, "star")
    let map = try stage.known(families, "map")
    let shared = try stage.known(families, "shared")
    try await stage.run(
      .priya,
      ["reading", "add", star, "--date", "2026-09-15"] + DemoScores.compass(first: true)
    )
    try await stage.run(.priya, ["reading", "add", star] + DemoScores.compass(first: false))
    try await stage.run(.jo, ["reading", "add", map] + DemoScores.map)
    try await stage.run(.priya, ["reading", "add", shared] + DemoScores.shared(by: .priya))
    try await stage.run(.jo, ["reading", "add", shared] + DemoScores.shared(by: .jo))
    let status = try await stage.run(.priya, ["status"])
    try stage.check(status.data["unsent"]?.int == 3, "Priya's device should hold 3 unsent readings")

    stage.step(
      "try to sync without a server",
      "Sync says that the work is safe here, and ends with its own exit code, 7."
    )
    try await stage.expect(.unreachable, from: .jo, ["sync"])
  }

  /// Brings everything together.
  private func meetAgain(_ families: [String: String]) async throws {
    stage.step("start the server again", "The server is back, on the same database.")
    try await stage.startServer()

    stage.step(
      "sync",
      "Each device sends what it holds and receives the other's."
    )
    for who in [DemoPerson.priya, .jo, .priya, .supervisor] {
      try await stage.run(who, ["sync"])
    }
    let shared = try stage.known(families, "shared")
    for who in [DemoPerson.priya, .jo] {
      let list = try await stage.run(who, ["reading", "list", shared])
      try stage.check(
        list.data["readings"]?.array?.count == 2,
        "\(who.name)'s device should hold both readings of the shared family"
      )
    }
    stage.say("Each device now holds the other's reading: neither is lost.")

    stage.step(
      "look at the review queue",
      "Two readings of one day with one instrument wait for a person."
    )
    let queue = try await stage.run(.supervisor, ["review", "list"])
    let pairs = (queue.data["reviews"]?.array ?? []).filter {
      $0["fields"]?["kind"]?.string == "sameDayPair"
    }
    try stage.check(pairs.count == 1, "the same-day pair should be in the review queue once")
  }

  /// Closes an episode.
  private func close(_ families: [String: String]) async throws {
    stage.step(
      "close an episode",
      "Priya closes the episode of the first family, with its reason and the exact step-up event."
    )
    let star = try stage.known(families, "star")
    let episodes = try await stage.run(.priya, ["episode", "list", star])
    guard let id = episodes.data["episodes"]?.array?.first?["id"]?.string else {
      throw Failure(.failed, code: "demo", "the family has no episode")
    }
    try await stage.run(
      .priya,
      ["episode", "close", id, "--reason", "outcomesAchieved", "--step-up", "none"]
    )
    try await stage.run(.priya, ["sync"])
    try await stage.run(.supervisor, ["sync"])
    let seen = try await stage.run(.supervisor, ["episode", "show", id])
    try stage.check(
      seen.data["episode"]?["fields"]?["status"]?.string == "closed",
      "the supervisor should see the episode closed"
    )
  }

  /// Writes the supervisor's export and draws a Star.
  private func export(_ families: [String: String]) async throws {
    stage.step(
      "write the supervisor's export",
      "Every score of every reading in reach, with a dictionary and a manifest."
    )
    let folder = stage.directory + "/export"
    let export = try await stage.run(
      .supervisor,
      ["export", "create", "--set", "readings", "--out", folder]
    )
    let readings = export.data["manifest"]?["counts"]?["readings"]?.int
    try stage.check(readings == 5, "the export should hold 5 readings")

    stage.step("draw a Star", "The first family's way, as a family would see it.")
    try await stage.run(
      .supervisor,
      ["star", "show", try stage.known(families, "star")] + (stage.isASCII ? ["--ascii"] : [])
    )
    stage.say("")
    stage.say("The export: \(folder)")
    if !stage.isKept { stage.say("Keep it with: starmap demo --directory DIR") }
  }
}
