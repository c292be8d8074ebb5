import Audit
import Exports
import Foundation
import FoundationXML
import Reconciliation

/// Reports of the invented history, each made once.
enum Reports {
  static let release = Result { try history(.release) }
  static let `internal` = Result { try history(.internal) }

  private static func history(_ audience: AuditAudience) throws -> ExportFolder {
    AuditReport(
      try Files.study.get(),
      try Files.history.get(),
      audience: audience,
      generatedBy: "test"
    ).folder
  }
}

/// The records of a CSV file that this program wrote.
struct Records {
  let heading: [String]
  let rows: [[String]]

  init(_ file: ExportFile) {
    var records: [[String]] = []
    var record: [String] = []
    var cell = ""
    var isQuoted = false
    var scalars = Array(String(decoding: file.bytes, as: UTF8.self).unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\"" where isQuoted && scalars.first == "\"":
        cell.unicodeScalars.append(scalar)
        scalars = scalars.dropFirst()
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        record.append(cell)
        cell = ""
      case "\r" where !isQuoted: break
      case "\n" where !isQuoted:
        records.append(record + [cell])
        record = []
        cell = ""
      default: cell.unicodeScalars.append(scalar)
      }
    }
    heading = records.first ?? []
    rows = Array(records.dropFirst())
  }

  /// The content of a row in a column.
  func value(_ column: String, _ row: [String]) -> String? {
    heading.firstIndex(of: column).map { row[$0] }
  }
}

/// What stands in a well-formed document.
final class MarkupOutline: NSObject, XMLParserDelegate {
  private(set) var counts: [String: Int] = [:]
  private(set) var texts: [String: String] = [:]
  private(set) var ids: [String] = []
  /// The levels of the headings, in order.
  private(set) var headings: [Int] = []
  private var open: [String] = []

  /// Reads a document; `nil` when it is not well-formed.
  init?(_ bytes: [UInt8]) {
    super.init()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = self
    guard parser.parse() else { return nil }
  }

  func parser(
    _ parser: XMLParser,
    didStartElement name: String,
    namespaceURI: String?,
    qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    counts[name, default: 0] += 1
    open.append(name)
    if let id = attributes["id"] { ids.append(id) }
    if name.hasPrefix("h"), let level = Int(name.dropFirst()) { headings.append(level) }
  }

  func parser(
    _ parser: XMLParser,
    didEndElement name: String,
    namespaceURI: String?,
    qualifiedName: String?
  ) {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    guard let name = open.last else { return }
    texts[name, default: ""] += text
  }
}
