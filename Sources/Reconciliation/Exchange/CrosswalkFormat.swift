package import WireFormat

/// The formats in which a crosswalk is exchanged; each holds all of it, so that the content hash is the
/// same after the way there and back.
package enum CrosswalkFormat: String, CaseIterable, Sendable {
  /// The product's own JSON.
  case json
  /// FHIR R5 ConceptMap in JSON (https://hl7.org/fhir/R5/conceptmap.html). What a ConceptMap has no
  /// element for stands in properties of its targets and in extensions.
  case conceptMap = "conceptmap"
  /// SSSOM, tab-separated (https://mapping-commons.github.io/sssom/). What SSSOM has no slot for stands
  /// in further columns and in the metadata.
  case sssom

  /// The crosswalk in this format.
  ///
  /// - Parameter json: The crosswalk in the product's own JSON, as it was read.
  /// - Returns: The bytes of a file.
  /// - Throws: ``ReferenceProblem`` when it is no crosswalk.
  package func bytes(of json: JSON) throws(ReferenceProblem) -> [UInt8] {
    let crosswalk = try Crosswalk(bytes: json.canonical)
    return switch self {
    case .json: Array((crosswalk.json.pretty + "\n").utf8)
    case .conceptMap: Array((ConceptMapWriter(crosswalk).json.pretty + "\n").utf8)
    case .sssom: Array(SSSOMWriter(crosswalk).text.utf8)
    }
  }

  /// The format that a file is in, by its beginning.
  package static func format(of bytes: [UInt8]) -> CrosswalkFormat {
    let first = bytes.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
    if first != UInt8(ascii: "{"), first != UInt8(ascii: "[") { return .sssom }
    let json = try? JSON(strict: bytes)
    return json?["resourceType"] == nil ? .json : .conceptMap
  }

  /// Reads a crosswalk from a file in any of the formats.
  ///
  /// - Parameter bytes: The file, at most 1 MiB.
  /// - Returns: The crosswalk in the product's own JSON, which the strict reader takes.
  /// - Throws: ``ReferenceProblem`` that names the line of a table or the place in a document.
  package static func json(from bytes: [UInt8]) throws(ReferenceProblem) -> JSON {
    guard bytes.count <= ReferenceLimits.bytesMax else {
      throw ReferenceProblem(
        "is \(bytes.count) bytes long; use at most \(ReferenceLimits.bytesMax)."
      )
    }
    let read: ImportedCrosswalk
    switch format(of: bytes) {
    case .json:
      do throws(JSONProblem) {
        read = ImportedCrosswalk(json: try JSON(strict: bytes))
      } catch {
        throw ReferenceProblem("cannot be read: \(error.description)")
      }
    case .conceptMap: read = try ConceptMapReader.read(bytes)
    case .sssom: read = try SSSOMReader.read(bytes)
    }
    do throws(ReferenceProblem) {
      return try Crosswalk(bytes: read.json.canonical).json
    } catch {
      throw read.placing(error)
    }
  }
}

/// A crosswalk as it came out of another format, with the place that each part came from.
struct ImportedCrosswalk {
  /// The crosswalk in the product's own JSON, not yet judged.
  let json: JSON
  /// Where each edge stood, in their order: `line 7`, or a place in a document.
  var edges: [String] = []
  /// Where each left-out area stood.
  var noMap: [String] = []

  /// The faults that the strict reader found, at the places where the file's maker looks for them.
  func placing(_ problem: ReferenceProblem) -> ReferenceProblem {
    ReferenceProblem(faults: problem.faults.map { place($0) })
  }

  private func place(_ fault: ReferenceFault) -> ReferenceFault {
    for (prefix, places) in [("/edges/", edges), ("/noMap/", noMap)]
    where fault.pointer.hasPrefix(prefix) {
      let parts = fault.pointer.dropFirst(prefix.count).split(separator: "/")
      guard let index = parts.first.flatMap({ Int($0) }), places.indices.contains(index) else {
        continue
      }
      let field = parts.dropFirst().joined(separator: "/")
      return ReferenceFault(
        pointer: field.isEmpty ? places[index] : "\(places[index]), \(field)",
        message: fault.message
      )
    }
    return fault
  }
}

extension ReferenceProblem {
  /// A fault of the whole file.
  init(_ message: String) {
    self.init(faults: [ReferenceFault(pointer: "", message: message)])
  }

  /// A fault of one line.
  init(line: Int, _ message: String) {
    self.init(faults: [ReferenceFault(pointer: "line \(line)", message: message)])
  }
}

/// The members of an edge that are texts, beside those that every format has a place for.
enum EdgeTexts {
  /// Their names in the product's own JSON, in the order of the further columns.
  static let names = ["layer", "confidence", "confidenceOf", "justification", "author", "status"]
}
