import Foundation

/// Devices that push at once.
struct PushRun {
  private let plan: LoadPlan
  private let name: String
  private let devices: Int
  private let batch: Int
  /// Pushes of each device.
  private let pushes: Int
  private let syncMicroseconds: Int
  private let flags: [String]

  /// Plans a run.
  ///
  /// - Parameters:
  ///   - plan: How large it is.
  ///   - name: What its row is called.
  ///   - devices: How many devices push at once.
  ///   - batch: Readings of a push.
  ///   - pushes: Pushes of each device; left out, as many as make the plan's readings.
  ///   - syncMicroseconds: What every sync of a file takes beyond its own time.
  ///   - flags: What is added to the server's command line.
  init(
    _ plan: LoadPlan,
    name: String,
    devices: Int,
    batch: Int = 100,
    pushes: Int? = nil,
    syncMicroseconds: Int = 0,
    flags: [String] = []
  ) {
    self.plan = plan
    self.name = name
    self.devices = devices
    self.batch = batch
    self.pushes = pushes ?? max(plan.readings / batch / devices, 1)
    self.syncMicroseconds = syncMicroseconds
    self.flags = flags
  }

  /// Sixty-four devices and a slow disk: with pushes sharing a commit, and each in one of its own.
  static func grouped(_ plan: LoadPlan) throws -> [LoadRow] {
    try [("group", 20, []), ("group-alone", 3, ["--commit-units", "1"])].map {
      name,
      pushes,
      flags in
      try PushRun(
        plan,
        name: name,
        devices: 64,
        batch: 1,
        pushes: pushes,
        syncMicroseconds: 5000,
        flags: flags
      ).run()
    }
  }

  /// Measures once, on a server of its own.
  func run() throws -> LoadRow {
    let world = try LoadWorld(seeds: plan.seeds, families: 500, devices: devices)
    defer { world.server.remove() }
    return try run(in: world)
  }

  /// Measures once, on a server that was made.
  func run(in world: LoadWorld) throws -> LoadRow {
    try world.restart(syncMicroseconds: syncMicroseconds, flags: flags)
    let clients = try world.devices.map { device in
      PushClient(try (0..<pushes).map { _ in try device.push(world.readings(batch)) })
    }
    // One answer before the clock starts: the first statements are compiled and the pages read.
    _ = try LoadDriver.run(
      [SingleClient(world.devices[0].pull(cursor: nil))],
      port: world.server.port
    )
    let meter = try world.meter()
    meter.forgetPeak()
    let syncs = meter.syncs()
    let processor = try meter.processorSeconds()
    let machine = MachineMeter()
    let times = try LoadDriver.run(clients, port: world.server.port)
    let used = try meter.processorSeconds() - processor
    let others = machine.otherCores(server: used)
    for client in clients { try client.check(acknowledged: pushes * batch) }
    let readings = Double(devices * pushes * batch)
    var row = LoadRow(name)
    row.add("readings/s", readings / times.wall * 1000)
    row.add("total ms", times.wall)
    row.add(times: times.requests)
    row.add("server processor µs/reading", used * 1_000_000 / readings)
    row.add("syncs per push", Double(meter.syncs() - syncs) / Double(devices * pushes))
    row.add("bytes up/reading", Double(times.bytesUp) / readings)
    row.add("bytes down/reading", Double(times.bytesDown) / readings)
    row.add("peak resident MiB", try meter.peakMegabytes())
    row.add("other cores", others)
    return row
  }
}
