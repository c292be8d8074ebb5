import Casework
import Storage
import SyncProtocol

/// What a writer has read or written in its transaction, so that it need not ask again.
///
/// Nobody else writes meanwhile, and whatever undoes writes forgets all of it.
struct WriterMemory {
  /// Where the sequence stands.
  var clock: LedgerClock?
  /// The times of commits.
  var times: [Int64: Int64] = [:]
  /// The seq to which changes were written last, and the index of its next one.
  var place: (seq: Int64, index: Int64)?
  /// Who holds a family, with the units above.
  var heads: [FamilyID: [PrincipalHead]] = [:]
  /// A unit and the units above it.
  var lines: [UnitID: [PrincipalHead]] = [:]
  /// The newest seq that was noted for a holder.
  var noted: [PrincipalHead: Int64] = [:]
  /// Scopes with everything that the transaction changed so far.
  var scopes: [Principal: AccessScope] = [:]
  /// The families that were erased.
  var erased: Set<FamilyID>?

  /// Forgets what follows from the holdings of a family.
  mutating func forgetHoldings(of family: FamilyID) {
    heads[family] = nil
    scopes = [:]
  }
}

/// A row of `principal_head`: a worker or a unit that hears of changes.
enum PrincipalHead: Hashable {
  case worker(WorkerID)
  case unit(UnitID)

  /// The columns `kind` and `holder`.
  var columns: (kind: String, id: SixteenBytes) {
    switch self {
    case .worker(let worker): ("worker", worker.blob)
    case .unit(let unit): ("unit", unit.blob)
    }
  }
}
