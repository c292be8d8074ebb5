import Audit
import Casework
import Instruments
import Reconciliation
import Storage
import SyncProtocol
import WireFormat

/// The episodes that a principal may see, each with the readings that name it, as of a point in time.
///
/// Everything is as the store had it at the seq. Of a day, those readings, corrections and withdrawals
/// count that were known by its end: an imported reading from when its source recorded it.
struct ProgressCases {
  let reader: any LedgerReader
  let scope: AccessScope
  let asOf: AsOf
  /// What readings that name no episode say they replace.
  private(set) var replacements: [Replacement] = []
  /// What else is held of each episode, by its id; only an audit asks for it.
  private(set) var support: [String: StoredSupport] = [:]
  private let seq: Int64
  private let homes: [FamilyID: UnitID]
  private let units: [UnitID: UnitRecord]
  private let authorities: [Authority: String]
  private let teams: [String: String]?
  private var times: [Int64: Int64] = [:]

  init(
    reader: any LedgerReader,
    scope: AccessScope,
    asOf: AsOf,
    withSupport: Bool = false
  ) throws {
    self.reader = reader
    self.scope = scope
    self.asOf = asOf
    seq = try asOf.seq ?? reader.clock().head
    homes = try reader.homes(in: scope, at: seq)
    units = Dictionary(
      try reader.references(of: .unit).compactMap { stored in
        UnitRecord(json: try stored.content).map { ($0.id, $0) }
      }
    ) { first, _ in first }
    authorities = Dictionary(
      units.values.filter { $0.kind == .authority }.sorted { $0.id < $1.id }.compactMap { unit in
        Authority(title: unit.title).map { ($0, unit.title) }
      }
    ) { first, _ in first }
    teams = withSupport ? try Self.teams(reader) : nil
  }

  /// The teams of imported registers, by the worker's id.
  private static func teams(_ reader: any LedgerReader) throws -> [String: String] {
    var teams: [String: String] = [:]
    for stored in try reader.references(of: .worker) {
      teams[stored.id.description] = try stored.content["imported"]?["team"]?.string
    }
    return teams
  }

  /// Every case, family by family.
  mutating func all() throws -> [EpisodeCase] {
    var cases: [EpisodeCase] = []
    for family in scope.families.keys.sorted() where family != .reference {
      let records = try reader.backfill(of: family, after: nil, limit: .max, in: scope)
      guard let stored = records.first(where: { $0.type == .family }) else { continue }
      cases += try self.cases(of: stored, records)
    }
    return cases
  }

  private mutating func cases(
    of family: StoredRecord,
    _ records: [StoredRecord]
  ) throws -> [EpisodeCase] {
    let fields = try family.present.fields
    let authority = authority(fields["authority"]?.string ?? "")
    let code = fields["code"]?.string ?? ""
    let members = try FamilyMembers(records, at: seq)
    let requests = try records.filter { $0.type == .correction }.compactMap { stored in
      ReadingRequest(json: try stored.content).map { (id: stored.id, request: $0) }
    }
    var readings: [RecordID: [CaseReading]] = [:]
    for stored in records where stored.type == .reading {
      let own = requests.filter { $0.request.reading == stored.id }
      guard let (episode, reading) = try reading(stored, own, members) else { continue }
      if let episode {
        readings[episode, default: []].append(reading)
      } else if let id = reading.replaces {
        replacements.append(
          Replacement(authority: authority, id: id, recorded: reading.recorded)
        )
      }
    }
    let home = homes[family.family].flatMap { units[$0] }
    return try records.filter { $0.type == .episode }.compactMap { newest in
      let known =
        newest.version <= seq ? newest : try reader.past(newest.id, at: seq, in: scope)
      guard let stored = known else { return nil }
      let fields = try stored.present.fields
      guard let opened = fields["openedOn"]?.string.flatMap({ CalendarDay($0) }) else {
        return nil
      }
      if let teams {
        let led = fields["leadWorker"]?.string.flatMap { teams[$0] }
        support[stored.id.description] = StoredSupport(
          fields: fields,
          birthYears: members.birthYears,
          team: led ?? (home?.kind == .team ? home?.title : nil)
        )
      }
      return EpisodeCase(
        id: stored.id.description,
        family: code,
        authority: authority,
        unit: home?.title ?? "",
        district: fields["district"]?.string ?? home.flatMap { district(above: $0) },
        opened: opened,
        closed: fields["closedOn"]?.string.flatMap { CalendarDay($0) },
        tier: fields["tier"]?.string,
        readings: readings[stored.id] ?? []
      )
    }
  }

