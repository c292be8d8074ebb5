import Foundation
import GRDBSQLite

/// A value that can be given to a statement.
protocol SQLBindable {
  /// Binds a copy of the value.
  ///
  /// - Parameters:
  ///   - statement: The statement, which is not running.
  ///   - index: The parameter, from 1.
  /// - Returns: SQLite's result code.
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32
}

extension Int64: SQLBindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    sqlite3_bind_int64(statement, index, self)
  }
}

extension Int: SQLBindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    sqlite3_bind_int64(statement, index, Int64(self))
  }
}

extension String: SQLBindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    var text = self
    return text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        // An empty buffer may have no address, which SQLite would take for NULL.
        guard let start = characters.baseAddress else {
          return sqlite3_bind_text(statement, index, "", 0, copied)
        }
        return sqlite3_bind_text(statement, index, start, Int32(clamping: bytes.count), copied)
      }
    }
  }
}

extension Data: SQLBindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    withUnsafeBytes { bindBytes($0, to: statement, at: index) }
  }
}

extension [UInt8]: SQLBindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    withUnsafeBytes { bindBytes($0, to: statement, at: index) }
  }
}

extension SixteenBytes: SQLBindable {
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) {
      bindBytes($0, to: statement, at: index)
    }
  }
}

/// Tells SQLite to copy the bytes before the call returns.
private let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

private func bindBytes(
  _ bytes: UnsafeRawBufferPointer,
  to statement: OpaquePointer,
  at index: Int32
) -> Int32 {
  guard let start = bytes.baseAddress, !bytes.isEmpty else {
    return sqlite3_bind_zeroblob(statement, index, 0)
  }
  return sqlite3_bind_blob(statement, index, start, Int32(clamping: bytes.count), copied)
}
