import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// What the kernel says of a server process; it is read from `/proc`, so only on Linux.
struct ServerMeter {
  private let process: Int32
  private let counter: String

  /// Meters a process whose syncs are counted in a file; see `Tests/SlowSync`.
  init(process: Int32, counter: String) {
    self.process = process
    self.counter = counter
  }

  /// Seconds of processor time that the process has used.
  func processorSeconds() throws -> Double {
    let fields = try text("stat").split(separator: ")").last?.split(separator: " ") ?? []
    // Fields 14 and 15 of proc(5), counted from the name's end: user and system time in ticks.
    guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
      throw BenchFailure(message: "the server's processor time cannot be read")
    }
    return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// MiB that are resident now.
  func residentMegabytes() throws -> Double { try megabytes("VmRSS:", in: "status") }

  /// The most MiB that were resident since ``forgetPeak()``.
  func peakMegabytes() throws -> Double { try megabytes("VmHWM:", in: "status") }

  /// MiB that are resident, pages that others share counted by their share.
  func proportionalMegabytes() throws -> Double { try megabytes("Pss:", in: "smaps_rollup") }

  /// Begins the peak anew.
  func forgetPeak() {
    try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/\(process)/clear_refs"))
  }

  /// How often the process has synced a file.
  func syncs() -> Int {
    guard let bytes = FileManager.default.contents(atPath: counter), bytes.count >= 8 else {
      return 0
    }
    return Int(bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) })
  }

  private func megabytes(_ name: String, in file: String) throws -> Double {
    let line = try text(file).split(separator: "\n").first { $0.hasPrefix(name) }
    guard let line,
      let kilobytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({
        Double($0)
      })
    else { throw BenchFailure(message: "the server's memory cannot be read") }
    return kilobytes / 1024
  }

  private func text(_ file: String) throws -> String {
    try String(contentsOfFile: "/proc/\(process)/\(file)", encoding: .utf8)
  }
}

/// Processor time of everybody but the server and this process, to see whether a machine is quiet.
struct MachineMeter {
  private let busy: Double
  private let own: Double
  private let began = ContinuousClock.now

  init() {
    busy = Self.busySeconds()
    own = Self.ownSeconds()
  }

  /// Cores that others used since this was made.
  ///
  /// - Parameter server: Seconds that the server used meanwhile.
  /// - Returns: Cores, from 0 up.
  func otherCores(server: Double) -> Double {
    let wall = milliseconds(in: .now - began) / 1000
    let others = Self.busySeconds() - busy - (Self.ownSeconds() - own) - server
    return wall > 0 ? max(others, 0) / wall : 0
  }

  private static func busySeconds() -> Double {
    let text = (try? String(contentsOfFile: "/proc/stat", encoding: .utf8)) ?? ""
    let ticks = text.split(separator: "\n").first?.split(separator: " ").compactMap { Double($0) }
    guard let ticks, ticks.count > 7 else { return 0 }
    // User, nice, system, interrupts; not idle, waiting or stolen.
    return (ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6])
      / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  private static func ownSeconds() -> Double {
    var usage = rusage()
    // RUSAGE_SELF, which Glibc and Darwin give different types.
    getrusage(0, &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }
}
