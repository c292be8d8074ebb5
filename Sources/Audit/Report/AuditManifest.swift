import Casework
import Crypto
import Exports
import Instruments
import Reconciliation
import WireFormat

/// What an audit was made from and what is in it, so that it can be made again byte by byte.
struct AuditManifest {
  private let context: AuditContext
  private let generatedBy: String
  private let files: [ExportFile]

  init(_ context: AuditContext, generatedBy: String, files: [ExportFile]) {
    self.context = context
    self.generatedBy = generatedBy
    self.files = files
  }

  /// The file, readable by a person.
  var bytes: [UInt8] { Array((json.pretty + "\n").utf8) }

  private var json: JSON {
    let study = context.study
    let policy = study.profile.policy
    return [
      "set": "comparative-audit",
      "schema": "starmap-audit/1",
      "generatedBy": .string(generatedBy),
      "audience": .string(context.gate.audience.rawValue),
      "notice": .string(context.gate.notice),
      "asOf": .string(study.progress.asOf.day?.description ?? policy.asOf.description),
      "asOfSeq": study.progress.asOf.seq.map { .int($0) } ?? .null,
      "from": .string(policy.from.description),
      "to": .string(policy.to.description),
      "cohort": cohort,
      "framework": study.reference.framework.map { framework in
        [
          "id": .string(framework.id), "version": .string(framework.version),
          "state": .string(framework.state.rawValue),
          "contentHash": .string(framework.contentHash),
        ]
      } ?? .null,
      "crosswalks": .array(crosswalks),
      "withdrawn": .array(context.later.sentences.map { .string($0) }),
      "instruments": .array(instruments),
      "policy": ["contentHash": .string(contentHash(of: scaled(policy.json)))],
      "disclosurePolicy": disclosure,
      "link": link,
      "linkTables": .array(
        context.study.evidence.linkTables.map { table in
          [
            "id": .string(table.id), "version": .string(table.version),
            "contentHash": .string(ReferenceDocument.linkTable(table).contentHash),
          ]
        }
      ),
      "mappings": .array(
        context.study.evidence.mapperRounds.map { rounds in
          [
            "mapping": .string(rounds.task.name),
            "contentHash": .string(contentHash(of: .array(rounds.sheets.map(\.json)))),
          ]
        }
      ),
      "numberFormat": "decimal point, no grouping, no locale",
      "files": .object(
        Dictionary(
          files.map { file in
            let entry: JSON = [
              "bytes": .int(Int64(file.bytes.count)),
              "sha256": .string(Hex.encode(Array(SHA256.hash(data: file.bytes)))),
            ]
            return (file.name, entry)
          }
        ) { first, _ in first }
      ),
    ]
  }

  private var cohort: JSON {
    let ids = context.study.progress.episodes
      .map { "\($0.episode.authority)\n\($0.episode.id)" }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let hash = SHA256.hash(data: Array(ids.joined(separator: "\n\n").utf8))
    return [
      "definition": .string(
        "Episodes closed in the period and by the moment of the figures; a family closed twice "
          + "counts twice."
      ),
      "episodes": context.gate.count(ids.count).value.map { .int(Int64($0)) } ?? "[c]",
      "sha256": .string(Hex.encode(Array(hash))),
    ]
  }

  private var crosswalks: [JSON] {
    context.study.reference.crosswalks.sorted { $0.key < $1.key }.map { instrument, entry in
      [
        "instrument": .string(instrument), "id": .string(entry.draft.id),
        "version": .string(entry.draft.version), "label": .string(context.status(instrument)),
        "state": .string(entry.draft.state.rawValue),
        "contentHash": entry.draft.crosswalk.map { .string($0.contentHash) } ?? .null,
        "problems": .array(entry.problems.map { .string($0.code) }),
      ]
    }
  }

  private var instruments: [JSON] {
    context.study.reference.definitions.packs.sorted { $0.key < $1.key }.map { pack in
      [
        "id": .string(pack.key.id), "edition": .string(pack.key.edition),
        "contentHash": .string(pack.contentHash),
        "definition": .string(pack.definitionStatus.rawValue),
        "changeRule": [
          "unit": .string(pack.changeRule.unit.rawValue),
          "threshold": .int(Int64(pack.changeRule.threshold)),
          "basis": .string(pack.changeRule.basis.rawValue),
        ],
        "compatibleWith": .array(
          pack.compatibleWith.map {
            ["edition": .string($0.edition), "basis": .string($0.basis.rawValue)]
          }
        ),
      ]
    }
  }

  private var disclosure: JSON {
    guard let policy = context.gate.policy else {
      return ["id": .string(DisclosureRule.internal.rawValue), "version": "1", "hidden": .null]
    }
    let version = context.study.reference.library.disclosure
    let content: JSON = [
      "id": .string(policy.id), "version": .string(version.version),
      "policy": .string(version.id),
      "hidden": [.int(Int64(policy.hidden.lowerBound)), .int(Int64(policy.hidden.upperBound))],
      "roundedTo": .int(Int64(policy.roundedTo)), "sign": .string(AuditCell.hiddenSign),
      "careBelow": .int(Int64(policy.careBelow)),
    ]
    var members = content.object ?? [:]
    members["contentHash"] = .string(contentHash(of: content))
    return .object(members)
  }

  private var link: JSON {
    let json = context.aggregates["link"] ?? .null
    guard json.object != nil else { return .null }
    return [
      "seed": json["seed"] ?? .null, "prng": "SplitMix64",
      "replicates": json["replicates"] ?? .null,
      "contentHash": .string(contentHash(of: scaled(json))),
    ]
  }

  /// Decimals as whole numbers of millionths, as hashes want them.
  private func scaled(_ json: JSON) -> JSON {
    switch json {
    case .number(let number):
      Int64(exactly: (number * 1_000_000).rounded()).map { .int($0) } ?? .string("\(number)")
    case .array(let elements): .array(elements.map { scaled($0) })
    case .object(let members): .object(members.mapValues { scaled($0) })
    case .null, .bool, .int, .string: json
    }
  }
}
