import Casework
import Storage
import SyncProtocol
import WireFormat

extension StoredRecord {
  /// The record as REST shows it.
  ///
  /// - Throws: `StorageError` when the stored body is not of its type.
  var json: JSON {
    get throws {
      [
        "id": .string(id.description), "type": .string(type.rawValue),
        "family": family == .reference ? .null : .string(family.description),
        "version": .int(version), "author": author.map { .string($0.description) } ?? .null,
        "made": .string(timestamp(milliseconds: made)), "fields": try fields,
      ]
    }
  }

  /// The content, with a name for everything.
  private var fields: JSON {
    get throws {
      if RecordSchema.schema(of: type) != nil { return .object(try state.fields) }
      if type == .reading { return try reading.named }
      return try content
    }
  }

  /// The content of a record that can be edited.
  var state: RecordState {
    get throws {
      guard let state = RecordState(body: body) else { throw unreadable }
      return state
    }
  }

  /// The fields of a mutable record, and the seq of the oldest that still stands.
  var present: (fields: [String: JSON], oldestVersion: Int64?) {
    get throws {
      guard let fields = RecordState.fields(of: body) else { throw unreadable }
      return fields
    }
  }

  /// The content of a reading.
  var reading: Reading {
    get throws {
      do {
        return try Reading(json: try JSON(strict: body))
      } catch {
        throw unreadable
      }
    }
  }

  /// The content as it is stored.
  var content: JSON {
    get throws {
      guard let json = try? JSON(strict: body) else { throw unreadable }
      return json
    }
  }

  private var unreadable: StorageError {
    StorageError(.corrupt, "A stored record cannot be read; check the store.")
  }
}
