import Foundation
import SyncProtocol

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

extension Surroundings {
  /// The clocks and the randomness of the machine that the app runs on; no failpoint does anything.
  static func system() -> Surroundings {
    let boot = bootName()
    return Surroundings(
      now: { Int64(Date().timeIntervalSince1970 * 1000) },
      monotonic: { millisecondsSinceBoot() },
      boot: boot,
      random: { UInt64.random(in: .min ... .max) }
    )
  }
}

/// Time since the boot, the time asleep included: a phone spends most of a visit asleep.
private func millisecondsSinceBoot() -> Int64 {
  var time = timespec()
  #if canImport(Glibc)
  let clock = CLOCK_BOOTTIME
  #else
  let clock = CLOCK_MONOTONIC
  #endif
  guard clock_gettime(clock, &time) == 0 else {
    return Int64(ProcessInfo.processInfo.systemUptime * 1000)
  }
  return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}

/// A name that no other boot has; where the system gives none, one that no other process has, which
/// only makes times less certain.
private func bootName() -> String {
  #if canImport(Darwin)
  var size = 0
  if sysctlbyname("kern.bootsessionuuid", nil, &size, nil, 0) == 0, size > 1, size < 256 {
    var bytes = [UInt8](repeating: 0, count: size)
    if sysctlbyname("kern.bootsessionuuid", &bytes, &size, nil, 0) == 0 {
      return String(decoding: bytes.prefix { $0 != 0 }.prefix(36), as: UTF8.self)
    }
  }
  #else
  if let bytes = FileManager.default.contents(atPath: "/proc/sys/kernel/random/boot_id") {
    let text = String(decoding: bytes, as: UTF8.self).filter { $0.isHexDigit || $0 == "-" }
    if !text.isEmpty { return String(text.prefix(36)) }
  }
  #endif
  return String(UInt64.random(in: .min ... .max), radix: 16)
}
