import Foundation

/// The present boot of the machine.
enum Boot {
  /// A name that no other boot has: the kernel's, or the moment of the boot where the kernel gives none.
  ///
  /// A clock that is set anew gives the second kind another name within one boot. That only makes times less
  /// certain than they could be, never wrong.
  static func name() -> String {
    if let bytes = FileManager.default.contents(atPath: "/proc/sys/kernel/random/boot_id") {
      let text = String(decoding: bytes, as: UTF8.self).filter(\.isHexDigit)
      if !text.isEmpty { return String(text.prefix(8)) }
    }
    let booted = Date().timeIntervalSince1970 - ProcessInfo.processInfo.systemUptime
    return String(UInt64(clamping: Int64(booted / 10)), radix: 16)
  }
}
