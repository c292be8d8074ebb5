import Casework
import GRDBSQLite
import Storage

/// The columns of the row at which a statement stands, read by position.
///
/// The schema fixes every type; what does not fit is a damaged file and thrown as such.
struct Columns {
  private let statement: OpaquePointer

  init(_ statement: OpaquePointer) {
    self.statement = statement
  }

  /// An integer.
  func integer(_ index: Int) throws(StorageError) -> Int64 {
    guard type(of: index) == SQLITE_INTEGER else { throw Self.damaged }
    return sqlite3_column_int64(statement, Int32(index))
  }

  /// An integer or NULL.
  func optionalInteger(_ index: Int) throws(StorageError) -> Int64? {
    type(of: index) == SQLITE_NULL ? nil : try integer(index)
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
    guard type(of: index) == SQLITE_TEXT, let start = sqlite3_column_text(statement, Int32(index))
    else { throw Self.damaged }
    let count = Int(sqlite3_column_bytes(statement, Int32(index)))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
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
    guard let bytes = blob(index) else { throw Self.damaged }
    return [UInt8](bytes)
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
    if type(of: index) == SQLITE_NULL { return nil }
    guard let bytes = blob(index), bytes.count == 16 else { throw Self.damaged }
    return (
      UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
      UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    )
  }

  private func type(of index: Int) -> Int32 {
    sqlite3_column_type(statement, Int32(index))
  }

  /// SQLite's own bytes, until the statement moves on; `nil` when the column holds no blob.
  private func blob(_ index: Int) -> UnsafeRawBufferPointer? {
    guard type(of: index) == SQLITE_BLOB else { return nil }
    let start = sqlite3_column_blob(statement, Int32(index))
    let count = Int(sqlite3_column_bytes(statement, Int32(index)))
    // An empty blob has no address.
    return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
  }

  private static var damaged: StorageError {
    StorageError(
      .corrupt,
      "A row of the database cannot be read; stop the server and restore the newest backup."
    )
  }
}
