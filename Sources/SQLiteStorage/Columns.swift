import Casework
import Foundation
import GRDB
import Storage

/// The columns of one row, read by position.
///
/// The schema fixes every type; what does not fit is a damaged file and thrown as such, because GRDB's
/// own subscripts would stop the program.
struct Columns {
  private let row: Row

  init(_ row: Row) {
    self.row = row
  }

  /// An integer.
  func integer(_ index: Int) throws(StorageError) -> Int64 {
    guard let value = try optionalInteger(index) else { throw Self.damaged }
    return value
  }

  /// An integer or NULL.
  func optionalInteger(_ index: Int) throws(StorageError) -> Int64? {
    let value: DatabaseValue = row[index]
    switch value.storage {
    case .int64(let integer): return integer
    case .null: return nil
    default: throw Self.damaged
    }
  }

  /// An integer that fits into the platform's word.
  func int(_ index: Int) throws(StorageError) -> Int {
    guard let value = Int(exactly: try integer(index)) else { throw Self.damaged }
    return value
  }

  /// Sixty-four bits.
  func word(_ index: Int) throws(StorageError) -> UInt64 {
    UInt64(bitPattern: try integer(index))
  }

  /// Text.
  func text(_ index: Int) throws(StorageError) -> String {
    let value: DatabaseValue = row[index]
    guard case .string(let text) = value.storage else { throw Self.damaged }
    return text
  }

  /// One of the codes of an enumeration.
  func code<Code: RawRepresentable>(
    _ index: Int,
    _ type: Code.Type = Code.self
  ) throws(StorageError) -> Code where Code.RawValue == String {
    guard let code = Code(rawValue: try text(index)) else { throw Self.damaged }
    return code
  }

  /// A class bit.
  func recordClass(_ index: Int) throws(StorageError) -> RecordClass {
    guard let byte = UInt8(exactly: try integer(index)), let value = RecordClass(rawValue: byte)
    else { throw Self.damaged }
    return value
  }

  /// Bytes.
  func bytes(_ index: Int) throws(StorageError) -> [UInt8] {
    guard let value = try data(index, { $0.map { [UInt8]($0) } }) else { throw Self.damaged }
    return value
  }

  /// An id.
  func id<Kind>(
    _ index: Int,
    _ kind: Kind.Type = Kind.self
  ) throws(StorageError) -> Identifier<Kind> {
    guard let id: Identifier<Kind> = try optionalID(index) else { throw Self.damaged }
    return id
  }

  /// An id or NULL.
  func optionalID<Kind>(_ index: Int) throws(StorageError) -> Identifier<Kind>? {
    guard let (high, low) = try words(index) else { return nil }
    return Identifier(high: high, low: low)
  }

  /// Sixteen bytes as two words, or NULL.
  func words(_ index: Int) throws(StorageError) -> (UInt64, UInt64)? {
    let read = try data(index) { data -> (isNull: Bool, words: (UInt64, UInt64)?) in
      guard let data else { return (true, nil) }
      return (false, data.count == 16 ? data.withUnsafeBytes(Self.words) : nil)
    }
    if read.isNull { return nil }
    guard let words = read.words else { throw Self.damaged }
    return words
  }

  private static func words(_ bytes: UnsafeRawBufferPointer) -> (UInt64, UInt64) {
    (
      UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
      UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    )
  }

  private func data<Value>(
    _ index: Int,
    _ body: (Data?) throws -> Value
  ) throws(StorageError) -> Value {
    do {
      return try row.withUnsafeData(atIndex: index, body)
    } catch {
      throw Self.damaged
    }
  }

  private static var damaged: StorageError {
    StorageError(
      .corrupt,
      "A row of the database cannot be read; stop the server and restore the newest backup."
    )
  }
}
