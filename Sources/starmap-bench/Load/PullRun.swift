import Foundation
import SyncProtocol

/// Devices that read what is stored.
enum PullRun {
  /// A new device pulls everything, from a server that was started anew.
  static func pulls(_ plan: LoadPlan) throws -> [LoadRow] {
    try plan.stored.flatMap { count in
      let (world, _) = try stored(count, plan)
      defer { world.server.remove() }
      return try (0..<plan.runs).map { _ in try pull(count, in: world) }
    }
  }

  private static func pull(_ count: Int, in world: LoadWorld) throws -> LoadRow {
    try world.restart()
    let meter = try world.meter()
    // The first answer is the server's start; what a stream takes is counted from here.
    _ = try LoadDriver.run(
      [SingleClient(LoadRequest.get("/v1/hello", token: world.devices[0].token))],
      port: world.server.port
    )
    let before = try meter.residentMegabytes()
    meter.forgetPeak()
    let processor = try meter.processorSeconds()
    let machine = MachineMeter()
    let client = PullClient(world.devices[1])
    let times = try LoadDriver.run([client], port: world.server.port)
    let used = try meter.processorSeconds() - processor
    let others = machine.otherCores(server: used)
    let grown = try meter.peakMegabytes() - before
    guard try client.distinctReadings() == count else {
      throw BenchFailure(message: "the pull did not bring every reading")
    }
    var row = LoadRow("pull-\(count)")
    row.add("readings/s", Double(count) / times.wall * 1000)
    row.add("total ms", times.wall)
    row.add("pages", Double(client.pageCount))
    row.add("server processor µs/reading", used * 1_000_000 / Double(count))
    row.add("bytes down/reading", Double(times.bytesDown) / Double(count))
    row.add("resident growth MiB", grown)
    row.add("other cores", others)
    return row
  }

  /// A device pulls when nothing is new, then 10 and 1000 readings, whatever is stored.
  static func deltas(_ plan: LoadPlan) throws -> [LoadRow] {
    try plan.deltas.flatMap { count in
      let (world, point) = try stored(count, plan)
      defer { world.server.remove() }
      try world.restart()
      var rows: [LoadRow] = []
      var place = point
      for _ in 0..<plan.runs {
        rows.append(
          try delta(world, from: place, isEmpty: true, name: "delta-0-\(count)", times: 300)
        )
        for (changes, times) in [(10, 200), (1000, 30)] {
          let pushed = try push(changes, in: world)
          let name = "delta-\(changes)-\(count)"
          rows.append(
            try delta(world, from: pushed.before, isEmpty: false, name: name, times: times)
          )
          place = pushed.after
        }
      }
      return rows
    }
  }

  private static func delta(
    _ world: LoadWorld,
    from place: String,
    isEmpty: Bool,
    name: String,
    times count: Int
  ) throws -> LoadRow {
    let device = world.devices[1]
    // The tag of "nothing new": what a device that is up to date sends along.
    let first = DeltaClient(device.pull(cursor: place), times: 20)
    _ = try LoadDriver.run([first], port: world.server.port)
    let end = PullPage(body: first.body)?.end
    let tag = isEmpty ? end.map { PullEnd.tag(backupSeq: $0.backupSeq) } : nil
    let client = DeltaClient(device.pull(cursor: place, tag: tag), times: count)
    let meter = try world.meter()
    let processor = try meter.processorSeconds()
    let machine = MachineMeter()
    let times = try LoadDriver.run([client], port: world.server.port)
    let used = try meter.processorSeconds() - processor
    let others = machine.otherCores(server: used)
    guard client.statuses.isSubset(of: isEmpty ? [200, 304] : [200]) else {
      throw BenchFailure(message: "a delta was answered \(client.statuses)")
    }
    var row = LoadRow(name)
    row.add(times: times.requests)
    row.add("server processor ms/pull", used * 1000 / Double(count))
    row.add("bytes up", Double(times.bytesUp) / Double(count))
    row.add("bytes down", Double(times.bytesDown) / Double(count))
    row.add("other cores", others)
    return row
  }

  /// A server that holds some readings, pushed by its first device, and the place where it stands.
  private static func stored(
    _ count: Int,
    _ plan: LoadPlan
  ) throws -> (LoadWorld, point: String) {
    let world = try LoadWorld(seeds: plan.seeds, families: 500, devices: 2)
    do {
      var point = ""
      var left = count
      while left > 0 {
        point = try push(min(left, 10_000), in: world).after
        left -= min(left, 10_000)
      }
      return (world, point)
    } catch {
      world.server.remove()
      throw error
    }
  }

  /// Pushes readings in batches; the places before and after them.
  private static func push(
    _ count: Int,
    in world: LoadWorld
  ) throws -> (before: String, after: String) {
    let device = world.devices[0]
    let place = SingleClient(try device.push([]))
    _ = try LoadDriver.run([place], port: world.server.port)
    var requests: [[UInt8]] = []
    for start in stride(from: 0, to: count, by: 250) {
      requests.append(try device.push(world.readings(min(count - start, 250))))
    }
    let client = PushClient(requests)
    _ = try LoadDriver.run([client], port: world.server.port)
    try client.check(acknowledged: count)
    guard let before = PushResponse(body: place.body)?.point, let after = client.point else {
      throw BenchFailure(message: "a push named no place")
    }
    return (before, after)
  }
}
