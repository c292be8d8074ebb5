import WireFormat

/// Reads a crosswalk from an SSSOM table.
///
/// Metadata are comment lines at the top, `#name: value`, each value JSON or plain text. Columns may
/// stand in any order, and those that say nothing about a crosswalk are passed over.
enum SSSOMReader {
  static func read(_ bytes: [UInt8]) throws(ReferenceProblem) -> ImportedCrosswalk {
    // Bytes are compared, not characters: an accent may stand behind a mark that separates.
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw ReferenceProblem("is not UTF-8; save it as UTF-8.")
    }
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      .map { $0.last == 0x0D ? $0.dropLast() : $0 }
    let comments = lines.prefix { $0.first == UInt8(ascii: "#") }
    var members = try root(comments)
    guard comments.count < lines.count else {
      throw ReferenceProblem("has no table; a heading of column names must follow the metadata.")
    }
    let heading = try cells(lines[comments.count], line: comments.count + 1).map { $0 ?? "" }
    for needed in ["subject_id", "predicate_id", "object_id"] where !heading.contains(needed) {
      throw ReferenceProblem(
        line: comments.count + 1,
        "has no column \(needed); add it."
      )
    }
    if Set(heading).count != heading.count {
      throw ReferenceProblem(line: comments.count + 1, "names a column twice; keep one.")
    }
    var edges: [(place: String, json: JSON)] = []
    var leftOut: [(place: String, json: JSON)] = []
    for (index, line) in lines.enumerated().dropFirst(comments.count + 1) where !line.isEmpty {
      let number = index + 1
      let cells = try cells(line, line: number)
      guard cells.count == heading.count else {
        throw ReferenceProblem(
          line: number,
          "has \(cells.count) cells and the heading \(heading.count); give every column a cell."
        )
      }
      guard edges.count + leftOut.count < ReferenceLimits.edgesMax * 2 else {
        throw ReferenceProblem("has too many rows; use at most \(ReferenceLimits.edgesMax).")
      }
      let row = SSSOMRow(
        line: number,
        cells: Dictionary(zip(heading, cells).compactMap { name, cell in cell.map { (name, $0) } })
        {
          first,
          _ in first
        }
      )
      if row.cells["object_id"] == SSSOMWriter.noTerm {
        leftOut.append(("line \(number)", try row.leftOut()))
      } else {
        edges.append(("line \(number)", try row.edge()))
      }
    }
    members["edges"] = .array(edges.map(\.json))
    if !leftOut.isEmpty { members["noMap"] = .array(leftOut.map(\.json)) }
    return ImportedCrosswalk(
      json: .object(members),
      edges: edges.map(\.place),
      noMap: leftOut.map(\.place)
    )
  }

  private static func root(
    _ comments: ArraySlice<ArraySlice<UInt8>>
  ) throws(ReferenceProblem) -> [String: JSON] {
    var values: [String: JSON] = [:]
    for (index, comment) in comments.enumerated() {
      let parts = comment.dropFirst().split(separator: UInt8(ascii: ":"), maxSplits: 1)
      guard parts.count == 2 else {
        throw ReferenceProblem(line: index + 1, "is no metadata; write it as #name: value.")
      }
      let name = String(decoding: parts[0].drop { $0 == 0x20 }, as: UTF8.self)
      let text = value(Array(parts[1].drop { $0 == 0x20 }))
      guard values.updateValue(text, forKey: name) == nil else {
        throw ReferenceProblem(line: index + 1, "names \(name.prefix(40)) a second time; keep one.")
      }
    }
    var members: [String: JSON] = [:]
    for (name, slot) in SSSOMWriter.metadata { members[name] = values[slot] }
    func end(_ name: String, _ slot: String) -> JSON {
      var end: [String: JSON] = [:]
      end[name] = values[slot]
      end["version"] = values[slot + "_version"]
      return .object(end)
    }
    members["source"] = end("instrument", "subject_source")
    members["target"] = end("framework", "object_source")
    members["bandMaps"] = values["ext_band_maps"]
    members["noMap"] = values["ext_no_map"]
    return members
  }

  /// JSON where it is JSON; anything else is text.
  private static func value(_ text: [UInt8]) -> JSON {
    let isJSON = [UInt8(ascii: "\""), UInt8(ascii: "["), UInt8(ascii: "{")].contains {
      text.first == $0
    }
    return (isJSON ? try? JSON(strict: text) : nil)
      ?? .string(String(decoding: text, as: UTF8.self))
  }

  /// The cells of a line; `nil` for one with nothing in it, and an empty text for one that is quoted.
  private static func cells(
    _ line: ArraySlice<UInt8>,
    line number: Int
  ) throws(ReferenceProblem) -> [String?] {
    let (quote, tab) = (UInt8(ascii: "\""), UInt8(ascii: "\t"))
    var cells: [String?] = []
    var rest = line
    while true {
      var text: [UInt8] = []
      let isQuoted = rest.first == quote
      if isQuoted {
        rest = rest.dropFirst()
        while true {
          guard let end = rest.firstIndex(of: quote) else {
            throw ReferenceProblem(line: number, "has a quotation mark that is never closed.")
          }
          text += rest[..<end]
          rest = rest[(end + 1)...]
          guard rest.first == quote else { break }
          text.append(quote)
          rest = rest.dropFirst()
        }
        guard rest.first == nil || rest.first == tab else {
          throw ReferenceProblem(
            line: number,
            "goes on behind a closing quotation mark; write it twice inside a cell."
          )
        }
      } else {
        text = Array(rest.prefix { $0 != tab })
        rest = rest.dropFirst(text.count)
      }
      cells.append(text.isEmpty && !isQuoted ? nil : String(decoding: text, as: UTF8.self))
      guard rest.first == tab else { return cells }
      rest = rest.dropFirst()
    }
  }
}

