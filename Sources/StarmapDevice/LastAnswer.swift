import DeviceStore
import SyncProtocol

extension StoreReader {
  /// The device's clocks at the server's last answer; `nil` when there was none.
  func lastAnswer() throws -> Moment? {
    let parts = (try text(.lastAnswer) ?? "").split(separator: " ", maxSplits: 2)
    guard parts.count == 3, let wall = Int64(parts[0]), let monotonic = Int64(parts[1]) else {
      return nil
    }
    return Moment(wall: wall, monotonic: monotonic, boot: String(parts[2]))
  }
}

extension StoreWriter {
  /// Remembers that the server answered.
  func noteAnswer(at moment: Moment) throws {
    try set(.lastAnswer, to: "\(moment.wall) \(moment.monotonic) \(moment.boot)")
  }
}
