import Casework
import Intake
import Storage
import SyncProtocol
import SyncServer
import TestKit
import Testing
import WireFormat

/// Small files of the invented authority of the tests, as its mapping reads them.
struct ImportedFiles {
  var workers = """
    ref,name,team
    w1,Invented Ines,T1
    w2,Invented Olek,T2

    """
  var episodes = """
    case,household,from,to,level,worker,agency,district,reason,stepup,born,contact,remarks
    C1,H1,2026-01-05,2026-06-30,More,w1,School,North,Met,None,2015;2018,Home,
    C2,H2,2026-02-02,,More,w2,School,South,,,2012,Home,Invented remark

    """
  var steps = """
    sheet,case,household,subject,tool,edition,date,entered,by,kind,worker,replaces,\
    S getting-about,S sleep-rest,S study-work,S people-i-trust,S money-sense,S speaking-up,remarks
    S1,C1,H1,C1,Steps,1,2026-01-12,2026-01-13,Together,Now,w1,,1,2,3,4,5,1,
    S2,C1,H1,C1,Steps,1,2026-06-22,2026-06-22,Worker,Now,w1,,2,2,4,4,5,,"=Invented, remark"
    S3,C2,H2,C1,Steps,1,2026-02-09,2026-02-09,Together,Now,w9,,1,1,1,1,1,1,

    """

  /// Scores of single areas, when a test gives some.
  var scores: String?

  static let mapping = mapping()

  /// The mapping, with other words behind two of its codes.
  static func mapping(
    together: String = "agreed",
    targeted: String = "targeted",
    readings: String = "steps.csv",
    authority: String = "Invented Peterborough"
  ) -> JSON {
    [
      "sources": [
        [
          "kind": "workers", "authority": .string(authority), "file": "workers.csv",
          "id": "ref",
          "columns": ["id": "ref", "name": "name", "team": "team"],
        ],
        [
          "kind": "episodes", "authority": .string(authority), "file": "episodes.csv",
          "dates": "yyyy-mm-dd", "yobSeparator": ";",
          "columns": [
            "id": "case", "family": "household", "opened": "from", "closed": "to", "tier": "level",
            "worker": "worker", "agency": "agency", "district": "district", "reason": "reason",
            "stepUp": "stepup", "yobs": "born", "contact": "contact",
          ],
          "codes": [
            "tier": ["More": "more", "Targeted": .string(targeted)], "agency": ["School": "school"],
            "district": ["North": "North", "South": "South"],
            "stepUp": ["None": "none", "S17": "s17"], "contact": ["Home": "faceToFace"],
            "reason": ["Met": "met", "Moved": "moved"],
          ],
          "freeText": ["remarks"],
        ],
        [
          "kind": "star-wide", "authority": .string(authority), "file": .string(readings),
          "dates": "yyyy-mm-dd",
          "columns": [
            "id": "sheet", "engagement": "case", "family": "household", "subject": "subject",
            "instrument": "tool", "edition": "edition", "date": "date", "entered": "entered",
            "respondent": "by", "timing": "kind", "worker": "worker", "replaces": "replaces",
          ],
          "areaPrefix": ["demo-steps": "S"],
          "nonScores": ["": "notScored", "N/A": "notApplicable"],
          "codes": [
            "instrument": ["Steps": "demo-steps"],
            "respondent": ["Together": .string(together), "Worker": "worker", "Person": "family"],
            "timing": ["Now": false, "Later": true],
          ],
          "freeText": ["remarks"],
        ],
        [
          "kind": "area-long", "authority": .string(authority), "file": "scores.csv",
          "instrument": "demo-compass", "edition": "1", "dates": "yyyy-mm-dd",
          "timestamps": "yyyy-mm-ddThh:mm[:ss](Z|±hh:mm)",
          "columns": [
            "id": "sheet", "case": "case", "date": "date", "recorded": "recorded",
            "stage": "stage", "area": "area", "score": "score", "worker": "worker",
            "respondent": "by", "timing": "kind",
          ],
          "nonScores": ["": "notScored"],
          "codes": [
            "area": ["Home": "home", "Money": "money"],
            "respondent": ["Together": "agreed"], "timing": ["Now": false],
            "stage": ["first": "initial"],
          ],
        ],
      ]
    ]
  }

  /// The request with all three files.
  func request(
    mapping: JSON = Self.mapping,
    readings: String = "steps.csv",
    isDryRun: Bool = false,
    holdsChanged: Bool = false,
    extracted: String = "2026-10-31"
  ) -> ImportRequest {
    var parts = [("workers.csv", workers), ("episodes.csv", episodes), (readings, steps)]
    if let scores { parts.append(("scores.csv", scores)) }
    return ImportRequest(
      mapping: mapping,
      extracted: CalendarDay(extracted),
      isDryRun: isDryRun,
      holdsChanged: holdsChanged,
      files: parts.map { IntakeFile(path: $0, bytes: Array($1.utf8)) }
    )
  }
}

extension ServerWorld {
  /// Runs an import in a commit of its own.
  @discardableResult
  func run(_ request: ImportRequest) throws -> JSON {
    try commit { core, writer in try core.importFiles(request, into: writer) }
  }

  /// What a worker sees of a type.
  func records(_ type: RecordType, of worker: WorkerID) throws -> [StoredRecord] {
    try read { reader throws in
      let principal = Principal(worker: worker, device: DeviceID(high: 1, low: 1))
      let scope = try reader.scope(of: principal, at: try reader.clock().head)
      return try reader.records(of: type, family: nil, after: nil, limit: .max, in: scope)
    }
  }

  /// The readings that a worker sees, by the ids of their source.
  func readings(of worker: WorkerID) throws -> [String: Reading] {
    Dictionary(
      try records(.reading, of: worker).map { record in
        let reading = try Reading(json: try JSON(strict: record.body))
        return (reading.imported?.id ?? "", reading)
      }
    ) { first, _ in first }
  }
}
