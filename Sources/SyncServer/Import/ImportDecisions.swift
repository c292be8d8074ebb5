import Casework
import Instruments
import Intake
import Storage
import SyncProtocol
import WireFormat

/// What people have decided since earlier imports: corrections of readings, and readings they refused.
struct ImportDecisions {
  private var amendments: [RecordID: [ReadingAmendment]] = [:]
  private var refused: Set<[UInt8]> = []

  init(_ writer: any LedgerWriter) throws {
    for record in try writer.recordsForJudging(of: .correction) {
      guard let request = (try? JSON(strict: record.body)).flatMap({ ReadingRequest(json: $0) })
      else { continue }
      amendments[request.reading, default: []].append(request.amendment(id: record.id))
    }
    for record in try writer.recordsForJudging(of: .review) {
      guard let item = (try? JSON(strict: record.body)).flatMap({ ReviewItem(json: $0) }),
        item.kind == .importHeld, item.decision?.choice == .refuse
      else { continue }
      // Who refused several versions at once refused their contradiction, none of them alone.
      let candidates = item.setAside["candidates"]?.array ?? []
      guard candidates.count == 1, let only = HeldCandidate(json: candidates[0]) else { continue }
      refused.insert(only.digest)
    }
  }

  /// A reading as its corrections leave it.
  func effective(_ reading: Reading, id: RecordID) -> EffectiveReading {
    effectiveReading(reading, amendments: amendments[id] ?? [])
  }

  /// Whether a person has refused a reading with this very content.
  func hasRefused(_ reading: ImportedReading) -> Bool {
    !refused.isEmpty && refused.contains(HeldCandidate.reading(reading).digest)
  }
}
