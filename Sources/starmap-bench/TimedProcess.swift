import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Runs a program and times it by the kernel alone: Foundation's own waiting adds tens of milliseconds.
enum TimedProcess {
  /// Milliseconds from the start of a program to its end, its output thrown away.
  ///
  /// - Parameters:
  ///   - path: The program.
  ///   - arguments: Its arguments.
  ///   - home: `STARMAP_HOME` for it.
  /// - Returns: Milliseconds.
  /// - Throws: ``BenchFailure`` when it cannot be started or does not succeed.
  static func milliseconds(_ path: String, _ arguments: [String], home: String) throws -> Double {
    var environment = ProcessInfo.processInfo.environment
    environment["STARMAP_HOME"] = home
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer {
      for word in words { free(word) }
      for variable in variables { free(variable) }
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    var process = pid_t()
    let began = ContinuousClock.now
    guard posix_spawn(&process, path, &actions, nil, &words, &variables) == 0 else {
      throw BenchFailure(message: "\(path) cannot be started")
    }
    var status: Int32 = 0
    waitpid(process, &status, 0)
    let duration = ContinuousClock.now - began
    guard status == 0 else { throw BenchFailure(message: "\(path) did not succeed") }
    return starmap_bench.milliseconds(in: duration)
  }
}
