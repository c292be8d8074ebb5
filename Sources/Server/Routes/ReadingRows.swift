import Casework
import Exports
import Instruments
import Storage
import SyncProtocol
import WireFormat

/// The rows of an export: every area of every reading that the principal may see.
struct ReadingRows {
  let reader: any LedgerReader
  let scope: AccessScope
  let catalogue: InstrumentCatalogue
  /// The title of each family's unit.
  private let homes: [FamilyID: String]

  init(reader: any LedgerReader, scope: AccessScope, catalogue: InstrumentCatalogue) throws {
    self.reader = reader
    self.scope = scope
    self.catalogue = catalogue
    var titles: [UnitID: String] = [:]
    for stored in try reader.references(of: .unit) {
      guard let unit = UnitRecord(json: try stored.content) else { continue }
      titles[unit.id] = unit.title
    }
    homes = try reader.homes(in: scope, at: try reader.clock().head).compactMapValues { titles[$0] }
  }

  /// Everything, family by family.
  func all() throws -> [ReadingRow] {
    var rows: [ReadingRow] = []
    for family in scope.families.keys.sorted() where family != .reference {
      let records = try reader.backfill(of: family, after: nil, limit: .max, in: scope)
      guard let stored = records.first(where: { $0.type == .family }),
        let exported = try exportedFamily(stored)
      else { continue }
      rows += try FamilyRows(family: exported, records: records, catalogue: catalogue).all()
    }
    return rows
  }

  private func exportedFamily(_ stored: StoredRecord) throws -> ExportedFamily? {
    let fields = try stored.state.fields
    guard let authority = fields["authority"]?.string.flatMap({ Authority(rawValue: $0) }) else {
      return nil
    }
    return ExportedFamily(
      code: fields["code"]?.string ?? "",
      authority: authority,
      unit: homes[stored.family] ?? ""
    )
  }
}

/// The rows of one family.
private struct FamilyRows {
  let family: ExportedFamily
  let catalogue: InstrumentCatalogue
  private let readings: [StoredRecord]
  private let requests: [(id: RecordID, request: ReadingRequest)]
  private let states: [RecordID: RecordState]

  init(
    family: ExportedFamily,
    records: [StoredRecord],
    catalogue: InstrumentCatalogue
  ) throws {
    self.family = family
    self.catalogue = catalogue
    readings = records.filter { $0.type == .reading }
    requests = try records.filter { $0.type == .correction }.compactMap { stored in
      ReadingRequest(json: try stored.content).map { (stored.id, $0) }
    }
    states = Dictionary(
      try records.filter { $0.type == .episode || $0.type == .member }
        .map { ($0.id, try $0.state) }
    ) { first, _ in first }
  }

  func all() throws -> [ReadingRow] {
    try readings.flatMap { try rows(of: $0) }
  }

  private func rows(of stored: StoredRecord) throws -> [ReadingRow] {
    let own = requests.filter { $0.request.reading == stored.id }
    let effective = effectiveReading(
      try stored.reading,
      amendments: own.map { $0.request.amendment(id: $0.id) }
    )
    let reading = effective.reading
    let withdrawal = own.first { $0.request.ask == .withdraw && $0.request.state == .effective }
    let member = reading.member.flatMap { states[$0] }?.fields ?? [:]
    let exported = ExportedReading(
      id: stored.id,
      sequence: stored.version,
      receivedMilliseconds: stored.made,
      worker: stored.author?.description ?? "",
      subject: reading.subject,
      memberRole: member["role"]?.string.flatMap { MemberRole(rawValue: $0) },
      born: member["born"]?.string.flatMap { BirthMonth($0) },
      date: reading.date,
      respondent: reading.respondent,
      timing: reading.timing,
      setting: reading.setting,
      capturedOffline: reading.capturedOffline,
      isCorrected: effective.isCorrected,
      withdrawalReason: effective.isWithdrawn ? withdrawal?.request.reason ?? "" : nil,
      sourceID: reading.imported?.id
    )
    let pack = catalogue.pack(InstrumentKey(id: reading.instrument, edition: reading.edition))
    let instrument = ExportedInstrument(
      id: reading.instrument,
      edition: reading.edition,
      contentHash: pack?.contentHash ?? "",
      definitionNote: pack?.assumptionNotice
    )
    return reading.scores.enumerated().map { index, score in
      ReadingRow(
        family: family,
        episode: reading.episode.flatMap { episode(states[$0]?.fields ?? [:]) },
        instrument: instrument,
        reading: exported,
        score: exportedScore(score, order: index + 1, pack: pack)
      )
    }
  }

  private func episode(_ fields: [String: JSON]) -> ExportedEpisode? {
    guard let opened = fields["openedOn"]?.string.flatMap({ CalendarDay($0) }) else { return nil }
    return ExportedEpisode(
      opened: opened,
      closed: fields["closedOn"]?.string.flatMap { CalendarDay($0) },
      tier: fields["tier"]?.string.flatMap { Tier(rawValue: $0) }
    )
  }

  private func exportedScore(_ score: Score, order: Int, pack: InstrumentPack?) -> ExportedScore {
    let scale = pack?.scale(ofArea: score.area)
    let answer: ExportedScore.Answer
    if let point = scale?.point(score.code) {
      let stage = scale?.stages.first { $0.stage == point.stage }
      answer = .point(code: point.code, stage: stage?.label)
    } else {
      answer = .nonScore(kind: score.code)
    }
    return ExportedScore(
      area: score.area,
      areaTitle: pack?.area(score.area)?.title ?? score.area,
      areaOrder: (pack?.areas.firstIndex { $0.id == score.area }).map { $0 + 1 } ?? order,
      answer: answer
    )
  }
}
