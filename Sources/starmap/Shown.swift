import Casework
import Foundation
import Instruments
import StarmapDevice
import SyncProtocol
import WireFormat

/// The same listing, showing, adding and editing for every kind of record.
enum Shown {
  /// Lists the records of a type in a family.
  static func list(
    _ type: RecordType,
    of family: String,
    in context: CommandContext
  ) throws -> Report {
    let device = try context.device()
    let family = try device.family(named: family)
    let records = try device.records(of: type, family: family.family)
    return Report(
      data: [type.rawValue + "s": .array(records.map(\.shown))],
      lines: records.isEmpty
        ? ["Family \(family.code) has no \(type.rawValue)s on this device."]
        : try records.map { try line($0, device: device) }
    )
  }

  /// Shows one record.
  static func one(
    _ type: RecordType,
    named name: String,
    in context: CommandContext
  ) throws -> Report {
    let device = try context.device()
    let record = try device.record(of: type, named: name)
    return Report(
      data: [type.rawValue: record.shown],
      lines: fields(of: record, title: type.rawValue.capitalized)
    )
  }

  /// Adds a record to a family.
  static func add(
    _ type: RecordType,
    _ values: [String: JSON],
    to family: String,
    in context: CommandContext
  ) throws -> Report {
    let device = try context.device()
    let family = try device.family(named: family)
    let record = try device.add(type, values, family: family.family)
    return saved(
      "\(type.rawValue.capitalized) of family \(family.code)",
      data: [type.rawValue: record.shown],
      device: device
    )
  }

  /// Changes fields of a record.
  static func edit(
    _ type: RecordType,
    named name: String,
    _ changes: [String: JSON],
    in context: CommandContext
  ) throws -> Report {
    let device = try context.device()
    let record = try device.record(of: type, named: name)
    let edited = try device.edit(record, changes: changes)
    return saved(
      type.rawValue.capitalized,
      data: [type.rawValue: edited.shown],
      device: device
    )
  }

  /// Deletes a record and says how it comes back.
  static func delete(
    _ type: RecordType,
    named name: String,
    in context: CommandContext
  ) throws -> Report {
    let device = try context.device()
    let record = try device.record(of: type, named: name)
    try device.delete(record)
    let family = try device.family(named: record.family.description)
    let report = saved("\(type.rawValue.capitalized) deleted", data: [:], device: device)
    return Report(
      data: [
        "deleted": .string(record.id.description), "type": .string(type.rawValue),
        "family": .string(record.family.description),
      ],
      lines: report.lines + [
        "To bring it back: starmap \(type.rawValue) restore \(family.code) \(record.id)"
      ]
    )
  }

  /// Brings a deleted record back.
  static func restore(
    _ type: RecordType,
    _ typed: String,
    of family: String,
    in context: CommandContext
  ) throws -> Report {
    let device = try context.device()
    let family = try device.family(named: family)
    guard let id = RecordID(typed.lowercased()) else {
      throw Refusal(
        .notFound,
        "Type the whole id of the \(type.rawValue); see it with: "
          + "starmap family deleted \(family.code)"
      )
    }
    try device.restore(type, id, family: family.family)
    return saved(
      "\(type.rawValue.capitalized) brought back",
      data: [
        "restored": .string(id.description), "type": .string(type.rawValue),
        "family": .string(family.family.description),
      ],
      device: device
    )
  }

  /// What every command that saved something says.
  static func saved(_ what: String, data: JSON, device: Device) -> Report {
    Report(
      data: data,
      lines: ["\(what): saved on this device. Not sent yet; send with: starmap sync"]
    )
  }

  /// One line about a record.
  static func line(_ record: RecordView, device: Device) throws -> String {
    let id = String(record.id.description.prefix(18))
    let state = record.isPending ? "  (not sent yet)" : ""
    let text: String
    switch record.type {
    case .reading: text = try readingLine(record, device: device)
    case .assignment:
      let worker = record.json["worker"]?.string.flatMap { WorkerID($0) }
      let name = try worker.map { try device.workerName($0) } ?? "–"
      let end = record.json["endedOn"]?.string.map { " to \($0)" } ?? ""
      text =
        "\(name), \(record.json["role"]?.string ?? "") since "
        + "\(record.json["startedOn"]?.string ?? "")\(end)"
    case .member:
      text = [record.text("name"), record.text("role"), record.text("born")].joined(separator: ", ")
    case .episode:
      let closed = record.text("closedOn")
      text =
        "\(record.text("status")), \(record.text("tier")), opened \(record.text("openedOn"))"
        + (closed == "–" ? "" : ", closed \(closed) (\(record.text("closureReason")))")
    case .goal: text = "\(record.text("text")) (\(record.text("status")))"
    case .note: text = "\(record.text("date")): \(record.text("text"))"
    case .consent: text = try consentLine(record, device: device)
    default: text = record.text("name")
    }
    return "\(id)  \(text)\(state)"
  }

  private static func consentLine(_ record: RecordView, device: Device) throws -> String {
    let subject = try device.subjectOfConsent(record.json["member"]?.string, family: record.family)
    let how = record.json["how"]?.string.map { ", \($0)" } ?? ""
    let author = try record.author.map { ", recorded by \(try device.workerName($0))" } ?? ""
    return "\(record.text("date"))  \(record.text("purpose")) \(record.text("event")), \(subject)"
      + how + author
  }

  private static func readingLine(_ record: RecordView, device: Device) throws -> String {
    let seen = try device.effectiveReading(record)
    let marks = [
      seen.isWithdrawn ? "withdrawn" : nil, seen.isCorrected ? "corrected" : nil,
    ].compactMap { $0 }
    let reading = seen.reading
    let note = marks.isEmpty ? "" : " (\(marks.joined(separator: ", ")))"
    return
      "\(reading.date)  \(reading.instrument) edition \(reading.edition), "
      + "\(reading.respondent.title)\(note)"
  }

  /// A record's fields, one a line.
  static func fields(of record: RecordView, title: String) -> [String] {
    var lines = ["\(title)\(record.isPending ? " (not sent yet)" : "")", "  id: \(record.id)"]
    let object = record.json.object ?? [:]
    let order = RecordSchema.schema(of: record.type)?.fields.map(\.name) ?? []
    let names =
      order.filter { object[$0] != nil } + object.keys.sorted().filter { !order.contains($0) }
    for name in names {
      lines.append("  \(name): \(object[name]?.plainText ?? "–")")
    }
    return lines
  }
}

extension JSON {
  /// The value as a person reads it.
  var plainText: String {
    switch self {
    case .string(let text): text
    case .bool(let truth): truth ? "yes" : "no"
    case .null: "–"
    default: canonicalText
    }
  }
}

extension RecordView {
  /// A field as a person reads it; a dash when it is not set.
  func text(_ name: String) -> String {
    json[name]?.plainText ?? "–"
  }

  /// The record in a command's JSON.
  var shown: JSON {
    [
      "id": .string(id.description), "type": .string(type.rawValue),
      "family": .string(family.description), "version": .int(version),
      "pending": .bool(isPending), "fields": json,
    ]
  }
}
