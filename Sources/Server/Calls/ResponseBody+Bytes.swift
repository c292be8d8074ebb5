import Hummingbird
import HummingbirdCore
import NIOCore

extension ResponseBody {
  /// A body of these bytes.
  init(bytes: [UInt8]) {
    self.init(byteBuffer: ByteBuffer(bytes: bytes))
  }
}