/// One row of the table.
private struct SSSOMRow {
  let line: Int
  let cells: [String: String]

  func leftOut() throws(ReferenceProblem) -> JSON {
    var members: [String: JSON] = ["area": .string(try id("subject_id"))]
    members["layer"] = cells["ext_layer"].map { .string($0) }
    members["rationale"] = cells["comment"].map { .string($0) }
    return .object(members)
  }

  func edge() throws(ReferenceProblem) -> JSON {
    let predicate = (cells["predicate_id"] ?? "", cells["predicate_modifier"] ?? "")
    guard
      let code = EdgeRelationship.allCases.first(where: {
        SSSOMWriter.predicate(of: $0) == predicate
      })
    else {
      throw ReferenceProblem(
        line: line,
        "has a predicate that is none of skos:exactMatch, broadMatch, narrowMatch and relatedMatch "
          + "(with Not for what is not related)."
      )
    }
    var members: [String: JSON] = [
      "area": .string(try id("subject_id")), "outcome": .string(try id("object_id")),
      "relationship": .string(code.rawValue),
      "role": .string(cells["ext_role"] ?? EdgeRole.contributory.rawValue),
    ]
    if let weight = cells["ext_weight_percent"] {
      guard let number = Int64(weight) else {
        throw ReferenceProblem(line: line, "has a weight that is no whole number; write one.")
      }
      members["weightPercent"] = .int(number)
    } else {
      members["weightPercent"] = 100
    }
    members["rationale"] = cells["comment"].map { .string($0) }
    for (name, column) in zip(EdgeTexts.names, SSSOMWriter.columns.suffix(EdgeTexts.names.count)) {
      members[name] = cells[column].map { .string($0) }
    }
    return .object(members)
  }

  /// What stands behind the prefix of a CURIE.
  private func id(_ column: String) throws(ReferenceProblem) -> String {
    guard let text = cells[column] else {
      throw ReferenceProblem(line: line, "has no \(column); write it.")
    }
    let parts = text.utf8.split(
      separator: UInt8(ascii: ":"),
      maxSplits: 1,
      omittingEmptySubsequences: false
    )
    return parts.last.map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}
