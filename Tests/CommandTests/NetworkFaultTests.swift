import Foundation
import Testing
import WireFormat

/// Real programs with a bad network between them.
@Suite struct NetworkFaultTests {
  /// A server, a proxy before it, a worker behind the proxy and a supervisor beside it.
  private func scene() throws -> (sandbox: Sandbox, proxy: FaultProxy, worker: Profile, Profile) {
    let sandbox = try Sandbox.seeded()
    let supervisor = try sandbox.profile("supervisor")
    let port = try #require(sandbox.address.split(separator: ":").last.flatMap { Int($0) })
    let proxy = try FaultProxy(to: port)
    let worker = Profile(home: sandbox.directory + "/behind")
    let code = try #require(sandbox.codes["peterborough"])
    try worker.succeed("enrol", "--server", "http://127.0.0.1:\(proxy.port)", "--code", code)
    try worker.succeed("sync")
    return (sandbox, proxy, worker, supervisor)
  }

  @Test(
    arguments: [
      [.dropped, .delayed(milliseconds: 30), .doubled, .none],
      // Inside the first line, the header, the body and its end.
      [0, 1, 9, 40, 200, 400, 600, 900, 1500, 4000].map { .requestCut(after: $0) },
      [0, 1, 9, 40, 200, 400, 600, 900, 1500, 4000].map { .answerCut(after: $0) },
    ] as [[FaultProxy.Fault]]
  )
  func `a reading is stored once, whatever the network does to its sync`(
    _ faults: [FaultProxy.Fault]
  ) throws {
    let (sandbox, proxy, worker, supervisor) = try scene()
    defer { proxy.stop() }
    let family = try sandbox.family("star")
    var dates: [String] = []
    var struck: [FaultProxy.Fault] = []
    for (index, fault) in faults.enumerated() {
      let date = "2026-10-\(10 + index)"
      dates.append(date)
      try worker.succeed(["reading", "add", family, "--date", date] + compass(1 + index % 9))
      proxy.set(fault)
      let before = proxy.strikeCount
      let ended = try worker.run(["sync", "--json"])
      // Done, or still to be sent: never lost, never the wrong fault.
      #expect([0, 7].contains(ended.status), "\(fault): \(ended.output) \(ended.errors)")
      if case .delayed = fault { #expect(ended.status == 0) }
      // A request that is sent twice is sent the second time when the first is answered.
      for _ in 0..<500 where fault == .doubled && proxy.strikeCount == before { usleep(10_000) }
      let isStruck = proxy.strikeCount > before
      if isStruck { struck.append(fault) }
      #expect(isStruck || ended.status == 0, "\(fault) did nothing, and the sync failed")
      if fault == .dropped { #expect(ended.status == 7) }
      let shown = try worker.succeed("reading", "list", family)["readings"]?.array ?? []
      #expect(shown.count == dates.count, "\(fault)")
    }

    // Without this the test would show nothing: every fault that can strike so short a talk did.
    #expect(!struck.isEmpty)
    for fault in faults where fault.isCertain { #expect(struck.contains(fault), "\(fault)") }
    proxy.set(.none)
    try worker.succeed("sync")
    try supervisor.succeed("sync")

    for profile in [worker, supervisor] {
      let readings = try profile.succeed("reading", "list", family)["readings"]?.array ?? []
      #expect(readings.compactMap { $0["fields"]?["date"]?.string }.sorted() == dates)
    }
    #expect(try worker.succeed("sync", "--verify")["differing"]?.int == 0)
    #expect(try worker.succeed("status")["unsent"]?.int == 0)
  }
}

extension FaultProxy.Fault {
  /// Whether even the shortest sync is long enough for it to strike.
  fileprivate var isCertain: Bool {
    switch self {
    case .none: false
    case .dropped, .delayed, .doubled: true
    case .requestCut(let count), .answerCut(let count): count <= 200
    }
  }
}
