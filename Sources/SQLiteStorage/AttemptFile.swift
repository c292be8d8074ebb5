import Casework
import Storage
import SyncProtocol

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// What is being judged at this moment, in a file beside the database that a dying process leaves behind.
///
/// Nothing of it is synced to the disk: a process that dies leaves it with the kernel, and a power cut is
/// nobody's fault. Each note is forty bytes: device, generation, first and last number.
final class AttemptFile: Sendable {
  /// The name of the file in the data directory.
  static let name = "ledger.attempts"
  private static let noteSize = 40

  private let descriptor: Int32

  /// Opens the file of a data directory, or makes it.
  init(directory: String) throws(StorageError) {
    let path = directory + "/" + Self.name
    descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw DataDirectory.failure("open", path) }
  }

  deinit {
    close(descriptor)
  }

  /// Notes that numbers of a device are about to be judged; a note that cannot be written is left out.
  func note(_ attempt: PushAttempt) {
    var bytes: [UInt8] = []
    let words = [
      attempt.device.high, attempt.device.low, UInt64(attempt.generation), UInt64(attempt.first),
      UInt64(attempt.last),
    ]
    for word in words { bytes.appendBigEndian(word) }
    _ = write(descriptor, bytes, bytes.count)
  }

  /// Forgets all notes, since everything that was judged is done.
  func clear() {
    _ = ftruncate(descriptor, 0)
  }

  /// The notes that a process left behind when it died.
  func leftBehind() -> [PushAttempt] {
    var attempts: [PushAttempt] = []
    var bytes = [UInt8](repeating: 0, count: Self.noteSize)
    var offset: off_t = 0
    while pread(descriptor, &bytes, Self.noteSize, offset) == Self.noteSize {
      offset += off_t(Self.noteSize)
      let words = (0..<5).map { index in
        bytes[index * 8..<index * 8 + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      }
      guard let generation = Int(exactly: words[2]), let first = Int(exactly: words[3]),
        let last = Int(exactly: words[4]), first >= 1, last >= first,
        last - first < Limits.pushOperationsMax
      else { continue }
      attempts.append(
        PushAttempt(
          device: DeviceID(high: words[0], low: words[1]),
          generation: generation,
          first: first,
          last: last
        )
      )
    }
    return attempts
  }
}
