import Casework
import Storage

extension StoredRecord {
  /// The columns of a record, for a table called `record`.
  static let columns = """
    record.id, record.type, record.family, record.class, record.version, record.author, \
    record.made, record.body, record.deleted
    """

  /// Reads ``columns`` from `index` on.
  init(_ row: Columns, at index: Int = 0) throws(StorageError) {
    self.init(
      id: try row.id(index),
      type: try row.code(index + 1),
      family: try row.id(index + 2),
      recordClass: try row.recordClass(index + 3),
      version: try row.integer(index + 4),
      author: try row.optionalID(index + 5),
      made: try row.integer(index + 6),
      body: try row.bytes(index + 7),
      isDeleted: try row.int(index + 8) != 0
    )
  }
}
