import Casework
import SyncProtocol
import Synchronization

#if Mutations
import Mutations
#endif

/// Scopes that were reckoned, kept until anybody's rights change.
///
/// A scope follows from memberships, units and holdings alone, and the schema counts their changes
/// (`sync_clock.rights`). Within one value of that number a scope holds from some seq on for ever, so the
/// pages of a long reading and one push after another need not reckon hundreds of families each time.
final class ScopeMemory: Sendable {
  /// Whose scope it is, and whether it reaches as far as figures do.
  struct Key: Hashable {
    let worker: WorkerID
    let isForAggregates: Bool
  }

  private struct Entry {
    /// The value of `sync_clock.rights` at which it was reckoned.
    let rights: Int64
    /// The seq from which on it holds.
    let from: Int64
    let scope: AccessScope
  }

  private struct State {
    var entries: [Key: Entry] = [:]
    var familyCount = 0
  }

  /// Families in all scopes together, at about 60 bytes each; beyond them, all is forgotten.
  private static let familiesMax = 100_000
  private let state = Mutex(State())

  /// What is known of a worker's scope from `seq` on, at this count of changes.
  func scope(_ key: Key, from seq: Int64, rights: Int64) -> AccessScope? {
    state.withLock { state in
      guard let entry = state.entries[key] else { return nil }
      #if Mutations
      if Mutation.rightsKept.isPlanted { return entry.scope }
      #endif
      return entry.rights == rights && entry.from <= seq ? entry.scope : nil
    }
  }

  /// Keeps a scope that holds at every seq from `seq` on, at this count of committed changes.
  func keep(_ scope: AccessScope, _ key: Key, from seq: Int64, rights: Int64) {
    // An entry is never free, however little its worker sees.
    let count = scope.families.count + 8
    guard count <= Self.familiesMax else { return }
    state.withLock { state in
      if state.familyCount + count > Self.familiesMax { state = State() }
      if let old = state.entries[key] { state.familyCount -= old.scope.families.count + 8 }
      state.entries[key] = Entry(rights: rights, from: seq, scope: scope)
      state.familyCount += count
    }
  }
}