  /// The title of an authority's unit, or else its code.
  private func authority(_ code: String) -> String {
    Authority(rawValue: code).flatMap { authorities[$0] } ?? code
  }

  private func district(above unit: UnitRecord) -> String? {
    var current = unit
    for _ in 0..<8 {
      if current.kind == .district { return current.title }
      guard let parent = current.parent.flatMap({ units[$0] }) else { return nil }
      current = parent
    }
    return nil
  }

  /// A reading as it stood, with the episode that it names; `nil` when it was withdrawn or not known.
  private mutating func reading(
    _ stored: StoredRecord,
    _ requests: [(id: RecordID, request: ReadingRequest)],
    _ members: FamilyMembers
  ) throws -> (RecordID?, CaseReading)? {
    guard stored.version <= seq else { return nil }
    var amendments: [ReadingAmendment] = []
    for (id, request) in requests where try isInForce(request) {
      amendments.append(request.amendment(id: id))
    }
    let effective = effectiveReading(try stored.reading, amendments: amendments)
    let reading = effective.reading
    guard !effective.isWithdrawn else { return nil }
    return (
      reading.episode,
      CaseReading(
        id: reading.imported?.id ?? stored.id.description,
        key: InstrumentKey(id: reading.instrument, edition: reading.edition),
        subject: reading.member?.description ?? "",
        subjectTitle: members.title(of: reading.member),
        date: reading.date,
        respondent: reading.respondent,
        timing: reading.timing,
        recorded: try reading.imported?.recorded ?? time(of: stored.version),
        made: stored.made,
        scores: Dictionary(reading.scores.map { ($0.area, $0.code) }) { first, _ in first },
        replaces: reading.imported?.replaces,
        isImported: reading.imported != nil,
        worker: reading.imported == nil ? stored.author?.description : reading.imported?.worker
      )
    )
  }

  private mutating func isInForce(_ request: ReadingRequest) throws -> Bool {
    guard request.state == .effective, let decided = request.decidedSeq, decided <= seq else {
      return false
    }
    guard let latest = asOf.milliseconds else { return true }
    return try time(of: decided) <= latest
  }

  /// When a commit was made, asked once.
  private mutating func time(of seq: Int64) throws -> Int64 {
    if let known = times[seq] { return known }
    let time = try reader.time(ofCommit: seq) ?? 0
    times[seq] = time
    return time
  }
}

/// What is told of the people of a family: a role and a number, never a name, and the years in which its
/// children were born, as far as they are recorded.
private struct FamilyMembers {
  private var titles: [RecordID: String] = [:]
  private(set) var birthYears: [Int] = []
  private static let children = [MemberRole.child, .youngPerson].map(\.rawValue)

  init(_ records: [StoredRecord], at seq: Int64) throws {
    var counts: [String: Int] = [:]
    for stored in records where stored.type == .member {
      let (fields, oldestVersion) = try stored.present
      guard let oldestVersion, oldestVersion <= seq else { continue }
      let role = fields["role"]?.string ?? "member"
      counts[role, default: 0] += 1
      titles[stored.id] = "\(role) \(counts[role, default: 1])"
      if Self.children.contains(role), let born = fields["born"]?.string,
        let year = Int(born.prefix(4))
      {
        birthYears.append(year)
      }
    }
  }

  func title(of member: RecordID?) -> String {
    member.map { titles[$0] ?? "member" } ?? "family"
  }
}
